import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../.ci/root.mjs'

test('a failing test ends with exit code 1, and its assertion and difference are printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pmatscope-gate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'test'))
  writeFileSync(join(folder, 'test/wrong.test.ts'), `test('wrong', () => expect({ svs: 1 }).toEqual({ svs: 2 }))\n`)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--globals',
      '--project=node',
      `--root=${folder}`,
      `--config=${join(ROOT, 'vite.config.ts')}`,
    ],
    { cwd: ROOT, encoding: 'utf8' },
  )
  const output = stripVTControlCharacters(stdout + stderr)
  expect(output).toContain('AssertionError')
  expect(output).toMatch(/^-\s+"svs": 2,$/m)
  expect(output).toMatch(/^\+\s+"svs": 1,$/m)
  expect(output).toContain('1 failed')
  expect(status).toBe(1)
}, 30_000)
