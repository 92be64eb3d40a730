import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundedText, displayKey, displayName, displayPv, escapeForDisplay } from '../../src/perl/escape.ts'
import { anyText } from '../helpers/any-text.ts'

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('text of strangers', () => {
  test.each([
    ['plain text, naïve ☺ 😀', 'plain text, naïve ☺ 😀'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['a\0b\x1b[31m\x7f\x9b', 'a\\x{0}b\\x{1b}[31m\\x{7f}\\x{9b}'],
    ['line\nand\ttab\r', 'line\\nand\\ttab\\x{d}'],
    ['\u202egnp.exe\u2066\u2069\u061c\u200f', '\\x{202e}gnp.exe\\x{2066}\\x{2069}\\x{61c}\\x{200f}'],
    ['pass\u200bword\u200d\u2060\ufeff\u00ad', 'pass\\x{200b}word\\x{200d}\\x{2060}\\x{feff}\\x{ad}'],
    ['\u2028\u2029', '\\x{2028}\\x{2029}'],
    ['\ud800 \udc00', '\\x{d800} \\x{dc00}'],
    ['\u3164\u115f\u{e0041}', '\\x{3164}\\x{115f}\\x{e0041}'],
    ['\\x{202e}', '\\\\x{202e}'],
  ])('%j', (text, shown) => {
    expect(escapeForDisplay(text)).toBe(shown)
  })

  test('nothing unseen is left, and different texts stay different', () => {
    const text = anyText({ maxLength: 20 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(escapeForDisplay(a)).not.toMatch(UNSEEN)
        expect(escapeForDisplay(a) === escapeForDisplay(b)).toBe(a === b)
      }),
    )
  })

  test('it is bounded, in characters', () => {
    expect(escapeForDisplay('x'.repeat(1000), 10)).toBe(`${'x'.repeat(10)}…`)
    expect(escapeForDisplay('😀'.repeat(4), 4)).toBe('😀'.repeat(4))
    expect(escapeForDisplay('😀'.repeat(5), 4)).toBe(`${'😀'.repeat(4)}…`)
  })
})

describe('string values', () => {
  test.each([
    ['with the flag, characters', [0xc3, 0xa9, 0xe2, 0x98, 0xba, 0], true, 'é☺\\x{0}'],
    ['without it, bytes', [0x41, 0xc3, 0xa9, 0x0a], false, 'A\\xC3\\xA9\\n'],
    ['bad UTF-8 with the flag', [0x41, 0xc3, 0x41, 0xe2, 0x98], true, 'A\\xC3A\\xE2\\x98'],
    ['a half surrogate', [0xed, 0xa0, 0x80], true, '\\x{d800}'],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], true, '\\x{110000}'],
  ])('%s', (_, bytes, utf8, shown) => {
    expect(displayPv(Uint8Array.from(bytes), utf8)).toBe(shown)
  })

  test('anything can be shown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, utf8) => {
        const shown = displayPv(bytes, utf8, 100)
        expect(shown).not.toMatch(UNSEEN)
        expect(shown.length).toBeLessThanOrEqual(100 * 10 + 1)
      }),
    )
  })
})

describe('names are bytes, shown as what they spell', () => {
  test.each([
    ['Foo::Bar', 'Foo::Bar'],
    ['Klasse::Gr\xc3\xb6\xc3\x9fe', 'Klasse::Größe'],
    ['Klasse::Gr\xf6\xdfe', 'Klasse::Größe'],
    ['\xe2\x80\xaertl', '\\x{202e}rtl'],
    ['a\0b', 'a\\x{0}b'],
    ['', ''],
  ])('%j', (name, shown) => {
    expect(displayName(name)).toBe(shown)
  })

  test('bounded', () => {
    expect(displayName('x'.repeat(1000), 10)).toBe(`${'x'.repeat(10)}…`)
    expect(displayName('\xc3\xb6'.repeat(1000), 10)).toBe(`${'ö'.repeat(10)}…`)
  })
})

test.each([
  ['key', '{key}'],
  ['', '{""}'],
  ['a b', '{"a b"}'],
  ['\xc3\xa9', '{"é"}'],
  ['\xe9', '{"\\xE9"}'],
  ['__proto__', '{__proto__}'],
])('key %j', (key, shown) => {
  expect(displayKey(Uint8Array.from(key, (char) => char.charCodeAt(0)))).toBe(shown)
})

test('names of references keep the quotes that pmat gave them, and are bounded', () => {
  expect(boundedText('value {"a\\nb"}')).toBe('value {"a\\nb"}')
  expect(boundedText('value {\u202e}')).toBe('value {\\x{202e}}')
  expect(boundedText(`value {${'k'.repeat(1000)}}`)).toMatch(/^value \{k{249}…$/)
})
