// npm start: install what is missing, build, serve. Needs nothing but Node and npm.
// npm start -- --port 8080 --host 0.0.0.0, or PORT and HOST in the environment.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installPackages } from './install.mjs'
import { ROOT } from './root.mjs'
import { serveFolder } from './serve.mjs'

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } })
const port = Number(values.port ?? process.env.PORT ?? 4173)
const host = values.host ?? process.env.HOST ?? '127.0.0.1'
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error('pmatscope: --port is a number from 0 to 65535, 0 = any free one')
  process.exit(2)
}

await installPackages()

console.log('== build')
const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build'], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (status !== 0) process.exit(status ?? 1)

const { url } = await serveFolder(join(ROOT, 'dist'), { port, host })
console.log(`\npmatscope is at ${url.replace('127.0.0.1', 'localhost')}  (Ctrl+C ends it)`)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
