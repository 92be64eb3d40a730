import { describe, expect, test } from 'vitest'
import { parseWhere } from '../../../src/commands/find/where-parse.ts'
import { ShellError } from '../../../src/commands/shell/shell-error.ts'

const size = (value: number) => ({ is: 'number', attribute: 'size', comparison: '>', value })
const blessed = { is: 'flag', attribute: 'blessed' }
const mortal = { is: 'flag', attribute: 'mortal' }

describe('a condition', () => {
  test.each([
    ['size > 10', size(10)],
    ['size>1_000', size(1000)],
    ['size > 1.5KiB', size(1536)],
    ['size > 10 MiB and blessed', { is: 'and', parts: [size(10 * 2 ** 20), blessed] }],
    ['size > 10 and blessed', { is: 'and', parts: [size(10), blessed] }],
    ['blessed OR mortal And blessed', { is: 'or', parts: [blessed, { is: 'and', parts: [mortal, blessed] }] }],
    ['(blessed or mortal) and blessed', { is: 'and', parts: [{ is: 'or', parts: [blessed, mortal] }, blessed] }],
    ['not not blessed', { is: 'not', part: { is: 'not', part: blessed } }],
    ['type = hash', { is: 'name', attribute: 'type', isNegated: false, name: 'HASH' }],
    ['package != Foo::Bar', { is: 'name', attribute: 'package', isNegated: true, name: 'Foo::Bar' }],
    ['key = "a \\"b\\""', { is: 'name', attribute: 'key', isNegated: false, name: 'a "b"' }],
    ['package !~ /^A\\/b/i', { is: 'pattern', attribute: 'package', isNegated: true, filter: '/^A\\/b/i' }],
  ])('%s', (text, condition) => {
    expect(parseWhere(text)).toEqual(condition)
  })
})

describe('an error points at the character', () => {
  test.each([
    ['', 0],
    ['size', 4],
    ['size > x', 7],
    ['size > 10 MB', 10],
    ['sizes > 1', 0],
    ['(size > 1', 0],
    ['size > 1)', 8],
    ['size > 1 blessed', 9],
    ['type = HSAH', 7],
    ['key != a', 4],
    ['key ~ a', 6],
    ['key ~ /a', 6],
    ['key = "a', 6],
    ['blessed and', 11],
  ])('%j', (text, at) => {
    const start = 11 // of the condition in its line
    try {
      parseWhere(text, start)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ShellError)
      expect(error).toMatchObject({ at: start + at })
    }
  })
})

test('no depth of parentheses ends the stack', () => {
  expect(() => parseWhere('('.repeat(100_000))).toThrow('Too many parentheses')
  expect(() => parseWhere('not '.repeat(100_000))).toThrow('Too many parentheses')
})
