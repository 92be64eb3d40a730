import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { array, drawPmat, scalar } from '../helpers/pmat-writer.ts'

const dump = drawPmat({ svs: [array(0x100, Array<number>(40).fill(0x200)), scalar(0x200, 'a b')] })
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmatscope-cli-'))
  writeFileSync(join(folder, 'small.pmat'), dump)
  const half = dump.length >> 1
  // Two members, as `cat a.gz b.gz` makes them, and a name that does not tell.
  writeFileSync(
    join(folder, 'packed'),
    Buffer.concat([gzipSync(dump.subarray(0, half)), gzipSync(dump.subarray(half))]),
  )
  writeFileSync(join(folder, 'cut.pmat'), dump.subarray(0, dump.length - 60))
  writeFileSync(join(folder, 'text.pmat'), 'This is no dump, whatever it is called.')
})
afterAll(() => rmSync(folder, { recursive: true }))

function pmat(args: readonly string[], input = '') {
  const script = join(ROOT, '.ci/run-ts.mjs')
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, join(ROOT, 'src/cli/pmat.ts'), ...args], {
    input,
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder }, // where npm was called, to whom it matters
  })
  return { stdout, stderr, status }
}

const SUMMARY = 'Perl memory dumpfile from perl 5.42.0 non-threaded\nHeap contains 2 objects\n'

describe('pmat without a browser', { timeout: 60_000 }, () => {
  test('answers one command, of a packed dump too, with all pages', () => {
    expect(pmat(['small.pmat', 'summary'])).toEqual({ stdout: SUMMARY, stderr: '', status: 0 })
    expect(pmat(['packed', 'summary'])).toEqual({ stdout: SUMMARY, stderr: '', status: 0 })
    const { stdout } = pmat(['small.pmat', 'outrefs', '0x100'])
    expect(stdout.split('\n')).toHaveLength(41)
    expect(pmat(['small.pmat', 'outrefs 0x100 | count']).stdout).toBe('40\n')
  })

  test('takes words as the system splits them', () => {
    expect(pmat(['small.pmat', 'find', 'pv', '--eq', 'a b']).stdout).toBe('SCALAR(PV) at 0x200: "a b"\n')
    expect(pmat(['small.pmat', 'find', 'pv', '|']).stdout).toBe('')
  })

  test('answers the lines of standard input, each under its prompt', () => {
    const lines = ['summary', '', '# a remark', '  nonsense', 'size 0x200', 'more'].join('\n')
    expect(pmat(['small.pmat'], lines)).toEqual({
      stdout: [
        `pmat> summary\n${SUMMARY}`,
        "pmat>   nonsense\nerror: Unrecognised command 'nonsense'\n",
        'pmat> size 0x200\nSCALAR(PV) at 0x200 consumes:\n  24 bytes directly\n  24 bytes structurally\n' +
          '  24 bytes including owned referrants\n',
        'pmat> more\nNo more\n',
        '',
      ].join('\n'),
      stderr: '',
      status: 0,
    })
  })

  test('says what is wrong, and that it is', () => {
    expect(pmat(['small.pmat', 'show', '0x1'])).toEqual({
      stdout: 'error: No such SV at address 0x1\n',
      stderr: '',
      status: 1,
    })
    expect(pmat([])).toMatchObject({ stdout: '', stderr: expect.stringContaining('usage:'), status: 2 })
    expect(pmat(['gone.pmat', 'summary'])).toEqual({
      stdout: '',
      stderr: 'pmat: Cannot read gone.pmat - No such file or directory\n',
      status: 1,
    })
    expect(pmat(['.', 'summary'])).toMatchObject({ stderr: 'pmat: Cannot read . - Is a directory\n', status: 1 })
    expect(pmat(['text.pmat'])).toEqual({
      stdout: '',
      stderr: 'pmat: Not a dump: it does not begin with "PMAT"\n',
      status: 1,
    })
  })

  test('reads a cut dump as far as it goes, and says so', () => {
    const { stdout, stderr, status } = pmat(['cut.pmat', 'summary'])
    expect({ stdout, status }).toEqual({ stdout: SUMMARY, status: 0 })
    expect(stderr).toMatch(/^pmat: Cut at byte [\d,]+ inside a SCALAR: 2 SVs were read, the last in part\n$/)
  })
})
