import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { components, NO_COMPONENT } from '../../src/graph/components.ts'
import { ClassMask, EdgeClass } from '../../src/graph/edge.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { heapFromText } from '../helpers/heap-from-text.ts'
import { randomHeap, reached } from '../helpers/random-heap.ts'

test('two SVs are in one component if and only if a way leads from each to the other', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap({ maxSvs: 14, density: 2 }), async (heap) => {
      const { numSvs } = heap
      const edges = heap.edges.filter(([, , edgeClass]) => edgeClass !== EdgeClass.WEAK)
      const graph = await preorder(heap.csr, heap, ClassMask.STRONG_AND_SAVED)
      const { component, members, numComponents } = await components(graph)
      const rows = Array.from({ length: numSvs }, (_, row) => row)
      // One step first: a row alone is a component only if it holds itself.
      const leads = rows.map((row) =>
        reached(
          edges.filter(([from]) => from === row).map(([, to]) => to),
          edges,
        ),
      )
      for (const a of rows) {
        expect(component[a] !== NO_COMPONENT).toBe(leads[a].has(a))
        const others = rows.filter((b) => b !== a)
        const mates = others.filter((b) => component[a] >= 0 && component[a] === component[b])
        expect(mates).toEqual(others.filter((b) => leads[a].has(b) && leads[b].has(a)))
        const below = others.filter((b) => component[a] >= 0 && component[b] >= 0 && leads[a].has(b))
        expect(below.every((b) => component[b] <= component[a])).toBe(true)
      }
      expect(members.offsets.length).toBe(numComponents + 1)
      for (let i = 0; i < numComponents; i++) {
        const found = members.targets.subarray(members.offsets[i], members.offsets[i + 1])
        expect([...found]).toEqual(rows.filter((row) => component[row] === i))
      }
    }),
    { numRuns: 1000 },
  )
})

test('the members of each cycle', async () => {
  const { csr, roots, names } = heapFromText(`
    *stash STASH 100 -> tree me
    tree HASH 50 -> kids leaf
    kids ARRAY 60 -> leaf up
    up REF 24 -> tree
    leaf SCALAR 24 -> ~tree
    me REF 24 -> me
  `)
  const { members } = await components(await preorder(csr, { roots }, ClassMask.STRONG_AND_SAVED))
  const cycles = [0, 1].map((i) => names(members.targets.subarray(members.offsets[i], members.offsets[i + 1])))
  expect(cycles.toSorted()).toEqual(['me', 'tree kids up'])
})
