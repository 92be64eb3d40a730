import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'

const dist = join(ROOT, 'dist')

function filesUnder(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return paths.filter((path) => statSync(join(folder, path)).isFile())
}

// What the policy would refuse at run time is not even in the build. Inlined workers are text in it, so look at text.
const FORBIDDEN = [
  /\bfetch\s*\(/,
  /\bXMLHttpRequest\b/,
  /\bWebSocket\b/,
  /\bEventSource\b/,
  /\bsendBeacon\b/,
  /\bimportScripts\b/,
  /\beval\(/, // as minifiers write it; pmat's answers have `eval (...)` in them
  /\bnew\s+Function\b/,
  /\bWebAssembly\b/,
]
const scripts = filesUnder(dist).filter((path) => path.endsWith('.js') && path !== 'sw.js')

test.each(scripts)('%s can reach no server and run no text', (path) => {
  const text = readFileSync(join(dist, path), 'utf8')
  expect(FORBIDDEN.filter((pattern) => pattern.test(text))).toEqual([])
})

test('the build consists of scripts, styles, markup and pictures', () => {
  const others = filesUnder(dist).filter((path) => !/\.(js|js\.map|css|html|svg|png|webmanifest)$/.test(path))
  expect(others).toEqual([])
})

test('the icon is in the page: no browser asks for it later', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  expect(/<link rel="icon"[^>]* href="([^"]*)"/.exec(html)?.[1]).toMatch(/^data:image\/svg\+xml,/)
})

test('building again gives the same files, byte for byte', () => {
  const again = mkdtempSync(join(tmpdir(), 'pmatscope-again-'))
  onTestFinished(() => rmSync(again, { recursive: true }))
  const args = ['build', '--logLevel=warn', `--outDir=${again}`, '--emptyOutDir']
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const { status, stderr } = spawnSync(process.execPath, [vite, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' }, // Vitest says 'test'
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(filesUnder(again)).toEqual(filesUnder(dist))
  const differing = filesUnder(dist).filter(
    // A source map names its sources relative to where it lies.
    (path) => !path.endsWith('.map') && !readFileSync(join(dist, path)).equals(readFileSync(join(again, path))),
  )
  expect(differing).toEqual([])
})
