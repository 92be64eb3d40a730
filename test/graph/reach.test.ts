import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { depths, NO_DEPTH } from '../../src/graph/depth.ts'
import { dominators } from '../../src/graph/dominators.ts'
import { ClassMask, EdgeClass } from '../../src/graph/edge.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { freedWith, reachOfRows } from '../../src/graph/reach.ts'
import { retainedInTree, retainedSizes } from '../../src/graph/retained.ts'
import { totalSize } from '../../src/graph/total-size.ts'
import { heapFromText } from '../helpers/heap-from-text.ts'
import { naivelyDominated, naiveParts } from '../helpers/naive-parts.ts'
import { randomHeap, reached } from '../helpers/random-heap.ts'

const sum = (rows: Iterable<number>, size: Float64Array) => [...rows].reduce((bytes, row) => bytes + size[row], 0)

describe('compared with the definitions', { timeout: 60_000 }, () => {
  test('what holds each SV', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(), async (heap) => {
        const reach = reachOfRows(await preorder(heap.csr, heap, ClassMask.STRONG_AND_SAVED))
        const { parts } = naiveParts(heap)
        reach.forEach((part, row) => expect(parts[part].nodes.has(row)).toBe(true))
      }),
    )
  })

  test('depth: the least number of steps from a root', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(), async (heap) => {
        const depth = await depths(await preorder(heap.csr, heap, ClassMask.STRONG_AND_SAVED))
        const expected = new Uint32Array(heap.numSvs).fill(NO_DEPTH)
        let level = new Set(heap.roots)
        for (let steps = 0; level.size > 0; steps++) {
          for (const row of level) expected[row] = steps
          const below = heap.edges.filter(([from, , c]) => level.has(from) && c !== EdgeClass.WEAK).map(([, to]) => to)
          level = new Set(below.filter((row) => expected[row] === NO_DEPTH))
        }
        expect(depth).toEqual(expected)
      }),
    )
  })

  test('total size: all that is reached', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap({ numImmortals: 2 }), async (heap) => {
        const { csr, size, numSvs, edges } = heap
        const all = [...reached([0], edges)].filter((row) => row < numSvs)
        expect(await totalSize(0, csr, ClassMask.ALL, size, numSvs)).toEqual({
          numSvs: all.length,
          bytes: sum(all, size),
        })
      }),
    )
  })

  test('a set together: exactly, and at least by the dominator tree', async () => {
    const sets = fc.array(fc.nat(11), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(randomHeap(), sets, async (heap, indices) => {
        const set = indices.map((index) => index % heap.numSvs)
        const graph = await preorder(heap.csr, heap, ClassMask.STRONG_AND_SAVED)
        const idom = await dominators(graph)
        const retained = await retainedSizes(graph, idom, heap.size)
        const freed = await freedWith(set, graph, heap.size)

        const { parts } = naiveParts(heap)
        const gone = parts.flatMap((part) => [...naivelyDominated(part, new Set(set))])
        const rows = gone.filter((node) => node < heap.numSvs)
        expect([...freed.rows].toSorted((a, b) => a - b)).toEqual(rows.toSorted((a, b) => a - b))
        expect(freed.bytes).toBe(sum(rows, heap.size))
        expect((await freedWith([set[0]], graph, heap.size)).bytes).toBe(retained[set[0]])

        const scratch = new Uint8Array(graph.nodes.length)
        const inTree = new Set<number>()
        for (let node = 0; node < heap.numSvs; node++) {
          for (let at = node; at >= 0; at = idom[at]) if (set.includes(at)) inTree.add(node)
        }
        expect(retainedInTree(set, idom, retained, scratch)).toBe(sum(inTree, heap.size))
        expect(scratch.every((mark) => mark === 0)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

test('two that share a third retain it together, though neither does alone', async () => {
  const { csr, size, roots, row, names } = heapFromText(`
    *stash STASH 100 -> a b
    a HASH 10 -> both
    b HASH 20 -> both
    both ARRAY 300 -> element
    element SCALAR 24
  `)
  const graph = await preorder(csr, { roots }, ClassMask.STRONG_AND_SAVED)
  const idom = await dominators(graph)
  const retained = await retainedSizes(graph, idom, size)
  const set = [row('a'), row('b')]
  const freed = await freedWith(set, graph, size)
  expect(names(freed.rows.toSorted())).toBe('a b both element')
  expect(freed.bytes).toBe(10 + 20 + 300 + 24)
  expect(retainedInTree(set, idom, retained, new Uint8Array(graph.nodes.length))).toBe(10 + 20)
})
