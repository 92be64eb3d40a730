import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownedSet, ownedSums } from '../../src/analyses/owned-size.ts'
import type { Csr } from '../../src/graph/csr.ts'
import { EdgeClass } from '../../src/graph/edge.ts'
import { csrOf } from '../helpers/heap-from-text.ts'
import { chain, graphOf, ring, selfLoops } from '../helpers/shapes.ts'
import { type EdgeOrder, asListed } from '../../src/analyses/value-order.ts'
import { type RandomHeap, randomHeap } from '../helpers/random-heap.ts'

/** pmat's own walk, word for word. */
function naiveOwnedSet(row: number, { edges, refcount, numSvs }: RandomHeap): number[] {
  const stack = [row]
  const seen = new Set<number>()
  const set: number[] = []
  while (stack.length > 0) {
    const sv = stack.pop() as number
    set.push(sv)
    seen.add(sv)
    for (const [source, target, edgeClass] of edges) {
      if (source !== sv || edgeClass === EdgeClass.WEAK) continue
      if (seen.has(target) || target >= numSvs || refcount[target] !== 1) continue
      stack.push(target)
    }
  }
  return set
}

function runs(
  numRuns: number,
  heaps: fc.Arbitrary<RandomHeap>,
  property: (heap: RandomHeap) => Promise<void>,
): Promise<void> {
  return fc.assert(fc.asyncProperty(heaps, property), { numRuns })
}

const ascending = (a: number, b: number) => a - b

function expectAsPmat(heap: RandomHeap): Promise<void> {
  return expectInOrder(heap, asListed)
}

/** The graph has the edges in the other order than they are drawn in. */
function expectAsPmatThoughReversed(heap: RandomHeap): Promise<void> {
  const csr = csrOf(heap.numSvs, heap.edges.toReversed())
  return expectInOrder({ ...heap, csr }, (_row, edges) => edges.slice().reverse())
}

async function expectInOrder(heap: RandomHeap, inOrder: EdgeOrder): Promise<void> {
  const input = { ...heap, inOrder }
  const { sizes } = await ownedSums(input)
  for (let row = 0; row < heap.numSvs; row++) {
    const set = naiveOwnedSet(row, heap)
    expect(Array.from(ownedSet(row, input)).sort(ascending), `set of ${row}`).toEqual(set.toSorted(ascending))
    expect(sizes[row], `size of ${row}`).toBe(set.reduce((sum, sv) => sum + heap.size[sv], 0))
  }
}

describe('owned sizes are those of pmat', { timeout: 60_000 }, () => {
  test('on heaps with refcounts as they come', async () => {
    await expect(runs(2000, randomHeap({ numImmortals: 2, maxSvs: 14 }), expectAsPmat)).resolves.toBeUndefined()
  })

  test('on heaps where nearly every SV has a refcount of 1, so that many are shared', async () => {
    const ones = randomHeap({ maxSvs: 14, density: 2 }).map((heap) => ({
      ...heap,
      refcount: heap.refcount.map((count) => (count === 3 ? 3 : 1)),
    }))
    await expect(runs(3000, ones, expectAsPmat)).resolves.toBeUndefined()
  })

  test('in the order that is asked for, not that of the graph', async () => {
    const ones = randomHeap({ maxSvs: 14, density: 2 }).map((heap) => ({ ...heap, refcount: heap.refcount.fill(1) }))
    await expect(runs(1000, ones, expectAsPmatThoughReversed)).resolves.toBeUndefined()
  })

  test('on sparse heaps, which have long chains and rings', async () => {
    const sparse = randomHeap({ maxSvs: 40, density: 1 }).map((heap) => ({ ...heap, refcount: heap.refcount.fill(1) }))
    await expect(runs(2000, sparse, expectAsPmat)).resolves.toBeUndefined()
  })
})

describe('large shapes take no longer than their size', { timeout: 60_000 }, () => {
  const MILLION = 1_000_000
  /** All SVs of size 1 and refcount 1. */
  const sizesOf = async (csr: Csr) => {
    const numSvs = csr.offsets.length - 1
    const { sizes } = await ownedSums({
      csr,
      numSvs,
      refcount: new Uint32Array(numSvs).fill(1),
      size: new Float64Array(numSvs).fill(1),
      inOrder: asListed,
    })
    return sizes
  }

  test('a chain of a million', async () => {
    const sizes = await sizesOf(chain(MILLION))
    expect(sizes.every((bytes, row) => bytes === MILLION - row)).toBe(true)
  })

  test('a ring of a million: all own all', async () => {
    const sizes = await sizesOf(ring(MILLION))
    expect(sizes.every((bytes) => bytes === MILLION)).toBe(true)
  })

  test('a million that hold themselves', async () => {
    const sizes = await sizesOf(selfLoops(MILLION))
    expect(sizes.every((bytes) => bytes === 1)).toBe(true)
  })

  test('a chain of a million that ends in an SV which is held twice', async () => {
    const last = MILLION - 1
    const targetsOf = (row: number) => (row < last - 1 ? [row + 1] : row === last - 1 ? [last, last] : [])
    const sizes = await sizesOf(graphOf(MILLION, targetsOf))
    expect(sizes.every((bytes, row) => bytes === MILLION - row + (row < last ? 1 : 0))).toBe(true)
  })

  test('a chain of a million in which each holds the next twice', async () => {
    const sizes = await sizesOf(graphOf(MILLION, (row) => (row + 1 < MILLION ? [row + 1, row + 1] : [])))
    expect(sizes.every((bytes, row) => bytes === 1 + 2 * (MILLION - 1 - row))).toBe(true)
  })

  test('a ring of a million with a short cut', async () => {
    const middle = MILLION / 2
    const sizes = await sizesOf(graphOf(MILLION, (row) => (row === 0 ? [middle, 1] : [(row + 1) % MILLION])))
    // Last edge first: from 0 and from behind the middle, the middle is seen by way of 1 while the short cut waits.
    expect(sizes.every((bytes, row) => bytes === MILLION + (row === 0 || row > middle ? 1 : 0))).toBe(true)
  })

  test('a list whose elements each hold an SV of their own twice', async () => {
    const length = 300_000
    const targetsOf = (row: number) => {
      const value = length + row
      if (row >= length) return []
      return row + 1 < length ? [value, row + 1, value] : [value, value]
    }
    const sizes = await sizesOf(graphOf(2 * length, targetsOf))
    expect(sizes.subarray(0, length).every((bytes, row) => bytes === 3 * (length - row))).toBe(true)
  })

  test('a list whose elements all hold one SV', async () => {
    const length = 300_000
    const sizes = await sizesOf(
      graphOf(length + 1, (row) => (row < length ? [length, ...(row + 1 < length ? [row + 1] : [])] : [])),
    )
    // The rest of the list is seen first, and in its end the SV; by then all elements have put it on the stack.
    expect(sizes.subarray(0, length).every((bytes, row) => bytes === 2 * (length - row))).toBe(true)
  })
})
