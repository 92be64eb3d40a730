import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/**
 * Serve the files of a folder to this machine, as a static host does: no rewriting, 404 for what is not there.
 * @param {string} folder
 * @param {object} [options]
 * @param {number} [options.port] the next free one is taken if it is in use; 0 = any
 * @param {string} [options.host]
 * @param {string} [options.under] path that the folder appears under, `/` or `/name/`
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, { port = 0, host = '127.0.0.1', under = '/' } = {}) {
  const server = createServer((request, response) => {
    const file = fileOf(folder, under, request.url ?? '/')
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
      return
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.size,
      'cache-control': 'no-cache',
    })
    if (request.method === 'HEAD') response.end()
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response)
  })
  const taken = await listen(server, port, host)
  return {
    url: `http://${host}:${taken}${under}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** @returns {{ path: string, size: number } | undefined} */
function fileOf(/** @type {string} */ folder, /** @type {string} */ under, /** @type {string} */ url) {
  let { pathname } = new URL(url, 'http://localhost')
  try {
    pathname = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (!pathname.startsWith(under) || pathname.split(/[/\\]/).includes('..') || pathname.includes('\0')) return undefined
  const path = join(folder, pathname.slice(under.length), pathname.endsWith('/') ? 'index.html' : '')
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isFile() ? { path, size: stat.size } : undefined
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number>} the port in the end
 */
async function listen(server, port, host) {
  for (let tries = 0; ; tries++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(tries < 20 ? port : 0, host, () => {
          server.off('error', reject)
          resolve(undefined)
        })
      })
      const address = server.address()
      return typeof address === 'object' && address ? address.port : port
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE' || port === 0) throw error
      port++
    }
  }
}
