import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CACHE, ROOT } from '../.ci/root.mjs'

let folder = ''
let entry = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmatscope-run-'))
  entry = join(folder, `${basename(folder)}.ts`)
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  for (const end of ['mjs', 'mjs.map', 'mjs.inputs.json']) rmSync(join(CACHE, `${basename(folder)}.${end}`))
})

function run(source: string, args: string[] = [], input = '') {
  writeFileSync(entry, source)
  return spawnSync(process.execPath, [join(ROOT, '.ci/run-ts.mjs'), entry, ...args], { input, encoding: 'utf8' })
}

test('arguments, stdin, stdout and exit code are those of the tool', () => {
  const source = `
    import { readFileSync } from 'node:fs'
    import { join } from './join.ts'
    const given: string[] = process.argv.slice(2)
    process.stdout.write(join(given) + readFileSync(0, 'utf8'))
    process.exitCode = 3`
  writeFileSync(join(folder, 'join.ts'), `export const join = (words: string[]): string => words.join('+')`)
  expect(run(source, ['a', '--b', 'c d'], 'input')).toMatchObject({ stdout: 'a+--b+c dinput', stderr: '', status: 3 })

  writeFileSync(join(folder, 'join.ts'), `export const join = (words: string[]): string => words.join('#')`)
  expect(run(source, ['a', 'b'])).toMatchObject({ stdout: 'a#b', stderr: '', status: 3 })
})

test('an exception names the line of the TypeScript file', () => {
  const { stderr, status } = run(`interface Gone {\n  a: 1\n}\nthrow new Error('wrong')\n`)
  expect(stderr).toContain(`${basename(entry)}:4:`)
  expect(status).toBe(1)
})
