import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reverse } from '../../src/graph/csr.ts'
import { EdgeClass, edgeClass, edgeRow, edgeWord } from '../../src/graph/edge.ts'
import { csrOf } from '../helpers/heap-from-text.ts'
import { randomHeap } from '../helpers/random-heap.ts'

test('an edge is a row and a class in one word', () => {
  const word = edgeWord(2 ** 30 - 1, EdgeClass.SAVED)
  expect(word).toBe(0xbfff_ffff)
  expect([edgeRow(word), edgeClass(word)]).toEqual([2 ** 30 - 1, EdgeClass.SAVED])
})

test('turned around, every edge is there with its class, sources ascending', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap({ numImmortals: 2 }), async ({ csr, edges }) => {
      const turned = edges.map(([source, target, ofClass]) => [target, source, ofClass] as const)
      const ascending = turned.toSorted((a, b) => a[1] - b[1])
      const { offsets, targets } = await reverse(csr)
      const numRows = csr.offsets.length - 1
      const bySource = (a: number, b: number) => edgeRow(a) - edgeRow(b)
      for (let row = 0; row < numRows; row++) {
        const sources = [...targets.subarray(offsets[row], offsets[row + 1])]
        expect(sources).toEqual(sources.toSorted(bySource))
      }
      expect(offsets).toEqual(csrOf(numRows, ascending).offsets)
      expect(targets.toSorted()).toEqual(csrOf(numRows, ascending).targets.toSorted())
      expect((await reverse({ offsets, targets })).offsets).toEqual(csr.offsets)
    }),
  )
})
