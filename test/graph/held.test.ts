import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { EdgeClass, edgeClass, edgeRow } from '../../src/graph/edge.ts'
import type { PmatBuilder } from '../helpers/build-pmat.ts'
import { pmat } from '../helpers/build-pmat.ts'
import { rowAt } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'

const CLASS_NAMES = {
  [EdgeClass.STRONG]: 'strong',
  [EdgeClass.WEAK]: 'weak',
  [EdgeClass.SAVED]: 'saved',
  [EdgeClass.SHARED]: 'shared',
}

/** What the references from one address to another are in the held graph, and which SVs are roots. */
async function heldIn(builder: PmatBuilder) {
  const heap = await openHeap(builder.bytes())
  const analyses = new Analyses(heap)
  const { csr, roots, countedByRoots } = await analyses.holding.held(UNSLICED)
  const audit = await analyses.holding.audit(UNSLICED)
  return {
    edges: (from: number, to: number) => {
      const row = rowAt(heap, from)
      const words = Array.from(csr.targets.subarray(csr.offsets[row], csr.offsets[row + 1]))
      return words.filter((word) => edgeRow(word) === rowAt(heap, to)).map((word) => CLASS_NAMES[edgeClass(word)])
    },
    isRoot: (at: number) => roots.includes(rowAt(heap, at)),
    counted: (at: number) => countedByRoots[rowAt(heap, at)],
    seen: (at: number) => audit.seen[rowAt(heap, at)],
  }
}

describe('strengths put right', () => {
  test('the effective glob of a glob is remembered, not held', async () => {
    const held = await heldIn(
      pmat().glob(0x100, { egv: 0x200, scalar: 0x300 }).glob(0x200, { egv: 0x200 }).scalar(0x300),
    )
    expect(held.edges(0x100, 0x200)).toEqual(['weak'])
    expect(held.edges(0x100, 0x300)).toEqual(['strong'])
  })

  test('globs that were assigned share a body, which counts once', async () => {
    const slots = { scalar: 0x300, array: 0x400, egv: 0x200 }
    const held = await heldIn(
      pmat().glob(0x100, slots).glob(0x200, slots).glob(0x280, slots).scalar(0x300, { rc: 1 }).array(0x400),
    )
    expect([0x100, 0x200, 0x280].flatMap((glob) => held.edges(glob, 0x300)).sort()).toEqual([
      'shared',
      'shared',
      'strong',
    ])
    expect([held.seen(0x300), held.seen(0x400)]).toEqual([1, 1])
  })

  test('an imported sub is held by both globs: their bodies are their own', async () => {
    const held = await heldIn(
      pmat().glob(0x100, { code: 0x300, egv: 0x100 }).glob(0x200, { code: 0x300, egv: 0x200 }).code(0x300, { rc: 2 }),
    )
    expect(held.edges(0x100, 0x300)).toEqual(['strong'])
    expect(held.edges(0x200, 0x300)).toEqual(['strong'])
    expect(held.seen(0x300)).toBe(2)
  })

  test.each([
    [true, 'threads: constants are in the pad, which each has', ['strong', 'strong'], 2],
    [false, 'no threads: they are in the op tree, which closures share', ['strong', 'shared'], 1],
  ])('closures of one prototype, %s', async (ithreads, _, classes, seen) => {
    const constant = ithreads ? (['pad', 1, 0x300] as const) : (['constsv', 0x400] as const)
    const builder = pmat({ ithreads })
      .code(0x100, { flags: 0x02, oproot: 0x900, items: [constant] })
      .code(0x200, { flags: 0x02, oproot: 0x900, items: ithreads ? [['pad', 1, 0x380]] : [constant] })
    if (ithreads) builder.array(0x300, [0, 0x400]).array(0x380, [0, 0x400])
    const held = await heldIn(builder.scalar(0x400, { pv: 'constant' }))
    const from = ithreads ? [0x300, 0x380] : [0x100, 0x200]
    expect(from.flatMap((holder) => held.edges(holder, 0x400))).toEqual(classes)
    expect(held.seen(0x400)).toBe(seen)
  })

  test('a sub that counts its glob counts the one it was born in', async () => {
    const held = await heldIn(
      pmat()
        .glob(0x100, { name: '__ANON__' })
        .glob(0x200, { code: 0x300, name: 'imported' })
        .code(0x300, { flags: 0x10, glob: 0x100 }),
    )
    expect(held.edges(0x300, 0x100)).toEqual(['strong'])
    expect(held.edges(0x300, 0x200)).toEqual([])
  })

  test('a list of weak references belongs to what it hangs on, and counts twice', async () => {
    const held = await heldIn(
      pmat()
        .scalar(0x100)
        .magic(0x100, '<', { obj: 0x200 })
        .array(0x200, [0x300, 0x380], { flags: 1, rc: 2 })
        .ref(0x300, 0x100, { weak: true })
        .ref(0x380, 0x100, { weak: true }),
    )
    expect(held.edges(0x100, 0x200)).toEqual(['strong'])
    expect(held.edges(0x200, 0x300)).toEqual(['weak'])
    expect(held.seen(0x200)).toBe(2)
  })

  test('of several linearisations the current one is only remembered', async () => {
    const builder = pmat()
      .stash(0x100, 'Foo', [], { mro: [0x300, 0x400, 0, 0] })
      .stash(0x200, 'Bar', [], { mro: [0, 0x500, 0, 0] })
      .hash(0x300, [['c3', 0x400]])
      .array(0x400)
      .array(0x500)
    const held = await heldIn(builder)
    expect(held.edges(0x100, 0x400)).toEqual(['weak'])
    expect(held.edges(0x200, 0x500)).toEqual(['strong'])
  })

  test('objects hold their package only where no glob does', async () => {
    const held = await heldIn(
      pmat()
        .glob(0x100, { hash: 0x200, name: 'Foo::' })
        .stash(0x200, 'Foo')
        .stash(0x300, 'Deleted')
        .hash(0x400, [], { blessed: 0x200 })
        .hash(0x500, [], { blessed: 0x300 }),
    )
    expect(held.edges(0x400, 0x200)).toEqual(['weak'])
    expect(held.edges(0x500, 0x300)).toEqual(['strong'])
    expect(held.seen(0x200)).toBe(2) // the glob, and the object
  })

  test('what local put aside is held by its container', async () => {
    const held = await heldIn(
      pmat().glob(0x100, { scalar: 0x200 }).scalar(0x200).scalar(0x300).saved('SV', 0x100, 0x300),
    )
    expect(held.edges(0x100, 0x300)).toEqual(['saved'])
  })
})

test('roots: named ones but those that are not counted, the stack, mortals, frames, immortals', async () => {
  const builder = pmat({ minor: 6 })
    .root('defgv', 0x100)
    .root('firstgv', 0x200)
    .stack(0x10, 0x300)
    .scalar(0x100)
    .scalar(0x200)
    .scalar(0x300)
    .scalar(0x400)
    .code(0x500)
    .scalar(0x600, { pv: 'eval this' })
    .scalar(0x700)
    .sub({ cv: 0x500 })
    .eval({ code: 0x600 })
    .mortals([0x400])
  const { isRoot, counted } = await heldIn(builder)
  expect([0x10, 0x100, 0x200, 0x300, 0x400, 0x500, 0x600, 0x700].map(isRoot)).toEqual([
    true,
    true,
    false,
    true,
    true,
    true,
    true,
    false,
  ])
  // The value stack counts nothing.
  expect([0x100, 0x300, 0x400, 0x500, 0x600].map(counted)).toEqual([1, 0, 1, 1, 1])
})
