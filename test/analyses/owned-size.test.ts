import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownedSet, ownedSizes } from '../../src/analyses/owned-size.ts'
import { EdgeClass } from '../../src/graph/edge.ts'
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

async function expectAsPmat(heap: RandomHeap): Promise<void> {
  const sizes = await ownedSizes(heap)
  for (let row = 0; row < heap.numSvs; row++) {
    const set = naiveOwnedSet(row, heap)
    expect(Array.from(ownedSet(row, heap)), `set of ${row}`).toEqual(set)
    expect(sizes[row], `size of ${row}`).toBe(set.reduce((sum, sv) => sum + heap.size[sv], 0))
  }
}

describe('owned sizes are those of pmat', () => {
  test('on heaps with refcounts as they come', async () => {
    await fc.assert(fc.asyncProperty(randomHeap({ numImmortals: 2, maxSvs: 14 }), expectAsPmat), { numRuns: 4000 })
  })

  test('on heaps where nearly every SV has a refcount of 1, so that many are shared', async () => {
    const ones = randomHeap({ maxSvs: 14, density: 2 }).map((heap) => ({
      ...heap,
      refcount: heap.refcount.map((count) => (count === 3 ? 3 : 1)),
    }))
    await fc.assert(fc.asyncProperty(ones, expectAsPmat), { numRuns: 6000 })
  })

  test('on sparse heaps, which have long chains and rings', async () => {
    const sparse = randomHeap({ maxSvs: 40, density: 1 }).map((heap) => ({ ...heap, refcount: heap.refcount.fill(1) }))
    await fc.assert(fc.asyncProperty(sparse, expectAsPmat), { numRuns: 2000 })
  })
})
