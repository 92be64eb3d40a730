import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Path of a Chromium to test with: what PMATSCOPE_CHROMIUM names, else the first in the usual places.
 * @returns {string | undefined} undefined if there is none
 */
export function findChromium() {
  const named = process.env.PMATSCOPE_CHROMIUM
  if (!named) return PLACES.find((path) => existsSync(path))
  if (!existsSync(named)) throw new Error(`PMATSCOPE_CHROMIUM names ${named}, which does not exist`)
  return named
}

/** Install Debian's Chromium, if no browser is there and we may. Throws where we may not. */
export function installChromium() {
  const found = findChromium()
  if (found) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      'no Chromium found: install one (Debian: apt-get install chromium), or name it in PMATSCOPE_CHROMIUM',
    )
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium')
  const installed = findChromium()
  if (!installed) throw new Error('apt-get installed chromium, but it is in none of the usual places')
  return installed
}

function apt(/** @type {string[]} */ ...args) {
  console.log(`apt-get ${args.join(' ')}`)
  const { status } = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed with exit code ${status}`)
}
