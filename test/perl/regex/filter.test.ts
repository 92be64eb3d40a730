import { expect, test } from 'vitest'
import { compileFilter } from '../../../src/perl/regex/filter.ts'

test.each([
  ['/^a/', 'abc', true],
  ['/^a/', 'bac', false],
  ['//', 'anything', true],
  ['/B/i', 'abc', true],
  ['/a b/x', 'xabx', true],
  ['/a\\/b/', 'a/b', true],
  ['/a/b/', 'xa/b', true], // to the last slash
  ['/a/i/', 'a/i', true],
  ['/a|b$/m', 'xb\nc', true],
  ['/^.$/s', '\n', true],
  ['/\\w/', '\xe9', true], // as under unicode_strings, which all of pmat is
  ['/\\w/d', '\xe9', false],
  ['/\\w/a', '\xe9', false],
  ['/)(/', 'x', true], // pmat puts it in between (?: and )
])('%s on %j: %s', (filter, key, expected) => {
  expect(compileFilter(filter).testBytes(bytesOf(key))).toBe(expected)
})

test.each(['', '/', 'a', '/a', 'a/', '/a/g', '/a/ i', '/a\n/'])('%j is no filter', (filter) => {
  expect(() => compileFilter(filter)).toThrow('Filter must be a /PATTERN.../ with optional flags')
})

test.each([
  ['/(/', 'Unmatched ( in regex; marked by <-- HERE in m/( <-- HERE ?:()/'],
  ['/)/i', 'Unmatched ) in regex; marked by <-- HERE in m/(?i:)) <-- HERE /'],
  ['/a#/x', 'Unmatched ( in regex; marked by <-- HERE in m/( <-- HERE ?x:a#)/'],
  ['/a/du', 'Regexp modifiers "d" and "u" are mutually exclusive in regex; marked by <-- HERE in m/(?du <-- HERE :a)/'],
  ['/a/aaa', 'Regexp modifier "a" may appear a maximum of twice in regex; marked by <-- HERE in m/(?aaa <-- HERE :a)/'],
])('%s: %s', (filter, message) => {
  expect(() => compileFilter(filter)).toThrow(message)
})

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
