import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteOrder } from '../../src/perl/byte-order.ts'

function ordered(keys: readonly string[]): string[] {
  return Array.from(byteOrder(keys.map((key) => Buffer.from(key, 'latin1'))), (i) => keys[i])
}

test('bytes without a sign, a key before what it begins', () => {
  expect(ordered(['b', '\xff', 'ab', '', 'a', 'a\0', 'B'])).toEqual(['', 'B', 'a', 'a\0', 'ab', 'b', '\xff'])
})

test('equal keys stay in the order they came in', () => {
  expect([...byteOrder(Array.from({ length: 40 }, (_, i) => Uint8Array.of(i % 2)))]).toEqual(
    Array.from({ length: 40 }, (_, i) => (i < 20 ? 2 * i : 2 * (i - 20) + 1)),
  )
})

test('any keys', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\xff'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
      const expected = keys.map((_, i) => i).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b))
      expect([...byteOrder(keys.map((one) => Buffer.from(one, 'latin1')))]).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test('a hundred thousand keys with one start take no longer than their bytes', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => Buffer.from(`${'x'.repeat(200)}${(i * 7919) % 100_000}`))
  const order = byteOrder(keys)
  expect(order.every((at, i) => i === 0 || Buffer.compare(keys[order[i - 1]], keys[at]) < 0)).toBe(true)
})
