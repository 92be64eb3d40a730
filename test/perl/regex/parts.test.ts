import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteText } from '../../../src/perl/regex/byte-text.ts'
import { charSet, complement, disjoint, hasChar, intersection, union } from '../../../src/perl/regex/char-set.ts'
import { costOfSearch } from '../../../src/perl/regex/cost.ts'
import { decodeChars } from '../../../src/perl/regex/decode-chars.ts'
import { nativeRegExp } from '../../../src/perl/regex/native.ts'
import { parsePattern } from '../../../src/perl/regex/parse-pattern.ts'
import { requiredLiteral } from '../../../src/perl/regex/required-literal.ts'
import { resolve } from '../../../src/perl/regex/resolve.ts'
import { anyText } from '../../helpers/any-text.ts'

const expressionOf = (pattern: string) => resolve(parsePattern(pattern), 'bytes')

describe('sets of characters', () => {
  const ranges = fc.array(fc.tuple(fc.nat(60), fc.nat(6)), { maxLength: 6 })
  const sets = ranges.map((pairs) => charSet(...pairs.flatMap(([lo, width]) => [lo, lo + width])))

  test('are what they are made of', () => {
    fc.assert(
      fc.property(sets, sets, fc.nat(80), (a, b, char) => {
        expect(hasChar(union(a, b), char)).toBe(hasChar(a, char) || hasChar(b, char))
        expect(hasChar(intersection(a, b), char)).toBe(hasChar(a, char) && hasChar(b, char))
        expect(hasChar(complement(a), char)).toBe(!hasChar(a, char))
        expect(disjoint(a, complement(a))).toBe(true)
        expect(union(a, b, [])).toEqual(charSet(...a, ...b))
      }),
    )
  })
})

describe('the cost of a search', () => {
  test.each(['(a+)+$', '(a|a)*b', '(.*)*x', '(?:\\w+\\s*)*:', '(?=(a+)+$)b', '(?:a|ab|b)*c'])(
    '%s is exponential',
    (pattern) => {
      expect(costOfSearch(expressionOf(pattern), 100)).toBe(Infinity)
    },
  )

  test.each([
    ['foo', 1],
    ['^\\w+', 1],
    ['^\\w+@\\w+\\.com', 1],
    ['\\w+@', 2],
    ['(?:a+b)*c', 3],
    ['a.*b', 2],
    ['(?:foo|bar)+=', 2],
    ['.*.*=', 3],
  ])('%s grows with the power %i of the length', (pattern, power) => {
    const expression = expressionOf(pattern)
    const growth = costOfSearch(expression, 200_000) / costOfSearch(expression, 100_000)
    expect(Math.round(Math.log2(growth))).toBe(power)
  })
})

describe("what is given to JavaScript's RegExp", () => {
  test.each([
    ['^a$', '^[\\x61](?=\\n?$)'],
    ['(?i)ab', '[\\x41\\x61][\\x42\\x62]'],
    ['(?m)^', '(?:^|(?<=\\n)(?=[^]))'],
    ['a++b', '(?:(?=((?:[\\x61])+))\\1)[\\x62]'],
    ['(a)|(?<n>b)', '(?:[\\x61]|[\\x62])'],
    ['\\d{2,}?', '(?:[\\x30-\\x39]){2,}?'],
    ['(?>a)(b)c\\1', '(?:(?=([\\x61]))\\1)([\\x62])[\\x63](?:\\2)'],
    ['((a)b)(?:c|\\1)', '((?:[\\x61])[\\x62])(?:[\\x63]|(?:\\1))'],
  ])('%s: %s', (pattern, source) => {
    expect(nativeRegExp(expressionOf(pattern), 'bytes')?.source).toBe(source)
  })

  test.each([
    '(?>(?:|a)*)',
    '(a)?\\1',
    '(?:(a)|b)\\1',
    '(a\\1)',
    '((a)b)\\2',
    '(?:(a)b)+\\1',
    '((?:|a)*)b\\1',
    '(?i)(a)\\1',
    '(a)(?<=\\1)',
  ])('not %s', (pattern) => {
    expect(nativeRegExp(expressionOf(pattern), 'bytes')).toBeUndefined()
  })
})

test.each([
  ['foo\\d+barbaz', 'barbaz', false],
  ['foo', 'foo', true],
  ['(?i)f-o', 'F-o', true],
  ['(?:foo)+x', 'foo', false],
  ['\\bfoo', 'foo', false],
  ['foo?', 'fo', false],
])('what %s requires is %s', (pattern, literal, isAll) => {
  const required = requiredLiteral(expressionOf(pattern))
  expect(required?.isAll).toBe(isAll)
  expect(required?.search.isIn(bytesOf(literal))).toBe(true)
  expect(required?.search.isIn(bytesOf(literal.slice(1)))).toBe(false)
})

test.each(['a|b', 'a*', '[ab]', '\\xe9', '(?!a)'])('%s requires nothing', (pattern) => {
  expect(requiredLiteral(expressionOf(pattern))).toBeUndefined()
})

test('slices of bytes are their characters, in whatever order they are asked for', () => {
  const slices = fc.array(fc.tuple(fc.nat(5000), fc.nat(300)), { minLength: 1, maxLength: 30 })
  const bytes = Uint8Array.from({ length: 5300 }, (_, i) => (i * 7919) >> 3)
  fc.assert(
    fc.property(slices, fc.boolean(), (asked, isSorted) => {
      const text = new ByteText(bytes)
      for (const [start, length] of isSorted ? asked.toSorted((a, b) => a[0] - b[0]) : asked) {
        const expected = String.fromCharCode(...bytes.subarray(start, start + length))
        expect(text.slice(start, start + length)).toBe(expected)
      }
    }),
  )
})

test('UTF-8 is decoded as it was encoded', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const bytes = new TextEncoder().encode(text)
      const chars = new Int32Array(bytes.length)
      const count = decodeChars(bytes, 0, bytes.length, chars)
      expect(String.fromCodePoint(...chars.subarray(0, count))).toBe(text)
    }),
  )
})

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
