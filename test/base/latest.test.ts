import { expect, test } from 'vitest'
import { Latest } from '../../src/base/latest.ts'

test('what nobody asked for longest goes first', () => {
  const latest = new Latest<string, number>(2)
  expect([latest.set('a', 1), latest.set('b', 2)]).toEqual([undefined, undefined])
  expect(latest.get('a')).toBe(1)
  expect(latest.set('c', 3)).toBe(2)
  expect(['a', 'b', 'c'].map((key) => latest.get(key))).toEqual([1, undefined, 3])
  expect(latest.set('a', 4)).toBeUndefined()
  expect(latest.set('d', 5)).toBe(3)
  expect(latest.get('a')).toBe(4)
})
