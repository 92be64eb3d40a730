import { expect, test } from 'vitest'
import { createSlice, UNSLICED } from '../../src/base/slice.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { ClassMask } from '../../src/graph/edge.ts'
import { chain } from '../helpers/shapes.ts'

test('work goes on between slices, and what came in meanwhile is handled first', async () => {
  const slice = createSlice({ budget: 0 })
  expect(slice.isOver()).toBe(true)
  const order: string[] = []
  setTimeout(() => order.push('message'))
  await slice.next()
  order.push('work')
  expect(order).toEqual(['message', 'work'])
})

test('work that is cancelled ends with an AbortError at its next slice', async () => {
  const cancel = new AbortController()
  const slice = createSlice({ signal: cancel.signal, budget: 0 })
  setTimeout(() => cancel.abort())
  await expect(preorder(chain(500_000), { roots: [0] }, ClassMask.ALL, slice)).rejects.toMatchObject({
    name: 'AbortError',
    message: 'cancelled',
  })
})

test('progress is reported as the work goes', async () => {
  const reports: [number, number][] = []
  const slice = createSlice({ budget: 0, onProgress: (done, total) => reports.push([done, total]) })
  await preorder(chain(200_000), { roots: [0] }, ClassMask.ALL, slice)
  expect(reports).toEqual([0, 65536, 131072, 196608].map((done) => [done, 200_000]))
})

test('unsliced work is never interrupted', () => {
  expect(UNSLICED.isOver()).toBe(false)
})
