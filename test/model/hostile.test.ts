import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { findSv } from '../../src/model/lookup.ts'
import { createModel } from '../../src/model/model.ts'
import { packagesIn } from '../../src/model/stash.ts'
import { lineText } from '../../src/perl/span.ts'
import { svWithValue } from '../../src/model/describe.ts'
import { linearClasses } from '../../src/model/classes.ts'
import { type Pair, type PmatBuilder, pmat } from '../helpers/build-pmat.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { runEveryCommand } from '../helpers/every-command.ts'
import { heapText, rowAt } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'

describe('SVs that lead to themselves', () => {
  test('all kinds at once, each in each of its own slots', async () => {
    const at = 0x1000
    const kinds: ((dump: PmatBuilder) => PmatBuilder)[] = [
      (d) => d.glob(at, { stash: at, scalar: at, array: at, hash: at, code: at, egv: at, io: at, form: at, name: 'x' }),
      (d) => d.scalar(at, { pv: 'x', ourstash: at, blessed: at }),
      (d) => d.ref(at, at, { ourstash: at, blessed: at, weak: true }),
      (d) => d.ref(at, at, { ourstash: at }),
      (d) => d.array(at, [at, at], { blessed: at }),
      (d) => d.hash(at, [['x', at]], { backrefs: at, blessed: at }),
      (d) =>
        d.stash(
          at,
          'main',
          [
            ['ISA', at],
            ['x::', at],
          ],
          { backrefs: at, blessed: at, mro: [at, at, at, at] },
        ),
      (d) =>
        d.class(at, 'main', [['ISA', at]], { backrefs: at, adjust: at, fields: [[0, '$x']], mro: [at, at, at, at] }),
      (d) => d.object(at, at, [at]),
      (d) => d.io(at, { gvs: [at, at, at] }),
      (d) => d.lvalue(at, at),
      (d) =>
        d.code(at, {
          stash: at,
          glob: at,
          outside: at,
          padlist: at,
          constval: at,
          oproot: 1,
          flags: 3,
          items: [
            ['pad', 1, at],
            ['padnames', at],
            ['constix', 0],
            ['gvix', 0],
            ['constsv', at],
            ['gvsv', at],
          ],
        }),
      (d) => d.defineStruct(1, 'S', [['x', 0]]).struct(at, 1, (w) => w.ptr(at)),
    ]
    for (const draw of kinds) {
      const dump = draw(pmat({ minor: 6 }).root('defstash', at).root('main_cv', at).root('strtab', at).stack(at))
      dump.magic(at, 'q', { obj: at, ptr: at, strong: true }).magicV2(at, { ptrs: [at, at, at, at, at] })
      for (const slot of ['SV', 'AV', 'HV', 'CV'] as const) dump.saved(slot, at, at)
      dump.savedElement(at, 0, at).savedValue(at, at, at).note(at, 'self', at).sharedHek(at, at)
      dump.sub({ cv: at, args: at }).eval({ code: at }).mortals([at, at])
      const heap = await openHeap(dump.bytes())
      expect(heap.data.damage).toBeNull()
      expect(await runEveryCommand(heap, [0])).toBeGreaterThan(20)
    }
  })

  test('a circle of REFs is told once around', async () => {
    const heap = await openHeap(pmat().ref(0x1000, 0x1008).ref(0x1008, 0x1010).ref(0x1010, 0x1000).bytes())
    expect(lineText(svWithValue(createModel(heap), 0))).toBe(
      'REF() at 0x1000 => REF() at 0x1008 => REF() at 0x1010 => ...',
    )
  })

  test('a chain of REFs may be long', async () => {
    const dump = pmat()
    for (let i = 0; i < 20_000; i++) dump.ref(0x10000 + 8 * i, 0x10008 + 8 * i)
    const model = createModel(await openHeap(dump.bytes()))
    expect(svWithValue(model, 0).length).toBe(2 * 20_000 - 1)
  })
})

describe('packages', () => {
  test('within each other twice over are listed, and an end comes', async () => {
    const dump = pmat().root('defstash', 0x1000)
    for (let i = 0; i < 60; i++) {
      const stash = 0x1000 + i * 0x10
      dump.stash(stash, `P${i}`, [
        ['a::', stash + 8],
        ['b::', stash + 8],
      ])
      dump.glob(stash + 8, { stash, hash: stash + 0x10, name: 'a::' })
    }
    const heap = await openHeap(dump.stash(0x1000 + 600 * 0x10, 'last').bytes())
    const packages = Array.from(packagesIn(heap, 0))
    expect(packages.length).toBeGreaterThan(59)
    expect(packages.length).toBeLessThan(11_000)
    expect(packages[1].name).toBe('a::a')
  })

  test('as deep as no program has them', async () => {
    const dump = pmat().root('defstash', 0x1000)
    for (let i = 0; i < 3000; i++) {
      const stash = 0x1000 + i * 0x10
      dump.stash(stash, `P${i}`, [['a::', stash + 8]]).glob(stash + 8, { stash, hash: stash + 0x10, name: 'a::' })
    }
    const heap = await openHeap(dump.bytes())
    expect(Array.from(packagesIn(heap, 0)).length).toBe(100)
    const path = `${'a::'.repeat(2000)}x`
    expect(await fullText(openConsole(new Analyses(heap)), `show $${path}`)).toMatch(/^error: P2000 has no symbol x\n/)
  })

  test('a name of nothing but colons, in a class that says what it derives from', async () => {
    const dump = pmat({ minor: 5 })
      .root('defstash', 0x1000)
      .stash(0x1000, 'main')
      .class(0x1010, 'Pt', [['ISA', 0x1020]], { fields: [[0, '$x']] })
      .glob(0x1020, { array: 0x1028 })
      .array(0x1028, [0x1030])
      .scalar(0x1030, { pv: ':'.repeat(300_000) })
      .object(0x1038, 0x1010, [0x1030])
    const heap = await openHeap(dump.bytes())
    expect(linearClasses(heap, rowAt(heap, 0x1010))).toEqual([rowAt(heap, 0x1010)])
    expect(heapText(heap)).toContain('s the $x field 0x1030')
  })
})

test('words of JavaScript are words like others', async () => {
  const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__']
  const pairs = WORDS.map((word, i): Pair => [word, 0x2000 + 8 * i])
  const dump = pmat({ minor: 6 }).root('defstash', 0x1000)
  for (const word of WORDS) dump.root(word, 0x1000)
  dump.stash(0x1000, '__proto__', pairs).hash(0x1010, pairs, { blessed: 0x1000 })
  for (const [word, address] of pairs) {
    dump.glob(address, { stash: 0x1000, name: word, scalar: 0x3000, file: word }).note(address, word, 0x1000)
  }
  dump.scalar(0x3000, { pv: '__proto__', blessed: 0x1000 }).defineStruct(1, '__proto__', [['constructor', 0]])
  dump.code(0x3008, {
    hekname: '__proto__',
    stash: 0x1000,
    items: [
      ['padname', 1, '__proto__'],
      ['pad', 1, 0x3010],
    ],
  })
  dump.array(0x3010, [0, 0x3000]).struct(0x3018, 1, (w) => w.ptr(0x1000))
  const heap = await openHeap(dump.bytes())
  expect(
    await runEveryCommand(
      heap,
      Array.from({ length: heap.svs.numSvs }, (_, row) => row),
    ),
  ).toBeGreaterThan(100)
  const shell = openConsole(new Analyses(heap))
  expect(await fullText(shell, 'count --blessed')).toContain('__proto__')
  expect(await fullText(shell, 'show $__proto__')).toContain('  named as $__proto__::__defineGetter__\n')
  for (const word of WORDS) expect(findSv(createModel(heap), `$${word}`)).toBe(rowAt(heap, 0x3000))
  expect(await fullText(shell, 'values 0x1010')).toContain('{__proto__}')
  expect({}).not.toHaveProperty('polluted')
  expect(Object.getPrototypeOf({})).toBe(Object.prototype)
})

test('what a struct is, it is by the description before it', async () => {
  const dump = pmat()
    .defineStruct(7, 'Old', [['ptr', 0]])
    .struct(0x1000, 7, (w) => w.ptr(0x1018))
    .defineStruct(7, 'New', [
      ['number', 4],
      ['ptr', 0],
      ['flag', 1],
    ])
    .struct(0x1008, 7, (w) => w.uint(5).ptr(0x1018).u8(1))
    .defineStruct(7, 'Never', [
      ['a', 4],
      ['b', 4],
      ['c', 4],
      ['d', 4],
    ])
    .undef(0x1018)
    .struct(0x1010, 8, () => {})
  const heap = await openHeap(dump.bytes())
  expect(heapText(heap)).toBe(`0x1000 C_STRUCT(Old) rc=4294967295 size=24
  s ptr 0x1018
0x1008 C_STRUCT(New) rc=4294967295 size=24
  s ptr 0x1018
0x1018 UNDEF() rc=1 size=24
`)
  const shell = openConsole(new Analyses(heap))
  expect(await fullText(shell, 'show 0x1000')).toMatch(/ {2}ptr=UNDEF\(\) at 0x1018\n$/)
  expect(await fullText(shell, 'show 0x1008')).toMatch(/ {2}number=5\n {2}ptr=UNDEF\(\) at 0x1018\n {2}flag=true\n$/)
})
