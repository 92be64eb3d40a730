import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { topRows } from '../../src/analyses/top-rows.ts'

test('the largest first, of equal ones the lower row', () => {
  const sizes = Float64Array.of(5, 9, 5, 7, 9)
  expect(topRows(sizes, 5, 3)).toEqual([1, 4, 3])
  expect(topRows(sizes, 5, Number.POSITIVE_INFINITY)).toEqual([1, 4, 3, 0, 2])
  expect(topRows(sizes, 5, 0)).toEqual([])
  expect(topRows(sizes, Uint32Array.of(2, 0, 0, 2, 3), 4)).toEqual([3, 0, 0, 2])
})

test('as sorting all would have them', () => {
  const sizes = fc.array(fc.nat(5), { minLength: 1, maxLength: 40 })
  const picks = fc.array(fc.nat(39), { maxLength: 60 })
  fc.assert(
    fc.property(sizes, picks, fc.nat(50), (bytes, picked, count) => {
      const rows = picked.map((row) => row % bytes.length)
      const sorted = rows.toSorted((a, b) => bytes[b] - bytes[a] || a - b)
      expect(topRows(Float64Array.from(bytes), Uint32Array.from(rows), count)).toEqual(sorted.slice(0, count))
    }),
    { numRuns: 1000 },
  )
})
