import { describe, expect, test } from 'vitest'
import { describe as descriptionOf } from '../../src/model/describe.ts'
import { codeOf, padAtDepth } from '../../src/model/code.ts'
import { createModel } from '../../src/model/model.ts'
import { symbolName } from '../../src/model/names.ts'
import { type PmatBuilder, pmat } from '../helpers/build-pmat.ts'
import { heapText, outrefLines, rowAt, svBlock } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'

/** A sub with its pads as perls before 5.18 have them: names, then a pad for each depth, in a padlist. */
function withPadlist(dump: PmatBuilder): PmatBuilder {
  return dump
    .code(0x1000, { oproot: 1, padlist: 0x1010, items: [['gvix', 2]] })
    .array(0x1010, [0x1020, 0x1030, 0, 0x1038])
    .array(0x1020, [0, 0x1040, 0x10, 0x1048])
    .array(0x1030, [0x1050, 0x1058, 0x1060])
    .array(0x1038, [0, 0, 0, 0x1058])
    .scalar(0x1040, { pv: '$x' })
    .undef(0x1048)
    .array(0x1050)
    .undef(0x1058)
    .glob(0x1060)
}

describe('perls before 5.18', () => {
  test('pads and their names are found through the padlist', async () => {
    const heap = await openHeap(withPadlist(pmat({ perl: '5.16.3' })).bytes())
    expect(heapText(heap)).toBe(`0x1000 CODE(PP) rc=1 size=24
  i a referenced glob 0x1060
  s the padlist 0x1010
  i the padnames 0x1020
  i pad at depth 1 0x1030
  i pad at depth 3 0x1038
0x1010 PADLIST(4) rc=1 size=24
  s the padnames 0x1020
  s pad at depth 1 0x1030
  s pad at depth 3 0x1038
0x1020 PADNAMES(4) rc=1 size=24
  s padname [1] 0x1040
  s padname [2] 0x10
  s padname [3] 0x1048
0x1030 PAD(3) rc=1 size=24
  s the @_ av 0x1050
  s the lexical $x 0x1058
  s pad temporary 2 0x1060
0x1038 PAD(4) rc=1 size=24
  s pad temporary 3 0x1058
0x1040 SCALAR(PV) rc=1 size=24
0x1048 UNDEF() rc=1 size=24
0x1050 ARRAY(0) rc=1 size=24
0x1058 UNDEF() rc=1 size=24
0x1060 GLOB() rc=1 size=24
`)
  })

  test.each<[string, (dump: PmatBuilder) => unknown, string]>([
    ['no padlist', (d) => d.code(0x1000), 'CODE()'],
    ['a padlist that is not there', (d) => d.code(0x1000, { padlist: 0xdead0 }), 'CODE()'],
    ['an empty padlist', (d) => d.code(0x1000, { padlist: 0x1010 }).array(0x1010), 'CODE() PADLIST(0)'],
    ['a padlist without names', (d) => d.code(0x1000, { padlist: 0x1010 }).array(0x1010, [0, 0]), 'CODE() PADLIST(2)'],
    ['a HASH for a padlist', (d) => d.code(0x1000, { padlist: 0x1010 }).hash(0x1010), 'CODE() HASH(0)'],
    [
      'itself for a padlist',
      (d) => d.code(0x1000, { padlist: 0x1000, outside: 0x1000, glob: 0x1000, stash: 0x1000 }),
      'CODE()',
    ],
    ['an immortal for a padlist', (d) => d.code(0x1000, { padlist: 0x10 }), 'CODE()'],
    [
      'a padlist that is its own names and pads',
      (d) => d.code(0x1000, { padlist: 0x1010 }).array(0x1010, [0x1010, 0x1010, 0x1010]),
      'CODE() PAD(3)',
    ],
    [
      'hashes for names and pads',
      (d) => d.code(0x1000, { padlist: 0x1010 }).array(0x1010, [0x1018, 0x1018]).hash(0x1018),
      'CODE() PADLIST(2) HASH(0)',
    ],
    [
      'names that are pads, subs and the names themselves',
      (d) => d.code(0x1000, { padlist: 0x1010 }).array(0x1010, [0x1018]).array(0x1018, [0, 0x1000, 0x1010, 0x1018]),
      'CODE() PADLIST(1) PADNAMES(4)',
    ],
  ])('%s', async (_, draw, kinds) => {
    const dump = pmat({ perl: '5.14.2' })
    draw(dump)
    const heap = await openHeap(dump.bytes())
    const model = createModel(heap)
    const rows = Array.from({ length: heap.svs.numSvs }, (_row, row) => row)
    expect(rows.map((row) => descriptionOf(model, row)).join(' ')).toBe(kinds)
    for (const row of rows) expect(() => svBlock(model, row)).not.toThrow()
  })

  test('names that two closures share are of the sub at the higher address', async () => {
    const dump = pmat({ perl: '5.10.1' })
      .code(0x1000, { padlist: 0x1010 })
      .code(0x1008, { padlist: 0x1018 })
      .array(0x1010, [0x1020, 0x1030])
      .array(0x1018, [0x1020, 0x1038])
      .array(0x1020, [0, 0x1040])
      .array(0x1030, [0, 0x1048])
      .array(0x1038, [0, 0x1048])
      .scalar(0x1040, { pv: '@list' })
      .undef(0x1048)
    const heap = await openHeap(dump.bytes())
    const model = createModel(heap)
    expect(outrefLines(model, rowAt(heap, 0x1030))).toEqual(['s the lexical @list 0x1048'])
    expect(outrefLines(model, rowAt(heap, 0x1038))).toEqual(['s the lexical @list 0x1048'])
    expect(outrefLines(model, rowAt(heap, 0x1000))).toContain('i the padnames 0x1020')
    const { from, to } = heap.data.padOwners
    expect(to[from.indexOf(rowAt(heap, 0x1020))]).toBe(rowAt(heap, 0x1008))
  })
})

test('perls 5.18 to 5.20: pads are in the record, names in an SV', async () => {
  const dump = pmat({ perl: '5.18.4', ithreads: false })
    .code(0x1000, {
      oproot: 1,
      items: [
        ['padname', 1, '$of_the_record'],
        ['padnames', 0x1010],
        ['pad', 1, 0x1020],
        ['gvix', 1],
        ['gvsv', 0x1040],
      ],
    })
    .array(0x1010, [0, 0x1030])
    .array(0x1020, [0, 0x1038])
    .scalar(0x1030, { pv: '$x', ourstash: 0x1048 })
    .undef(0x1038)
    .glob(0x1040)
    .stash(0x1048, 'main')
    .bytes()
  expect(heapText(await openHeap(dump))).toBe(`0x1000 CODE(PP) rc=1 size=24
  s a referenced glob 0x1040
  s the padnames 0x1010
  s pad at depth 1 0x1020
0x1010 PADNAMES(2) rc=1 size=24
  s padname [1] 0x1030
0x1020 PAD(2) rc=1 size=24
  s the lexical $x 0x1038
0x1030 SCALAR(PV) rc=1 size=24
  s the our stash 0x1048
0x1038 UNDEF() rc=1 size=24
0x1040 GLOB() rc=1 size=24
0x1048 STASH(0) rc=1 size=24
`)
})

describe('later perls', () => {
  test('what is no array becomes no pad: an OBJECT, a HASH, the sub itself', async () => {
    const dump = pmat({ minor: 5 })
      .code(0x1000, {
        items: [
          ['pad', 1, 0x1010],
          ['pad', 2, 0x1018],
          ['pad', 3, 0x1000],
          ['padnames', 0x1010],
          ['gvix', 0],
          ['constix', 0],
        ],
      })
      .object(0x1010, 0, [0x1000])
      .hash(0x1018)
    expect(heapText(await openHeap(dump.bytes()))).toBe(`0x1000 CODE() rc=1 size=24
0x1010 OBJ() rc=1 size=24
  s field [0] 0x1000
0x1018 HASH(0) rc=1 size=24
`)
  })

  test('a depth that no record of this length could have is passed over, and no list is made so long', async () => {
    const dump = pmat()
      .code(0x1000, {
        items: [
          ['pad', 2 ** 20, 0x1010],
          ['pad', 0, 0x1010],
          ['pad', -1, 0x1010],
          ['padname', -1, '$x'],
          ['padname', 2 ** 30, '$y'],
          ['flags', -1, 1],
        ],
      })
      .array(0x1010)
    const heap = await openHeap(dump.bytes())
    const code = codeOf(heap, 0)
    expect(code.pads).toEqual([])
    expect(code.padnames).toEqual([])
    expect(padAtDepth(code, 0)).toBe(-1)
    expect(heapText(heap)).toBe('0x1000 CODE() rc=1 size=24\n0x1010 ARRAY(0) rc=1 size=24\n')
  })

  test('recursion as deep as it was, and a slot without neighbours', async () => {
    const dump = pmat()
    const pads = Array.from({ length: 500 }, (_, i) => 0x10000 + i * 8)
    dump.code(0x1000, { items: [['padname', 3000, '$late'], ...pads.map((pad, i) => ['pad', i + 1, pad] as const)] })
    for (const pad of pads) dump.array(pad, [0])
    const heap = await openHeap(dump.bytes())
    const code = codeOf(heap, 0)
    expect(code.pads.length).toBe(500)
    expect(padAtDepth(code, 500)).toBe(rowAt(heap, pads[499]))
    expect(padAtDepth(code, 0)).toBe(rowAt(heap, pads[499]))
    expect(code.padnames[3000]?.name?.length).toBe(5)
  })
})

describe('which glob names an SV', () => {
  const globs = (dump: PmatBuilder) =>
    dump
      .stash(0x1000, 'main')
      .glob(0x1010, { stash: 0x1000, name: 'a', code: 0x1030, scalar: 0x1038 })
      .glob(0x1018, { stash: 0x1000, name: 'b', code: 0x1030, scalar: 0x1038 })

  test('of several the one at the highest address', async () => {
    const heap = await openHeap(globs(pmat()).code(0x1030).undef(0x1038).bytes())
    expect(symbolName(heap, rowAt(heap, 0x1038))).toBe('$main::b')
    expect(symbolName(heap, rowAt(heap, 0x1030))).toBe('&main::b')
  })

  test('a sub keeps the one that it was born in, if that still holds it', async () => {
    const heap = await openHeap(globs(pmat()).code(0x1030, { glob: 0x1010 }).undef(0x1038).bytes())
    expect(symbolName(heap, rowAt(heap, 0x1030))).toBe('&main::a')
    const lost = await openHeap(
      globs(pmat()).glob(0x1020, { stash: 0x1000, name: 'c' }).code(0x1030, { glob: 0x1020 }).bytes(),
    )
    expect(symbolName(lost, rowAt(lost, 0x1030))).toBe('&main::b')
    const alone = await openHeap(
      pmat().stash(0x1000, 'main').glob(0x1020, { stash: 0x1000, name: 'c' }).code(0x1030, { glob: 0x1020 }).bytes(),
    )
    expect(symbolName(alone, rowAt(alone, 0x1030))).toBe('&main::c')
  })

  test('a sub born in what is no glob has no name', async () => {
    const heap = await openHeap(pmat().code(0x1030, { glob: 0x1038 }).hash(0x1038).bytes())
    expect(symbolName(heap, 0)).toBeNull()
  })
})
