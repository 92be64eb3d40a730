import { describe, expect, test } from 'vitest'
import { ByteText } from '../../../src/perl/regex/byte-text.ts'
import { PerlRegexError, UnsupportedRegexError } from '../../../src/perl/regex/errors.ts'
import { compilePerlRegex } from '../../../src/perl/regex/perl-regex.ts'

describe('patterns of find pv -r', () => {
  test.each([
    ['(', 'Unmatched ( in regex; marked by <-- HERE in m/(?)( <-- HERE /'],
    ['[a', 'Unmatched [ in regex; marked by <-- HERE in m/(?)[ <-- HERE a/'],
    ['a)', 'Unmatched ) in regex; marked by <-- HERE in m/(?)a) <-- HERE /'],
    ['*a', 'Quantifier follows nothing in regex; marked by <-- HERE in m/(?)* <-- HERE a/'],
    ['a**', 'Nested quantifiers in regex; marked by <-- HERE in m/(?)a** <-- HERE /'],
    ['[z-a]', 'Invalid [] range "z-a" in regex; marked by <-- HERE in m/(?)[z-a <-- HERE ]/'],
    ['\\', 'Trailing \\ in regex m/(?)\\/'],
    ['(?{ 1 })', "Eval-group not allowed at runtime, use re 'eval' in regex m/(?)(?{ 1 })/"],
    ['(?<=a+)', 'Lookbehind longer than 255 not implemented in regex m/(?)(?<=a+)/'],
  ])('%s is refused as perl refuses it', (pattern, message) => {
    expect(() => compilePerlRegex(pattern)).toThrow(new PerlRegexError(message))
  })

  test.each([
    ['(?R)', 'Recursion (?R) is not supported here'],
    ['(a)(?1)', 'Recursion (?1) is not supported here'],
    ['(?<n>a)(?&n)', 'Recursion (?&n) is not supported here'],
    ['(a)?(?(1)b)', 'A conditional (?(...)...) is not supported here'],
    ['a(*SKIP)b', 'The verb (*SKIP) is not supported here'],
    ['('.repeat(300), 'A pattern more than 250 groups deep is not supported here'],
    ['\\X', '\\X is not supported here'],
    ['\\b{wb}', '\\b{wb} is not supported here'],
    ['(?[ [a] ])', 'An extended character class (?[...]) is not supported here'],
    ['\\N{SNOWMAN}', '\\N{SNOWMAN}, the name of a character, is not supported here'],
    ['\\p{InGreek}', '\\p{InGreek}, a property that JavaScript does not know, is not supported here'],
    ['\\Ua', "\\U changes case in a program's text, in a pattern typed here it is not supported"],
  ])('%s is refused by name', (pattern, message) => {
    expect(() => compilePerlRegex(pattern)).toThrow(new UnsupportedRegexError(message))
  })

  test.each([
    ['^a s', 'a string', true],
    ['\\Qa.b\\E.', 'xa.bc', true],
    ['\\Qa.b', 'axb', false],
    ['a\\Eb', 'ab', true],
    ['$x', '$x', false], // nothing is put in for $x: it is the end, and an x after it
    ['@x', '@x', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(compilePerlRegex(pattern).testBytes(bytesOf(text))).toBe(expected)
  })
})

describe('bytes and characters', () => {
  test('without the UTF-8 flag case and classes are those of ASCII', () => {
    expect(compilePerlRegex('\\w').testBytes(bytesOf('\xe9'))).toBe(false)
    expect(compilePerlRegex('\\w').testUtf8(utf8('é'))).toBe(true)
    expect(compilePerlRegex('\xe9', 'i').testBytes(bytesOf('\xc9'))).toBe(false)
    expect(compilePerlRegex('\xe9', 'i').testUtf8(utf8('É'))).toBe(true)
    expect(compilePerlRegex('(?u)\\w').testBytes(bytesOf('\xe9'))).toBe(true)
  })

  test('a pattern typed in UTF-8 is bytes: it is found in bytes, and as \\x{...} in characters', () => {
    const typed = String.fromCharCode(...utf8('☺'))
    expect(compilePerlRegex(typed).testBytes(utf8('a☺b'))).toBe(true)
    expect(compilePerlRegex(typed).testUtf8(utf8('a☺b'))).toBe(false)
    expect(compilePerlRegex('\\x{263a}').testUtf8(utf8('a☺b'))).toBe(true)
    expect(compilePerlRegex('\\x{263a}').testBytes(utf8('a☺b'))).toBe(false)
  })

  test('one character may be as much as several', () => {
    expect(compilePerlRegex('strasse', 'i').testUtf8(utf8('Straße'))).toBe(true)
    expect(compilePerlRegex('straße', 'i').testUtf8(utf8('STRASSE'))).toBe(true)
    expect(compilePerlRegex('fi', 'i').testUtf8(utf8('ﬁnd'))).toBe(true)
  })

  test('what a dump cut off in the midst of a character still can be asked', () => {
    const cut = utf8('naïve ☺').subarray(0, -1)
    expect(compilePerlRegex('^na.ve').testUtf8(cut)).toBe(true)
    expect(compilePerlRegex('\\x{263a}').testUtf8(cut)).toBe(false)
  })

  test('characters beyond Unicode and surrogates are characters', () => {
    expect(compilePerlRegex('^.$').testUtf8(Uint8Array.of(0xf4, 0x90, 0x80, 0x80))).toBe(true) // 0x110000
    expect(compilePerlRegex('\\x{d800}').testUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBe(true)
    expect(compilePerlRegex('^..$').testUtf8(utf8('a😀'))).toBe(true)
  })
})

test('a string in the midst of other bytes is asked by itself', () => {
  const text = new ByteText(bytesOf('xxfoo\nbarxx'))
  const regex = compilePerlRegex('^foo$', 'm')
  expect(regex.testBytes(text, 2, 9)).toBe(true)
  expect(regex.testBytes(text, 1, 9)).toBe(false)
  expect(compilePerlRegex('\\bbar\\z').testBytes(text, 6, 9)).toBe(true)
  expect(compilePerlRegex('\\bbar\\z').testBytes(text, 6, 10)).toBe(false)
})

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
