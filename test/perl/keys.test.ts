import { expect, test } from 'vitest'
import { caretName, formatIndex, formatKey, formatStashKey } from '../../src/perl/keys.ts'
import { encodeLatin1 } from '../../src/perl/utf8.ts'

const key = (text: string) => encodeLatin1(text) ?? new Uint8Array()

// The keys through format_value(..., key => 1) and (..., key => 1, stash => 1) of Devel::MAT 0.51
test.each([
  ['', '{""}', '{""}'],
  ['a', '{a}', '{a}'],
  ['_A9', '{_A9}', '{_A9}'],
  ['9x', '{"9x"}', '{"9x"}'],
  ['two words', '{"two words"}', '{"two words"}'],
  ['$dol', '{"\\$dol"}', '{"\\$dol"}'],
  ['Foo::', '{"Foo::"}', '{"Foo::"}'],
  ['a\xe9', '{"a\\351"}', '{"a\\351"}'],
  ['uni\xe2\x98\xba', '{"uni\\342\\230\\272"}', '{"uni\\342\\230\\272"}'],
  ['A\n', '{A\n}', '{A\n}'],
  ['A\n\n', '{"A\\n\\n"}', '{"A\\n\\n"}'],
  ['\n', '{"\\n"}', '{^J}'],
  ['\x17', '{"\\027"}', '{^W}'],
  ['\x17A', '{"\\027A"}', '{^WA}'],
  ['\x17AB\n', '{"\\027AB\\n"}', '{^WAB\n}'],
  ['\x17A\xe9', '{"\\027A\\351"}', '{"\\027A\\351"}'],
  ['\0', '{"\\000"}', '{^@}'],
  ['\x1b', '{"\\033"}', '{^[}'],
  ['\x1f_', '{"\\037_"}', '{^__}'],
  ['__proto__', '{__proto__}', '{__proto__}'],
])('the key %j', (text, plainly, inStash) => {
  expect(formatKey(key(text))).toBe(plainly)
  expect(formatStashKey(key(text))).toBe(inStash)
})

test('a key is never cut', () => {
  expect(formatKey(key('k'.repeat(100)))).toBe(`{${'k'.repeat(100)}}`)
})

test('names and indices', () => {
  expect(caretName('\x17ARNING_BITS')).toBe('^WARNING_BITS')
  expect(caretName('x')).toBe('x')
  expect(caretName('')).toBe('')
  expect(formatIndex(12)).toBe('[12]')
})
