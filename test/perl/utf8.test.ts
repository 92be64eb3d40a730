import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { codePointAt, cutAfterChars, decodeLatin1, encodeLatin1, MALFORMED } from '../../src/perl/utf8.ts'
import { anyText } from '../helpers/any-text.ts'

test('Latin-1 is the code points below 256, also those that Windows has others for', () => {
  expect(decodeLatin1(Uint8Array.of(0x63, 0x61, 0x66, 0xc3, 0xa9, 0x80, 0))).toBe('caf\u00c3\u00a9\u0080\0')
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeLatin1(decodeLatin1(bytes))).toEqual(bytes)
    }),
  )
  expect(decodeLatin1(new Uint8Array(20_000).fill(0xe9))).toBe('\u00e9'.repeat(20_000))
  expect(encodeLatin1('\u263a')).toBeUndefined()
})

test('what a browser takes for good UTF-8 is the same here', () => {
  fc.assert(
    fc.property(anyText({ minLength: 1 }), (text) => {
      const bytes = new TextEncoder().encode(text)
      expect(codePointAt(bytes, 0)).toBe(text.codePointAt(0))
      const chars = Array.from(text)
      expect(cutAfterChars(bytes, chars.length)).toBe(-1)
      const firstChars = new TextEncoder().encode(chars.slice(0, -1).join(''))
      expect(cutAfterChars(bytes, chars.length - 1)).toBe(firstChars.length)
    }),
  )
})

test('a cut character is malformed and does not count', () => {
  const bytes = Uint8Array.of(0x41, 0xe2, 0x98)
  expect(codePointAt(bytes, 1)).toBe(MALFORMED)
  expect(cutAfterChars(bytes, 1)).toBe(-1)
  expect(cutAfterChars(bytes, 0)).toBe(0)
})

test('near the end Perl counts from there, and a character that is cut off counts as one', () => {
  const euros = (whole: number) => Uint8Array.from([...new TextEncoder().encode('€'.repeat(whole)), 0xe2])
  expect(cutAfterChars(euros(64), 64)).toBe(-1)
  expect(cutAfterChars(euros(65), 64)).toBe(65 * 3)
  expect(cutAfterChars(euros(96), 64)).toBe(65 * 3)
  expect(cutAfterChars(euros(97), 64)).toBe(64 * 3)
})
