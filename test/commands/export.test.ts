import { beforeAll, describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { REGISTRY } from '../../src/commands/registry.ts'
import { Shell } from '../../src/commands/run-line.ts'
import { fullText } from '../helpers/console.ts'
import { drawnConsole } from '../helpers/drawn-console.ts'
import { openFixture } from '../helpers/open-dump.ts'
import { array, hash, scalar } from '../helpers/pmat-writer.ts'

/** Lines of every command that has an answer of its own. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  audit: ['audit', 'audit defstash'],
  bench: ['bench'],
  callers: ['callers', 'callers -P'],
  'cat-svpv': ['cat-svpv $main::0'],
  closures: ['closures'],
  count: ['count', 'count -b -S', 'count --owned'],
  counts: ['counts -b -S', 'counts other'],
  diff: ['diff other'],
  dominators: ['dominators %main::ENV'],
  elems: ['elems @main::INC'],
  find: ['find', 'find pv e', 'find num', 'find cv', 'find io', 'find where size > 100 and blessed'],
  findings: ['findings'],
  help: ['help', 'help find', 'help show'],
  identify: ['identify %main::ENV'],
  inrefs: ['inrefs -a defstash'],
  islands: ['islands'],
  largest: ['largest', 'largest --owned', 'largest --struct 3 2'],
  leakreport: ['leakreport third other third'],
  'list-dangling-ptrs': ['list-dangling-ptrs'],
  'list-orphans': ['list-orphans'],
  outrefs: ['outrefs -a defstash'],
  packages: ['packages', 'packages -V'],
  paths: ['paths %main::ENV'],
  retained: ['retained %main::ENV'],
  roots: ['roots'],
  shapes: ['shapes'],
  show: ['show defstash', 'show main_cv'],
  size: ['size defstash'],
  stack: ['stack'],
  strtab: ['strtab', 'strtab /e/'],
  summary: ['summary'],
  symbols: ['symbols', 'symbols -R'],
  time: ['time packages', 'time show defstash'],
  tool: ['tool Sizes'],
  tools: ['tools'],
  values: ['values %main::ENV', 'values defstash'],
  whatif: ['whatif defstash'],
}

/** Commands about the shell: `export` writes the answer before them. */
const OF_THE_SHELL = ['export', 'more', 'stop']

test('there are lines of every command', () => {
  expect(Object.keys(LINES).concat(OF_THE_SHELL).sort()).toEqual([...REGISTRY.keys()].sort())
})

describe.each(['code-5.42', 'classes-5.42'])('all answers of %s', (name) => {
  let shell: Shell

  beforeAll(async () => {
    const analyses = new Analyses(await openFixture(name))
    const other = new Analyses(await openFixture('tiny-5.42'))
    const openDump = (dump: string) => Promise.resolve(dump === 'other' ? other : analyses)
    shell = new Shell({ analyses, slice: UNSLICED, openDump, loadedTools: new Set() })
  })

  test.each(Object.values(LINES).flat())('%s', { timeout: 60_000 }, async (line) => {
    expect((await shell.run(line)).error).toBe(null)
    const csv = recordsOf(await fullText(shell, 'export csv'))
    const json: unknown = JSON.parse(await fullText(shell, 'export json'))
    const markdown = (await fullText(shell, 'export md')).trimEnd().split('\n')
    const [columns, ...rows] = csv

    expect(new Set(columns).size).toBe(columns.length)
    expect(rows.filter((row) => row.length !== columns.length)).toEqual([])
    expect(Array.isArray(json) && json.length).toBe(rows.length)
    expect(json).toSatisfy((all: object[]) => all.every((row) => Object.keys(row).join() === columns.join()))
    expect(markdown).toHaveLength(rows.length + 2)
    expect(markdown).toSatisfy((all: string[]) =>
      all.every((row) => row.split(/(?<!\\)\|/).length === columns.length + 2),
    )
  })
})

/** The records of a CSV text by RFC 4180. */
function recordsOf(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') continue
    records.push(record)
    record = []
  }
  return records
}

describe('export', () => {
  const svs = [
    ...Array.from({ length: 70 }, (_, i) => scalar(0x1000 + 0x10 * i, `text ${i}`)),
    array(0x100, [0x1000]),
    hash(0x200, { a: 0x1010 }),
  ]
  const numRows = async (pmat: (line: string) => Promise<string>) => (await pmat('export csv')).split('\n').length - 1

  test('after a page, or more of them, is of all pages', async () => {
    const pmat = await drawnConsole({ svs })
    await pmat('find pv text')
    expect(await numRows(pmat)).toBe(70)
    await pmat('more')
    expect(await numRows(pmat)).toBe(70)
  })

  test('after time is of what was measured', async () => {
    const pmat = await drawnConsole({ svs })
    await pmat('time find pv text')
    expect(await numRows(pmat)).toBe(70)
    await pmat('time time show 0x100')
    expect(await pmat('export csv')).toMatch(/^line\nARRAY\(1\) at 0x100 /)
    expect(await pmat('export csv')).not.toMatch(/Loaded in/)
  })

  test('after a pipe is of the lines that came through', async () => {
    const pmat = await drawnConsole({ svs })
    await pmat('find pv text | head 3')
    expect(await numRows(pmat)).toBe(3)
    await pmat('find pv text | count')
    expect(await pmat('export json')).toBe('[\n  { "line": "70" }\n]')
  })

  test('after a mistake is of the answer before it', async () => {
    const pmat = await drawnConsole({ svs })
    await pmat('find pv text')
    expect(await pmat('find pvv')).toMatch(/^error: /)
    expect(await numRows(pmat)).toBe(70)
    expect(await pmat('export xml')).toMatch(/^error: /)
    expect(await numRows(pmat)).toBe(70)
  })
})
