import { array, assert, nat, property, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { ListCursor, common, merged, without } from '../../src/base/ascending.ts'

const list = uniqueArray(nat(40)).map((numbers) => Uint32Array.from(numbers).sort())

test('what two lists have in common, and what they are together', () => {
  assert(
    property(list, list, (a, b) => {
      const both = [...a].filter((number) => b.includes(number))
      expect([...common(a, b)]).toEqual(both)
      const others = [...b].filter((number) => !both.includes(number))
      expect([...without(b, a)]).toEqual(others)
      expect([...merged(a, Uint32Array.from(others))]).toEqual([...a, ...others].sort((x, y) => x - y))
    }),
  )
})

test('a cursor finds what is in a list, in whatever order it is looked for', () => {
  assert(
    property(list, array(nat(45)), (numbers, wanted) => {
      const cursor = new ListCursor(numbers)
      expect(wanted.map((number) => cursor.indexOf(number))).toEqual(wanted.map((number) => numbers.indexOf(number)))
    }),
  )
})
