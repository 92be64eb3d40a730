import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteToken, tokenize } from '../../../src/commands/shell/tokenize.ts'
import { anyText } from '../../helpers/any-text.ts'

const words = (line: string) => tokenize(line).tokens.map(({ text }) => text)

// Each line through Commandable::Invocation 0.09, pull_token until it gives none
test.each([
  ['a b  c', ['a', 'b', 'c']],
  ['  a\tb\nc ', ['a', 'b', 'c']],
  ['a\vb\fc\u0085d', ['a', 'b', 'c', 'd']],
  ['\u00a0a\u00a0b \u3000c', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  ['"a"b', ['a', 'b']],
  ['"a""b"', ['a', 'b']],
  ['a"b c"', ['a"b', 'c"']],
  ["'a b'", ["'a", "b'"]],
  ['"a\\"b" c\\"d e\\\\f \\d', ['a"b', 'c"d', 'e\\f', '\\d']],
  ['\\"x y', ['"x', 'y']],
  ['a\\ b', ['a\\', 'b']],
  ['"\\\\"', ['\\']],
  ['"a\\\\" b', ['a\\', 'b']],
  ['""  x', ['', 'x']],
  ['"abc', []],
  ['"a\\', []],
  ['"C:\\temp\\" x', ['C:\\temp\\', 'x']],
  ['a "b\\" c\\"d', ['a', 'b" c\\', 'd']],
  ['a "abc def', ['a']],
  ['', []],
])('%j', (line, expected) => {
  expect(words(line)).toEqual(expected)
})

test('a word knows where it stands', () => {
  expect(tokenize('find "a b" |')).toEqual({
    tokens: [
      { text: 'find', raw: 'find', start: 0, end: 4, isQuoted: false },
      { text: 'a b', raw: '"a b"', start: 5, end: 10, isQuoted: true },
      { text: '|', raw: '|', start: 11, end: 12, isQuoted: false },
    ],
    openQuote: -1,
  })
  expect(tokenize('find "a b').openQuote).toBe(5)
})

test('any line has words, in order, that cover all of it but blanks', () => {
  fc.assert(
    fc.property(anyText(), (line) => {
      const { tokens, openQuote } = tokenize(line)
      let at = 0
      for (const { start, end } of tokens) {
        expect(line.slice(at, start)).toMatch(/^[\s\x85]*$/)
        expect(end).toBeGreaterThan(start)
        at = end
      }
      expect(line.slice(at, openQuote < 0 ? undefined : openQuote)).toMatch(/^[\s\x85]*$/)
    }),
  )
})

test('any text can be typed as one word', () => {
  fc.assert(
    fc.property(fc.array(anyText()), (texts) => {
      const line = texts.map(quoteToken).join(' ')
      expect(words(line)).toEqual(texts)
    }),
  )
  expect(quoteToken('$main::x')).toBe('$main::x')
  expect(quoteToken('|')).toBe('"|"')
  expect(quoteToken('a|b')).toBe('a|b')
  expect(quoteToken('')).toBe('""')
})
