import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeChars } from '../../../src/perl/regex/decode-chars.ts'
import { PerlRegexError, UnsupportedRegexError } from '../../../src/perl/regex/errors.ts'
import { Matcher } from '../../../src/perl/regex/matcher.ts'
import { parsePattern } from '../../../src/perl/regex/parse-pattern.ts'
import { compileWhole } from '../../../src/perl/regex/perl-regex.ts'
import { programOf } from '../../../src/perl/regex/program.ts'
import { resolve } from '../../../src/perl/regex/resolve.ts'

type Row = [pattern: string, charset: 'd' | 'u', answer: string]
const file = new URL('../../fixtures/regex/regex-cases.json.gz', import.meta.url)
const [strings, ...rows] = JSON.parse(gunzipSync(readFileSync(file)).toString()) as [[string, 0 | 1][], ...Row[]]
const subjects = strings.map(([text, isUtf8]) => {
  const bytes = bytesOf(text)
  const chars = new Int32Array(bytes.length)
  return { bytes, isUtf8: isUtf8 === 1, chars, numChars: decodeChars(bytes, 0, bytes.length, chars) }
})

const isMatches = (answer: string) => /^[-01]+$/.test(answer)
const refusedByPerl = rows.filter(([, , answer]) => !isMatches(answer))
const taken = rows.filter(([pattern, , answer]) => isMatches(answer) && !refusalOf(pattern))

test('what perl refuses is refused in the same words', () => {
  const ours = refusedByPerl.map(([pattern, charset]) => [pattern, charset, refusalOf(pattern) ?? 'taken'])
  const unsupported = new Set(refusedByPerl.filter(([pattern]) => isUnsupported(pattern)).map(([pattern]) => pattern))
  expect(ours.filter(([pattern]) => !unsupported.has(pattern))).toEqual(
    refusedByPerl.filter(([pattern]) => !unsupported.has(pattern)),
  )
  expect(unsupported.size).toBeLessThan(20) // conditionals and (?[ ]) are refused before perl finds a fault in them
})

test('what perl takes is taken, or refused by name', () => {
  const refused = rows.filter(([pattern, , answer]) => isMatches(answer) && refusalOf(pattern))
  expect(refused.filter(([pattern]) => !isUnsupported(pattern))).toEqual([])
  expect(refused.length).toBeLessThan(120)
  for (const [pattern] of refused) expect(refusalOf(pattern)).toMatch(/ is not supported here$/)
})

test('matches where perl matches', { timeout: 120_000 }, () => {
  for (const [pattern, charset, answer] of taken) {
    const regex = compileWhole(pattern, charset)
    const ours = answersTo(answer, ({ bytes, isUtf8 }) => (isUtf8 ? regex.testUtf8(bytes) : regex.testBytes(bytes)))
    expect([pattern, ours]).toEqual([pattern, answer])
  }
})

test('asked together, strings of bytes match where perl matches', { timeout: 120_000 }, () => {
  let numTogether = 0
  for (const [pattern, charset, answer] of taken) {
    const regex = compileWhole(pattern, charset)
    const matching = new Set<number>()
    const alone = new Set<number>()
    const many = regex.many({ found: (i) => matching.add(i), alone: (i) => alone.add(i) })
    if (!many) continue
    numTogether++
    subjects.forEach(({ bytes, isUtf8 }, i) => isUtf8 || many.offer(bytes, 0, bytes.length, i))
    many.flush()
    const isAsked = subjects.map(({ isUtf8 }, i) => !isUtf8 && !alone.has(i))
    const expected = Array.from(answer, (asked, i) => (isAsked[i] ? asked : '-')).join('')
    expect([pattern, answersTo(expected, (_, i) => matching.has(i))]).toEqual([pattern, expected])
  }
  expect(numTogether).toBeGreaterThan(1900)
})

test('our own matcher alone matches where perl matches', { timeout: 120_000 }, () => {
  for (const [pattern, charset, answer] of taken) {
    const syntax = parsePattern(pattern, charset)
    const forBytes = new Matcher(programOf(resolve(syntax, 'bytes'), syntax.numGroups))
    const forChars = new Matcher(programOf(resolve(syntax, 'chars'), syntax.numGroups))
    const budget = { stepsLeft: 1e9 }
    const ours = answersTo(answer, ({ bytes, isUtf8, chars, numChars }) =>
      isUtf8 ? forChars.test(chars, numChars, budget) : forBytes.test(bytes, bytes.length, budget),
    )
    expect([pattern, ours]).toEqual([pattern, answer])
  }
})

/** Ask about the strings that perl was asked about. */
function answersTo(answer: string, ask: (subject: (typeof subjects)[number], i: number) => boolean): string {
  return Array.from(answer, (asked, i) => (asked === '-' ? '-' : ask(subjects[i], i) ? '1' : '0')).join('')
}

function errorOf(pattern: string): PerlRegexError | undefined {
  try {
    compileWhole(pattern)
    return undefined
  } catch (error) {
    if (error instanceof PerlRegexError) return error
    throw error
  }
}

function refusalOf(pattern: string): string | undefined {
  return errorOf(pattern)?.message
}

function isUnsupported(pattern: string): boolean {
  return errorOf(pattern) instanceof UnsupportedRegexError
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
