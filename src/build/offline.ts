import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import type { Plugin } from 'vite'
import { CSP } from './csp.ts'

const SOURCE = fileURLToPath(new URL('../../workers/offline.sw.ts', import.meta.url))

/** Writes `sw.js`: workers/offline.sw.ts, told what the build consists of. Last, when all other files are on disk. */
export function offline(): Plugin {
  let outDir = ''
  return {
    name: 'pmatscope:offline',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = await filesOf(outDir)
        const hash = createHash('sha256').update(CSP)
        for (const file of files) hash.update(file).update(await readFile(join(outDir, file)))
        const build = { version: hash.digest('hex').slice(0, 16), files: files.map(addressOf), csp: CSP }
        await writeFile(join(outDir, 'sw.js'), await bundle(JSON.stringify(build)))
      },
    },
  }
}

/** Paths below a folder, sorted, `/` between their parts. Source maps are for developers: they need not work offline. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map') && entry.name !== 'sw.js')
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

const addressOf = (file: string) => (file === 'index.html' ? './' : `./${file}`)

async function bundle(build: string): Promise<string> {
  const bundler = await rolldown({ input: SOURCE, transform: { define: { __BUILD__: build }, target: 'es2023' } })
  const { output } = await bundler.generate({ format: 'iife', minify: true })
  await bundler.close()
  return output[0].code
}
