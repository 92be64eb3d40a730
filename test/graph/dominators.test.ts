import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { dominators, SuperRoot } from '../../src/graph/dominators.ts'
import { ClassMask } from '../../src/graph/edge.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { retainedSizes } from '../../src/graph/retained.ts'
import { heapFromText } from '../helpers/heap-from-text.ts'
import { naivelyDominated, naiveParts } from '../helpers/naive-parts.ts'
import { type RandomHeap, randomHeap } from '../helpers/random-heap.ts'

/** Island numbers depend on the order of the search; name islands by their members instead. */
function islandNames(heap: RandomHeap, idom: Int32Array, found: (node: number) => number): Map<number, number> {
  const { islands } = naiveParts(heap)
  return new Map(islands.map((members, i) => [found(idom[[...members][0]]), heap.numSvs + i]))
}

test('dominators and retained sizes are what the definition says', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (heap) => {
      const graph = await preorder(heap.csr, heap, ClassMask.STRONG_AND_SAVED)
      const idom = await dominators(graph)
      const retained = await retainedSizes(graph, idom, heap.size)
      const { parts, islands } = naiveParts(heap)
      expect(graph.numIslands).toBe(islands.length)
      const nameOf = islandNames(heap, idom, (node) => node)
      const named = (node: number) => (node < heap.numSvs ? node : (nameOf.get(node) ?? NaN))

      parts.forEach((part, reach) => {
        const dominated = new Map([...part.nodes].map((node) => [node, naivelyDominated(part, new Set([node]))]))
        for (const node of part.nodes) {
          const above = [...part.nodes].filter((other) => other !== node && dominated.get(other)?.has(node))
          // Dominators of a node form a chain; the immediate one is dominated by all the others.
          const nearest = above.find((a) => above.every((b) => dominated.get(b)?.has(a))) ?? -1 - reach
          const mine = node < heap.numSvs ? node : [...nameOf].find(([, name]) => name === node)?.[0]
          expect(named(idom[mine ?? NaN]), `idom of ${node}`).toBe(nearest)
          const bytes = [...(dominated.get(node) ?? [])].reduce((sum, row) => sum + (heap.size[row] ?? 0), 0)
          expect(retained[mine ?? NaN], `retained size of ${node}`).toBe(bytes)
        }
      })
    }),
    { numRuns: 1500 },
  )
})

test('whoever alone holds an SV dominates it; whoever shares it does not', async () => {
  const { csr, size, roots, row } = heapFromText(`
    *stash STASH 100 -> users cache
    users HASH 50 -> ann
    cache HASH 60 -> ann big
    ann HASH 20 -> name ~stash
    big SCALAR 1000
    name SCALAR 24
  `)
  const graph = await preorder(csr, { roots }, ClassMask.STRONG_AND_SAVED)
  const idom = await dominators(graph)
  const retained = await retainedSizes(graph, idom, size)
  expect(idom[row('stash')]).toBe(SuperRoot.ROOTS)
  expect(idom[row('ann')]).toBe(row('stash'))
  expect(idom[row('name')]).toBe(row('ann'))
  expect(retained[row('cache')]).toBe(60 + 1000)
  expect(retained[row('ann')]).toBe(20 + 24)
  expect(retained[row('stash')]).toBe(100 + 50 + 60 + 20 + 24 + 1000)
})

test('members of a lost cycle group under their island, and so does what only they hold together', async () => {
  const { csr, size, roots, row, numSvs } = heapFromText(`
    *stash STASH 100 -> ours
    ours SCALAR 10
    node HASH 50 -> cb both
    cb CODE 60 -> self both data
    self REF 24 -> node ours
    both ARRAY 30
    data SCALAR 500
    alone SCALAR 7 rc=1
  `)
  const graph = await preorder(csr, { roots }, ClassMask.STRONG_AND_SAVED)
  const idom = await dominators(graph)
  const retained = await retainedSizes(graph, idom, size)
  const island = graph.numRows
  expect(graph.numIslands).toBe(1)
  for (const member of ['node', 'cb', 'self', 'both']) expect(idom[row(member)]).toBe(island)
  expect(idom[row('data')]).toBe(row('cb'))
  expect(idom[island]).toBe(SuperRoot.NOTHING)
  expect(idom[row('alone')]).toBe(SuperRoot.NOTHING)
  expect(idom[row('ours')], 'who is lost holds nobody').toBe(row('stash'))
  expect(retained[island]).toBe(50 + 60 + 24 + 30 + 500)
  expect(retained[row('cb')]).toBe(60 + 500)
  expect(retained.length).toBe(numSvs + 3 + 1)
})

test('what is held from outside hangs under a super-root of its own', async () => {
  const { csr, roots, row } = heapFromText(`
    *stash STASH 100
    held HASH 50 rc=2 -> part
    part ARRAY 30 -> held
    lost HASH 50 -> lost part
  `)
  const graph = await preorder(csr, { roots, outside: [row('held')] }, ClassMask.STRONG_AND_SAVED)
  const idom = await dominators(graph)
  expect(idom[row('held')]).toBe(SuperRoot.OUTSIDE)
  expect(idom[row('part')]).toBe(row('held'))
  expect(idom[row('lost')]).toBe(SuperRoot.NOTHING)
  expect(graph.numIslands).toBe(0)
})
