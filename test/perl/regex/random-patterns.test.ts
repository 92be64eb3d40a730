import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PerlRegexError, RegexBudgetError } from '../../../src/perl/regex/errors.ts'
import { compilePerlRegex } from '../../../src/perl/regex/perl-regex.ts'
import { anyText } from '../../helpers/any-text.ts'

const pieces = fc.oneof(
  fc.constantFrom(...'a b . ^ $ | ( ) [ ] { } * + ? \\ - , : = ! < > # & _ 0 1'.split(' '), ' ', '\n'),
  fc.constantFrom(
    ...'(? (?: (?= (?<! (?<n> (?i) (?x) (?| (?> (* \\1 \\k<n> \\g{-1} \\x{ \\o{ \\N{U+61} \\p{L} \\b \\Q \\E'.split(
      ' ',
    ),
  ),
  fc.constantFrom('{2,3}', '*+', '[[:alpha:]]', '[^', '\\', '\\u', '(?[', '(?(', '(?R)'),
  anyText({ maxLength: 2 }),
)
const patterns = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
const flags = fc.constantFrom('', 'i', 'x', 'ims', 'a', 'xx')

test('whatever is typed, it is compiled or refused with a message, and matching ends within its budget', () => {
  const outcomes = fc.property(patterns, flags, fc.uint8Array({ maxLength: 40 }), (pattern, given, bytes) => {
    const regex = outcomeOf(() => compilePerlRegex(pattern, given))
    if (regex instanceof Error) return regex instanceof PerlRegexError && regex.message !== ''
    const inBytes = outcomeOf(() => regex.testBytes(bytes, 0, bytes.length, { stepsLeft: 200_000 }))
    const inChars = outcomeOf(() => regex.testUtf8(bytes, 0, bytes.length, { stepsLeft: 200_000 }))
    return [inBytes, inChars].every((found) => typeof found === 'boolean' || found instanceof RegexBudgetError)
  })
  expect(fc.check(outcomes, { numRuns: 2000 })).toMatchObject({ failed: false })
}, 60_000)

test('a quoted string matches itself, in bytes and in characters, wherever it stands', () => {
  const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x5c) // a backslash could end the quoting
  const text = fc.array(byte, { maxLength: 8 }).map((codes) => String.fromCharCode(...codes))
  fc.assert(
    fc.property(text, text, text, fc.constantFrom('', 'i'), (before, quoted, after, given) => {
      const regex = compilePerlRegex(`\\Q${quoted}\\E`, given)
      const whole = before + quoted + after
      expect(regex.testBytes(Uint8Array.from(whole, (char) => char.charCodeAt(0)))).toBe(true)
      expect(regex.testUtf8(new TextEncoder().encode(whole))).toBe(true)
    }),
  )
})

function outcomeOf<T>(action: () => T): T | Error {
  try {
    return action()
  } catch (error) {
    return error as Error
  }
}
