import { assert, array, constantFrom, double, integer, nat, oneof, property } from 'fast-check'
import { expect, test } from 'vitest'
import { isInRange, keep, keepInRange, rangeOf } from '../../../src/commands/find/where-narrow.ts'

const holds = {
  '=': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const
const comparison = constantFrom(...(Object.keys(holds) as (keyof typeof holds)[]))
const value = oneof(nat(20), double({ min: 0, max: 20, noNaN: true }))

test('a range has just the whole numbers for which its comparison holds', () => {
  assert(
    property(comparison, integer({ min: -1, max: 21 }), value, (sign, number, than) => {
      expect(isInRange(number, rangeOf(sign, than))).toBe(holds[sign](number, than))
    }),
    { numRuns: 1000 },
  )
})

test.each(Object.keys(holds) as (keyof typeof holds)[])('what an SV has not is nothing of all this: %s', (sign) => {
  expect(isInRange(Number.NaN, rangeOf(sign, 5))).toBe(false)
})

test('rows of a column are kept in place and in order, whichever way', () => {
  assert(
    property(comparison, value, array(nat(20)), (sign, than, numbers) => {
      const column = Uint32Array.from(numbers)
      const expected = numbers.flatMap((number, row) => (holds[sign](number, than) ? [row] : []))
      const rows = Uint32Array.from(numbers.keys())
      expect([...rows.subarray(0, keepInRange(rows, rows.length, column, rangeOf(sign, than)))]).toEqual(expected)
      const again = Uint32Array.from(numbers.keys())
      const isWanted = (row: number) => holds[sign](column[row], than)
      expect([...again.subarray(0, keep(again, again.length, isWanted))]).toEqual(expected)
    }),
  )
})
