import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { decodeExtension } from '../../src/columns/extensions.ts'
import { DumpError } from '../../src/reader/dump-error.ts'
import { readLayout } from '../../src/reader/layout.ts'
import { type BuiltDump, pmat } from '../helpers/build-pmat.ts'
import { runEveryCommand } from '../helpers/every-command.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { heapText } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'
import { EXT_ROWS, type ExtRow, type FormOptions, formOf, type Row, SV_ROWS, type SvRow } from '../helpers/pmat-form.ts'
import { NOWHERE, zoo } from '../helpers/zoo.ts'

/** Rows as usual with something added to each: header bytes, pointers, strings. */
function longer(options: FormOptions, [header, ptrs, strs]: Row): FormOptions {
  const { tables, uint } = formOf(options)
  const rows: Partial<Record<SvRow | ExtRow, Row>> = {}
  const grow = (names: readonly (SvRow | ExtRow)[], table: readonly Row[]) => {
    table.forEach((row, i) => (rows[names[i]] = [row[0] + header, row[1] + ptrs, row[2] + strs]))
  }
  grow(SV_ROWS, tables.sv)
  if ((options.minor ?? 4) >= 4) grow(EXT_ROWS, tables.ext)
  const ctx = tables.ctx.map((row): Row => [row[0] + header, row[1] + ptrs, row[2] + strs])
  // Records of the same head in one table only: STASH and CLASS begin with what is a HASH in this file.
  rows.STASH = [uint + header, 5 + 2 * ptrs, 1 + 2 * strs]
  rows.CLASS = [uint + header, 6 + 3 * ptrs, 1 + 3 * strs]
  return { ...options, rows, ctx }
}

describe('fields that a table adds are skipped', () => {
  test.each([4, 5, 6] as const)('minor %i', async (minor) => {
    for (const bigEndian of [false, true]) {
      const usual = heapText(await openHeap(zoo({ minor, bigEndian }).bytes()))
      for (const more of [
        [3, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [5, 2, 2],
      ] as const) {
        const heap = await openHeap(zoo(longer({ minor, bigEndian }, more)).bytes())
        expect(heap.data.damage, `longer by ${more.join()}`).toBeNull()
        expect(heapText(heap), `longer by ${more.join()}`).toBe(usual)
        expect(heap.data.contexts.map(({ file, line }) => `${file} ${line}`)).toEqual([
          'a.pl 15',
          '(eval 1) 1',
          ' 2',
          'b.pl 16',
          ' 0',
        ])
      }
    }
  })

  test('types that are new at the end of the table are not known, until one is met', async () => {
    const dump = pmat({ minor: 6, numSvRows: 20 }).undef(0x1000)
    expect((await openHeap(dump.bytes())).data.damage).toBeNull()
  })
})

describe('what a table leaves out has its default', () => {
  test('a scalar of nothing', async () => {
    const heap = await openText({ rows: { SCALAR: [0, 0, 0] } }, (dump) => dump.scalar(0x1000, { iv: 5, pv: 'five' }))
    expect(heap).toBe('0x1000 UNDEF() rc=1 size=24\n')
  })

  test.each<[string, Row, string]>([
    ['all but our package', [25, 0, 1], '  UV=5\n  NV=1.1\n  PV="five"\n  PVLEN 4\n'],
    ['no string', [25, 1, 0], '  UV=5\n  NV=1.1\n  PV=""\n  PVLEN 4\n'],
    ['no length of the string', [17, 1, 1], '  UV=5\n  NV=1.1\n  PV="five"\n  PVLEN 0\n'],
    ['half of that', [24, 1, 1], '  UV=5\n  NV=1.1\n  PV="five"\n  PVLEN 0\n'],
    ['no NV: the real tool takes it for lost', [9, 1, 1], '  UV=5\n  PV="five"\n  PVLEN 0\n'],
    ['flags alone', [1, 0, 0], '  UV=0\n  PV=""\n  PVLEN 0\n'],
  ])('a scalar: %s', async (_, row, facts) => {
    const dump = pmat({ rows: { SCALAR: row } }).scalar(0x1000, { iv: 5, nv: 1.1, pv: 'five' })
    expect(await show(dump.build(), 0x1000)).toContain(facts)
  })

  test('a REF that refers to nothing', async () => {
    expect(await openText({ rows: { REF: [1, 0, 0] } }, (d) => d.ref(0x1000, 0x1000))).toBe(
      '0x1000 REF() rc=1 size=24\n',
    )
    expect(await openText({ rows: { REF: [0, 1, 0] } }, (d) => d.ref(0x1000, 0x1000, { weak: true }))).toBe(
      '0x1000 REF() rc=1 size=24\n  s the referrant 0x1000\n',
    )
  })

  test('an ARRAY without flags is real, one without a count is empty', async () => {
    const elements = [0x1000]
    expect(await openText({ rows: { ARRAY: [8, 0, 0] } }, (d) => d.array(0x1000, elements, { flags: 1 }))).toBe(
      '0x1000 ARRAY(1) rc=1 size=24\n  s element [0] 0x1000\n',
    )
    expect(await openText({ rows: { ARRAY: [4, 0, 0] } }, (d) => d.array(0x1000))).toBe(
      '0x1000 ARRAY(0) rc=1 size=24\n',
    )
    // A pointer where the count is missing is none.
    expect(await openText({ rows: { ARRAY: [0, 1, 0] } }, (d) => d.array(0x1000))).toBe(
      '0x1000 ARRAY(0) rc=1 size=24\n',
    )
  })

  test('hash-likes without counts, backrefs and names', async () => {
    const rows = { HASH: [0, 1, 0], STASH: [8, 2, 0], CLASS: [8, 0, 0] } as const
    const heap = await openText({ minor: 5, rows }, (dump) =>
      dump
        .hash(0x1000, [], { backrefs: 0x1010 })
        .stash(0x1010, 'main', [], { mro: [0x1000] })
        .class(0x1020, 'Pt'),
    )
    expect(heap).toBe(
      `0x1000 HASH(0) rc=1 size=24
  w a backref 0x1010
0x1010 STASH(0) rc=1 size=24
  s the mro linear all HV 0x1000
0x1020 STASH(0) rc=1 size=24
`,
    )
  })

  test('a CODE of its line only, a GLOB of its package only, an LVALUE and an IO of nothing', async () => {
    const rows = { CODE: [8, 0, 0], GLOB: [0, 1, 0], LVALUE: [0, 0, 0], IO: [8, 1, 0], OBJECT: [0, 0, 0] } as const
    const dump = pmat({ minor: 5, rows })
      .stash(0x1000, 'main')
      .glob(0x1010, { stash: 0x1000, scalar: 0x1000, name: 'x', file: 'a.pl', line: 3 })
      .code(0x1020, { line: 7, flags: 4, oproot: 1, depth: 3, stash: 0x1000, file: 'a.pl' })
      .lvalue(0x1030, 0x1000, { offset: 3 })
      .io(0x1040, { in: 3, out: 4, gvs: [0x1010, 0x1010, 0x1010] })
      .object(0x1050, 0x1000, [])
    const heap = await openHeap(dump.bytes())
    expect(heapText(heap)).toBe(
      `0x1000 STASH(0) rc=1 size=24
0x1010 GLOB() rc=1 size=24
0x1020 CODE() rc=1 size=24
0x1030 LVALUE() rc=1 size=24
0x1040 IO() rc=1 size=24
  s the top GV 0x1010
0x1050 OBJ() rc=1 size=24 blessed=0x1000
  w the bless package 0x1000
`,
    )
    expect(await show(dump.build(), 0x1040)).toContain('  ifileno=3\n')
    expect(await show(dump.build(), 0x1040)).not.toContain('ofileno')
    expect(await show(dump.build(), 0x1030)).toContain('  type=\n  offset=0\n  length=0\n')
  })

  test('extensions of nothing', async () => {
    const rows: Partial<Record<ExtRow, Row>> = {}
    for (const name of EXT_ROWS) rows[name] = [0, 0, 0]
    const dump = zoo({ minor: 6, rows })
    const heap = await openHeap(dump.bytes())
    expect(heap.data.damage).toBeNull()
    expect(heapText(heap)).not.toMatch(/magic|saved|note|Magic/)
    const { offset } = heap.data.extensions
    const tags = new Set(Array.from(offset, (at) => decodeExtension(heap, at).tag))
    expect([...tags].sort((a, b) => a - b)).toEqual(EXT_ROWS.map((_, i) => 0x80 + i))
    expect(await show(dump.build(), 0x1228)).toContain('  has MagicV2 with funcs at 0\n')
    expect(await show(dump.build(), 0x1200)).toContain('  has ^@ magic\n')
  })

  test('a table that ends before the first type of SV', async () => {
    for (const numSvRows of [1, 2, 3, 4, 5]) {
      const heap = await openHeap(pmat({ numSvRows }).root('defstash', 0x1000).bytes())
      expect(heap.data.damage).toBeNull()
      expect(await runEveryCommand(heap, [0, 1, 2])).toBeGreaterThan(20)
    }
  })

  test('call frames of nothing', async () => {
    const dump = pmat({
      ctx: [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    })
      .sub({ line: 3, cv: 5 })
      .try()
      .eval({ code: 6 })
    const { contexts, damage } = (await openHeap(dump.bytes())).data
    expect(damage).toBeNull()
    const nothing = { gimme: 0, file: '', line: 0, cv: -1, depth: -1, args: -1, code: -1 }
    expect(contexts).toEqual([1, 2, 3].map((type) => ({ type, ...nothing })))
  })
})

test('what asks for a pointer of a STASH looks where a STASH has it, though it begins as a HASH', async () => {
  const rows = { HASH: [0x88, 1, 0], STASH: [8, 5, 1], CLASS: [9, 6, 1] } as const
  const dump = pmat({ minor: 5, rows })
    .class(0x1000, 'Pt', [], { backrefs: NOWHERE })
    .stash(0x1010, 'main', [], { backrefs: 0x1000 })
  const heap = await openHeap(dump.bytes())
  expect(heapText(heap)).toBe('0x1000 STASH(0) rc=1 size=24\n0x1010 STASH(0) rc=1 size=24\n  w a backref 0x1000\n')
  expect(await fullText(openConsole(new Analyses(heap)), 'list-dangling-ptrs')).toBe(
    'STASH(0) at 0x1000 has no backrefs SV at addr 0xdead0\n',
  )
})

describe('a record that the table does not know ends the heap', () => {
  const cases: [string, FormOptions, (dump: ReturnType<typeof pmat>) => unknown, string][] = [
    [
      'a type that nobody knows',
      { minor: 6, numSvRows: 20 },
      (d) => d.sv(19, 0x1010),
      'Cannot load unknown SV type 19',
    ],
    ['a type far off', {}, (d) => d.sv(0x7e, 0x1010), 'Cannot load unknown SV type 126'],
    [
      'UNDEF in minor 2',
      { minor: 2 },
      (d) => d.sv(13, 0x1010),
      "This file's size table has no row for the SV type UNDEF",
    ],
    [
      'an extension',
      { numExtRows: 1 },
      (d) => d.record(0x81, 0x1000, (w) => w.ptr(0x1000)),
      'Unrecognised SV extension type 81',
    ],
    ['an extension in minor 0', { minor: 0 }, (d) => d.record(0x87, 0, () => {}), 'Unrecognised SV extension type 87'],
    ['a tag beyond all', {}, (d) => d.record(0xf1, 0, () => {}), 'Unrecognised META tag F1'],
    ['flags of a SCALAR', {}, (d) => d.scalar(0x1010, { flags: 0x29, iv: 1 }), 'Unrecognised SCALAR flags 20'],
    ['flags of a REF', {}, (d) => d.ref(0x1010, 0x1000, { flags: 0x03 }), 'Unrecognised REF flags 02'],
    ['a struct', {}, (d) => d.struct(0x1010, 3, () => {}), 'Dumpfile does not define a struct type of ID=3'],
    ['a field of a struct', {}, (d) => d.struct(0x1010, 4, (w) => w.u8(1)), 'A struct field of the unknown type 5'],
    ['a part of a CODE', {}, (d) => d.sv(7, 0x1010).record(11, 0, () => {}), 'Unknown part 11 of a CODE'],
    [
      'a part of a CLASS',
      { minor: 5, rows: { HASH: [0, 0, 0] } },
      (d) => d.sv(17, 0x1010).record(2, 0, () => {}),
      'Unknown part 2 of a CLASS',
    ],
  ]

  test.each(cases)('%s', async (_, options, add, problem) => {
    // The type of a field is looked at when there is an instance.
    const dump = pmat(options)
      .defineStruct(4, 'Odd', [['x', 5]])
      .stash(0x1000, 'main')
    add(dump)
    const { bytes, records } = dump.hash(0x1020).build()
    const { svs, data } = await openHeap(bytes)
    const [, , wrong, part] = records
    const offset = (/part/.test(problem) ? part : wrong).start
    expect(data.damage).toEqual({
      code: 'damaged',
      problem: `${problem} at byte ${offset.toLocaleString('en')}`,
      offset,
    })
    expect(svs.numSvs).toBe(1)
    expect(data.bytes.byteLength).toBe(wrong.start)
  })

  test('the same in a file where the head of all SVs has a string', async () => {
    const rows = { common: [20, 1, 1] } as const
    const flags = pmat({ rows }).undef(0x1000).ref(0x1010, 0, { flags: 2 }).build()
    expect((await openHeap(flags.bytes)).data.damage?.problem).toMatch(/^Unrecognised REF flags 02/)
    const type = pmat({ rows, numSvRows: 14 }).undef(0x1000).sv(15, 0x1010).build()
    expect((await openHeap(type.bytes)).data.damage?.problem).toMatch(/has no row for the SV type NO/)
  })

  test('a type of call frame, and one without a row', async () => {
    const dump = pmat({
      ctx: [
        [9, 0, 1],
        [4, 2, 0],
      ],
    })
      .undef(0x1000)
      .sub({ file: 'a.pl' })
    const { bytes, contextsEnd } = dump.build()
    for (const [type, problem] of [
      [4, 'Cannot load unknown CTX type 4'],
      [3, "This file's size table has no row for the context type 3"],
    ] as const) {
      bytes[contextsEnd - 1] = type
      const { data } = await openHeap(bytes)
      expect(data.damage?.problem).toBe(`${problem} at byte ${contextsEnd - 1}`)
      expect(data.contexts.length).toBe(1)
    }
  })
})

describe('headers that are refused', () => {
  const { bytes } = pmat().undef(0x1000).build()
  test.each<[string, number, number, string, RegExp]>([
    ['another magic', 0, 0x20, 'not-a-dump', /^Not a dump: it does not begin with "PMAT"$/],
    ['unknown flags', 4, 0x36, 'unsupported', /^Unknown header flags 0x20 at byte 4$/],
    ['the zero byte', 5, 1, 'damaged', /^Byte 5 of the header is 1 and must be 0$/],
    ['a major version', 6, 1, 'unsupported', /^Format version 1\.4 is not known$/],
    ['a minor version', 7, 7, 'unsupported', /^Format version 0\.7 is newer than the newest known one, 0\.6$/],
    ['no size tables', 7, 0, 'unsupported', /^A dump of Devel::MAT 0\.10 or older, which has no size tables$/],
    ['no room for an SV', 13, 19, 'damaged', /^The size table leaves no room for address, refcount, size and package/],
    ['no SV types at all', 12, 0, 'damaged', /^The size table leaves no room/],
  ])('%s', async (_, at, byte, code, message) => {
    const changed = bytes.slice()
    changed[at] = byte
    const error = await openHeap(changed).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DumpError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test.each<[string, readonly number[], RegExp]>([
    ['a gzip file within a gzip file', [0x1f, 0x8b], /gzip inside of gzip/],
    ['a program', [0x7f, 0x45, 0x4c, 0x46], /an ELF file/],
    ['a zip archive', [0x50, 0x4b, 3, 4], /a zip archive/],
    ['text', [0x70, 0x6d], /does not begin with "PMAT"/],
  ])('%s', (_, start, message) => {
    expect(() => readLayout(Uint8Array.from(start))).toThrow(message)
  })

  test('nothing', async () => {
    await expect(openHeap(new Uint8Array(0))).rejects.toThrow('Not a dump: the file is empty')
  })
})

async function openText(options: FormOptions, draw: (dump: ReturnType<typeof pmat>) => unknown): Promise<string> {
  const dump = pmat(options)
  draw(dump)
  const heap = await openHeap(dump.bytes())
  expect(heap.data.damage).toBeNull()
  return heapText(heap)
}

async function show({ bytes }: BuiltDump, address: number): Promise<string> {
  return fullText(openConsole(new Analyses(await openHeap(bytes))), `show 0x${address.toString(16)}`)
}
