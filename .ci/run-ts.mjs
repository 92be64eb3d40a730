// node .ci/run-ts.mjs src/cli/pmat.ts ARGS...: run a TypeScript file on a Node that knows no TypeScript.
// It is bundled into one file, kept while none of the files in it changes; then it runs in this very process.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages } from './install.mjs'
import { CACHE, ROOT } from './root.mjs'

const entry = resolve(ROOT, process.argv[2] ?? '')
const bundle = join(CACHE, `${basename(entry, '.ts')}.mjs`)
const inputs = `${bundle}.inputs.json` // what the bundle was made of, written last

await installPackages()
if (!isFresh()) await build()
process.argv.splice(1, 2, entry)
// npm runs scripts in the folder of package.json: paths in the arguments are meant from where it was called.
if (process.env.npm_lifecycle_event && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
process.setSourceMapsEnabled(true)
await import(pathToFileURL(bundle).href)

function isFresh() {
  try {
    /** @type {[string, string][]} */
    const files = JSON.parse(readFileSync(inputs, 'utf8'))
    return files.every(([path, stamp]) => stampOf(path) === stamp)
  } catch {
    return false // no bundle yet, or a file of it is gone
  }
}

function stampOf(/** @type {string} */ path) {
  const { mtimeMs, size } = statSync(join(ROOT, path))
  return `${mtimeMs} ${size}`
}

async function build() {
  const { rolldown } = await import('rolldown')
  const started = Date.now()
  const bundler = await rolldown({ input: entry, cwd: ROOT, platform: 'node', transform: { target: 'node20' } })
  const { output } = await bundler.generate({
    dir: CACHE,
    entryFileNames: basename(bundle),
    format: 'es',
    sourcemap: true,
    sourcemapExcludeSources: true, // Node shows lines of the files themselves, and has less to read
    codeSplitting: false,
  })
  await bundler.close()

  mkdirSync(CACHE, { recursive: true })
  for (const file of output) replace(join(CACHE, file.fileName), file.type === 'chunk' ? file.code : file.source)
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const sources = modules.filter((path) => !path.includes('node_modules'))
  const paths = [...sources.map((path) => relative(ROOT, path)), 'package-lock.json', '.ci/run-ts.mjs']
  const stamps = paths.map((path) => [path, statSync(join(ROOT, path)).mtimeMs < started ? stampOf(path) : 'too new'])
  replace(inputs, JSON.stringify(stamps))
}

/** Write in one step: another run may be reading the old file. */
function replace(/** @type {string} */ path, /** @type {string | Uint8Array} */ content) {
  const unfinished = `${path}.${process.pid}`
  writeFileSync(unfinished, content)
  renameSync(unfinished, path)
}
