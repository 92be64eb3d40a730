import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.mjs'

const LOCK = join(ROOT, 'package-lock.json')
const INSTALLED = join(ROOT, 'node_modules/.package-lock.json') // npm's own record of what it put there

/**
 * `npm ci`, if node_modules is missing or is not what package-lock.json asks for. Silent otherwise.
 * What npm says goes to stderr: stdout belongs to the tool that is started.
 */
export async function installPackages() {
  if (isInstalled()) return
  const { spawnSync } = await import('node:child_process') // late: 5 ms of each run of a tool
  console.error('== npm ci: installing what package-lock.json names')
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error(`pmatscope: npm ci failed${error ? `: ${error.message}` : ` with exit code ${status}`}`)
  process.exit(1)
}

function isInstalled() {
  const installedAt = modifiedAt(INSTALLED)
  if (installedAt === undefined) return false
  if (installedAt >= (modifiedAt(LOCK) ?? 0)) return true
  // The lockfile is younger: a checkout touches it even where it says the same, so compare.
  const wanted = packagesOf(LOCK)
  const found = packagesOf(INSTALLED)
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === '') continue
    const there = found[path]
    if (there ? there.version !== version : !optional) return false // an optional one may be for another platform
  }
  return Object.keys(found).every((path) => path in wanted)
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

function modifiedAt(/** @type {string} */ path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
