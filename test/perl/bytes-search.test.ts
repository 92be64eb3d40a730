import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BytesSearch } from '../../src/perl/bytes-search.ts'

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

describe('a string of bytes', () => {
  test('is found where it starts first', () => {
    expect(new BytesSearch(bytesOf('ab')).indexIn(bytesOf('xxabab'))).toBe(2)
    expect(new BytesSearch(bytesOf('abc')).indexIn(bytesOf('xxabab'))).toBe(-1)
  })

  test('is found with regard to case, unless told otherwise, and then to that of ASCII only', () => {
    expect(new BytesSearch(bytesOf('aB')).isIn(bytesOf('xAbx'))).toBe(false)
    expect(new BytesSearch(bytesOf('aB'), true).isIn(bytesOf('xAbx'))).toBe(true)
    expect(new BytesSearch(bytesOf('\xe9'), true).isIn(bytesOf('\xc9'))).toBe(false)
    expect(new BytesSearch(bytesOf('['), true).isIn(bytesOf('{'))).toBe(false)
  })

  test('is not found across the borders of the stretch', () => {
    const bytes = bytesOf('..needle..')
    const search = new BytesSearch(bytesOf('needle'))
    expect(search.isIn(bytes, 2, 8)).toBe(true)
    expect(search.isIn(bytes, 3, 8)).toBe(false)
    expect(search.isIn(bytes, 2, 7)).toBe(false)
  })

  test('that is empty is everywhere', () => {
    expect(new BytesSearch(bytesOf('')).indexIn(bytesOf('abc'), 1, 1)).toBe(1)
  })

  test('is found where String.indexOf finds it, long or short', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', ' ', 'c'), maxLength: 60 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'A', 'b'), maxLength: 14 })
    fc.assert(
      fc.property(text, pattern, fc.boolean(), fc.nat(10), fc.boolean(), (hay, needle, ignoreCase, start, isInside) => {
        const whole = isInside ? hay + needle + hay : hay
        const end = whole.length
        const from = Math.min(start, end)
        const fold = (string: string) => (ignoreCase ? string.toLowerCase() : string)
        const expected = fold(whole).indexOf(fold(needle), from)
        expect(new BytesSearch(bytesOf(needle), ignoreCase).indexIn(bytesOf(whole), from, end)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })
})
