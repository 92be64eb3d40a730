import { describe, expect, test } from 'vitest'
import { RegexBudgetError } from '../../../src/perl/regex/errors.ts'
import { compilePerlRegex } from '../../../src/perl/regex/perl-regex.ts'

const NUM = 100_000
// The patterns end with the `!` that all of these have and something behind it: to see that it is missing is not enough.
const letters = bytesOf(`${'a'.repeat(NUM)}!`)
const words = bytesOf(`${'foo bar baz '.repeat(NUM / 12)}!`)
const accents = new TextEncoder().encode(`${'é'.repeat(NUM / 2)}!`)

/** Steps for each character: that the steps are linear is what keeps a pattern from hanging the worker. */
const STEPS = 150

describe.each([
  String.raw`(a+)+$`,
  String.raw`(a|a)*![bB]`,
  String.raw`(.*)*![xX]`,
  String.raw`((a+)+)+$`,
  String.raw`((((a*)*)*)*)*![bB]`,
  String.raw`(a|aa)+$`,
  String.raw`(?:a|b|ab)*![cC]`,
  String.raw`(.*a){20}![xX]`,
  String.raw`(a?){30}a{30}![bB]`,
  String.raw`^(\w+\s?)*$`,
  String.raw`(\w+\s*)+![:;]`,
  String.raw`\w+![@#]`,
  String.raw`\s+$`,
  String.raw`.*.*.*![=-]`,
  String.raw`[ab].*[ar].*[ao].*![xX]`,
  String.raw`(a+a+)+![yY]`,
  String.raw`^(?:.?a)*$`,
  String.raw`(?i)(ß|ss|a|é)*![xX]`,
  String.raw`[^x]*[^y]*[^z]*![qQ]`,
])('%s', (pattern) => {
  test.each([
    ['aaa...!', letters, false],
    ['foo bar ...', words, false],
    ['ééé...!', accents, true],
  ])('takes steps linear in %s', (_, bytes, isUtf8) => {
    const regex = compilePerlRegex(pattern)
    const budget = { stepsLeft: STEPS * NUM }
    const end = bytes.length
    const answer = isUtf8 ? regex.testUtf8(bytes, 0, end, budget) : regex.testBytes(bytes, 0, end, budget)
    expect(typeof answer).toBe('boolean')
  })
})

describe.each([
  String.raw`(a*)*\1![bB]`,
  String.raw`(a+)+\1$`,
  String.raw`(a|aa|aaa)*\1![^\w]`,
  String.raw`(?>(a+)+\1$)`,
  String.raw`(?:(?=.*!)a)*![cC]`,
  String.raw`(?:(?:a{1,50}){1,50}){1,50}![bB]`,
  String.raw`(?:a{1,200}b?){1,60000}![cC]`,
])('%s', (pattern) => {
  test('is answered or given up within the steps that it is granted', () => {
    const budget = { stepsLeft: 2_000_000 }
    const regex = compilePerlRegex(pattern)
    expect(answerOrError(() => regex.testBytes(letters, 0, letters.length, budget))).toSatisfy(isAnswerOrGivenUp)
    expect(budget.stepsLeft).toBeGreaterThan(-STEPS_BETWEEN_CHECKS)
  })
})

const STEPS_BETWEEN_CHECKS = 65_536 + NUM // and a reference may be as long as the string

/** It has a character that such patterns end with, in the wrong place. */
const spaceAndLetters = bytesOf(` ${'a'.repeat(NUM)}`)

test('a deadline that has passed ends a match', () => {
  let numAsked = 0
  const budget = { stepsLeft: 1e9, isOver: () => ++numAsked > 3 }
  const regex = compilePerlRegex(String.raw`(a|aa)*\1[^\w!]`)
  const ask = () => regex.testBytes(spaceAndLetters, 0, spaceAndLetters.length, budget)
  expect(ask).toThrow(RegexBudgetError)
  expect(numAsked).toBe(4)
})

test('after a match that was given up the pattern can be used again', () => {
  const regex = compilePerlRegex(String.raw`^ (a|aa)*\1[^\w!]`)
  const ask = () => regex.testBytes(spaceAndLetters, 0, spaceAndLetters.length, { stepsLeft: 100_000 })
  expect(ask).toThrow(RegexBudgetError)
  expect(regex.testBytes(bytesOf(' aab '))).toBe(false)
  expect(regex.testBytes(bytesOf(' aa '))).toBe(true)
})

function answerOrError(ask: () => boolean): unknown {
  try {
    return ask()
  } catch (error) {
    return error
  }
}

function isAnswerOrGivenUp(outcome: unknown): boolean {
  return typeof outcome === 'boolean' || outcome instanceof RegexBudgetError
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
