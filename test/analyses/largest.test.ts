import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteColumn } from '../../src/base/byte-column.ts'
import { type LargestList, OwnedParts, listAll } from '../../src/analyses/largest.ts'
import { type OwnedInput, ownedSet, ownedSums } from '../../src/analyses/owned-size.ts'
import { topRows } from '../../src/analyses/top-rows.ts'
import { reverse } from '../../src/graph/csr.ts'
import { type RandomHeap, randomHeap } from '../helpers/random-heap.ts'

/** pmat's listing, word for word: every set is gone through, every SV of it is marked. */
function naiveList(sizes: ByteColumn, input: OwnedInput, counts: readonly number[]): LargestList {
  const isShown = new Set<number>()
  const list = (rows: Uint32Array, level: number): LargestList => {
    const entries = topRows(sizes, rows, counts[level]).map((sv) => {
      isShown.add(sv)
      const parts = level + 1 < counts.length ? ownedSet(sv, input).subarray(1) : new Uint32Array(0)
      const inside = parts.length === 0 ? null : list(parts, level + 1)
      for (const part of parts) isShown.add(part)
      return { sv, bytes: sizes[sv], parts: inside }
    })
    let others = 0
    for (const row of rows) others += isShown.has(row) ? 0 : input.size[row]
    return { entries, others }
  }
  return list(
    Uint32Array.from({ length: input.numSvs }, (_, row) => row),
    0,
  )
}

const counts = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 })

test.each([
  ['as they come', randomHeap({ numImmortals: 2, maxSvs: 14 })],
  ['with long chains and rings', onlyOnes(randomHeap({ maxSvs: 40, density: 1 }))],
  ['where many SVs are shared', onlyOnes(randomHeap({ maxSvs: 14, density: 2 }))],
  ['where some SVs have no size', randomHeap({ maxSvs: 20, density: 1 }).map(withoutSomeSizes)],
])('the largest by owned size are those of pmat on heaps %s', { timeout: 60_000 }, async (_, heaps) => {
  await fc.assert(
    fc.asyncProperty(heaps, counts, async (heap, wanted) => {
      const input = { ...heap, inOrder: (_row: number, edges: Uint32Array) => edges.toReversed() }
      const sums = await ownedSums(input)
      const parts = new OwnedParts(input, sums, await reverse(heap.csr), Math.max(...wanted))
      const found = listAll(sums.sizes, heap.size, heap.numSvs, wanted, parts)
      expect(found).toEqual(naiveList(sums.sizes, input, wanted))
    }),
    { numRuns: 1500 },
  )
})

function onlyOnes(heaps: fc.Arbitrary<RandomHeap>): fc.Arbitrary<RandomHeap> {
  return heaps.map((heap) => ({ ...heap, refcount: heap.refcount.fill(1) }))
}

function withoutSomeSizes(heap: RandomHeap): RandomHeap {
  return { ...heap, refcount: heap.refcount.fill(1), size: heap.size.map((bytes, row) => (row % 3 === 0 ? 0 : bytes)) }
}
