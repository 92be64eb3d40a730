import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import type { Shell } from '../../src/commands/run-line.ts'
import { lineText } from '../../src/perl/span.ts'
import { openConsole } from '../helpers/console.ts'
import { drawnConsole } from '../helpers/drawn-console.ts'
import { openHeap } from '../helpers/open-dump.ts'
import { array, drawPmat, hash, ref, scalar } from '../helpers/pmat-writer.ts'

/** A hash of 120 keys, and an array of 35 references. */
const svs = [
  hash(0x100, Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`k${String(i).padStart(3, '0')}`, 0x300]))),
  array(0x200, Array<number>(35).fill(0x300)),
  scalar(0x300, 1, { refcount: 155 }),
  ref(0x400, 0x300),
]

async function openShell(): Promise<Shell> {
  return openConsole(new Analyses(await openHeap(drawPmat({ svs }))))
}

async function firstAndCount(shell: Shell, line: string): Promise<[string, number, boolean]> {
  const { lines, hasMore, error } = await shell.run(line)
  expect(error).toBeNull()
  return [lines.length === 0 ? '' : lineText(lines[0]), lines.length, hasMore]
}

describe('a listing in pages', () => {
  test('goes on with more, or with a blank line, to its end', async () => {
    const shell = await openShell()
    expect(await firstAndCount(shell, 'values 0x100')).toEqual(['  {k000} SCALAR(UV) at 0x300 = 1', 51, true])
    expect(await firstAndCount(shell, 'more')).toEqual(['  {k050} SCALAR(UV) at 0x300 = 1', 51, true])
    expect(await firstAndCount(shell, '  ')).toEqual(['  {k100} SCALAR(UV) at 0x300 = 1', 20, false])
    expect(await firstAndCount(shell, 'more')).toEqual(['No more', 1, false])
    expect(await firstAndCount(shell, '')).toEqual(['', 0, false])
  })

  test('waits while others are answered that have no pages', async () => {
    const shell = await openShell()
    await shell.run('outrefs 0x200')
    expect(await firstAndCount(shell, 'summary')).toEqual([
      'Perl memory dumpfile from perl 5.42.0 non-threaded',
      2,
      true,
    ])
    expect((await shell.run('show nonsense')).hasMore).toBe(true)
    // In the order of the names: of 0 to 34 these are the last.
    expect(await firstAndCount(shell, 'more')).toEqual(['s  element [5]  SCALAR(UV) at 0x300', 5, false])
  })

  test('is dropped by stop, and by the next listing, however short', async () => {
    const shell = await openShell()
    await shell.run('values 0x100')
    expect(await firstAndCount(shell, 'stop')).toEqual(['', 0, false])
    expect(await firstAndCount(shell, 'more')).toEqual(['No more', 1, false])
    await shell.run('values 0x100')
    expect(await firstAndCount(shell, 'inrefs 0x200')).toEqual(['', 0, false])
  })

  test('has no page after a full last one', async () => {
    const shell = await openShell()
    expect(await firstAndCount(shell, 'values 0x100 --count=60 --skip 60')).toEqual([
      '  {k060} SCALAR(UV) at 0x300 = 1',
      60,
      false,
    ])
  })
})

describe('what is wrong with a line is part of the answer', () => {
  test.each([
    ['nonsense', "Unrecognised command 'nonsense'"],
    ['show', 'Need an SV address'],
    ['show 0x1', 'No such SV at address 0x1'],
    ['show 4097', 'No such SV at address 0x1001'],
    ['show main::x', 'Expected numerical SV address'],
    ['elems 0x100', "Cannot 'elems' of a HASH - maybe you wanted 'values'?"],
    ['elems 0x300', "Cannot 'elems' of a non-ARRAY"],
    ['values 0x200', "Cannot 'values' of a ARRAY - maybe you wanted 'elems'?"],
    ['values 0x300', "Cannot 'elems' of a non-HASHlike"],
    ['values 0x100 /(/', 'Unmatched ( in regex; marked by <-- HERE in m/( <-- HERE ?:()/'],
    ['values 0x100 20', 'Filter must be a /PATTERN.../ with optional flags'],
    ['values 0x100 -c 0', 'Option --count must be at least 1'],
    ['identify 0x100 --depth', 'Option --depth requires a value'],
    ['count |', 'Nothing after |; to look for one, quote it: "|"'],
    ['count | grep (', /^Unmatched \( in regex/],
  ])('%s', async (line, message) => {
    const { error, lines } = await (await openShell()).run(line)
    expect(error).toMatch(message)
    expect(lines).toEqual([])
  })
})

test('keys are filtered, sorted, skipped and then paged', async () => {
  const pmat = await drawnConsole({ svs })
  expect(await pmat('values 0x100 /1[0-2]$/ --skip=2 -c3')).toBe(
    [
      '  {k012} SCALAR(UV) at 0x300 = 1',
      '  {k110} SCALAR(UV) at 0x300 = 1',
      '  {k111} SCALAR(UV) at 0x300 = 1',
      '  ... (1 more)',
      '  {k112} SCALAR(UV) at 0x300 = 1',
    ].join('\n'),
  )
  expect(await pmat('values 0x100 /k00[0-3]/ --no-sort -s3')).toBe('  {k003} SCALAR(UV) at 0x300 = 1')
  expect(await pmat('values 0x100 //')).toHaveLength((await pmat('values 0x100')).length)
})

test('a part of an array', async () => {
  const pmat = await drawnConsole({ svs })
  expect(await pmat('elems 0x200 -s 33')).toBe('  [33] SCALAR(UV) at 0x300 = 1\n  [34] SCALAR(UV) at 0x300 = 1')
  expect(await pmat('elems 0x200 --start 33 --count 1')).toBe('  [33] SCALAR(UV) at 0x300 = 1\n  ... (1 more)')
  expect(await pmat('elems 0x200 --start 100')).toBe('')
})

test('lines go through pipes, from all pages', async () => {
  const pmat = await drawnConsole({ svs })
  expect(await pmat('values 0x100 | grep k0.9 | count')).toBe('10')
  expect(await pmat('values 0x100 -c 10 | head 1')).toBe('  {k000} SCALAR(UV) at 0x300 = 1')
  expect(await pmat('inrefs 0x300 --all | sort -r | head 1')).toBe('s  value {k119}  HASH(120) at 0x100')
})
