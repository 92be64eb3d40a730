import { ByteText } from '../../perl/regex/byte-text.ts'
import { type PerlRegex, compilePerlRegex } from '../../perl/regex/perl-regex.ts'
import { decodeLatin1 } from '../../perl/utf8.ts'
import type { Meter } from './filter.ts'

/** Asks whether the string bytes[start, end) is one that is looked for. */
export type PvTest = (bytes: Uint8Array, start: number, end: number, isUtf8: boolean) => boolean

export interface PvTestOptions {
  readonly eq: boolean
  readonly regexp: boolean
  readonly ignorecase: boolean
}

/**
 * The test that the options of `find pv` ask for, where `eq` wins over `regexp`. As in pmat a pattern is bytes, each of
 * them a character: one beyond ASCII is found in byte strings, and in a string of characters only as `\x{263a}`.
 * @throws {PerlRegexError}
 */
export function pvTest(pattern: Uint8Array, { eq, regexp, ignorecase }: PvTestOptions, meter: Meter): PvTest {
  const text = decodeLatin1(pattern)
  if (regexp && !eq) return regexTest(compilePerlRegex(text, ignorecase ? 'i' : ''), meter)
  if (!ignorecase) return eq ? equalityTest(pattern) : substringTest(pattern)
  const quoted = quoteMeta(text)
  return regexTest(compilePerlRegex(eq ? `^${quoted}$` : quoted, 'i'), meter)
}

/** Steps that a pattern may take in one string: half a second or so. */
const MAX_STEPS = 25_000_000

function regexTest(regex: PerlRegex, meter: Meter): PvTest {
  const texts = new Map<Uint8Array, ByteText>()
  const budget = { stepsLeft: MAX_STEPS }
  return (bytes, start, end, isUtf8) => {
    let text = texts.get(bytes)
    if (!text) texts.set(bytes, (text = new ByteText(bytes)))
    budget.stepsLeft = MAX_STEPS
    const isMatch = isUtf8 ? regex.testUtf8(text, start, end, budget) : regex.testBytes(text, start, end, budget)
    meter.steps += MAX_STEPS - budget.stepsLeft
    return isMatch
  }
}

/** All of the string; a newline more is tolerated, because pmat's own pattern ends in `$`. */
function equalityTest(pattern: Uint8Array): PvTest {
  const encoded = asUtf8(pattern)
  return (bytes, start, end, isUtf8) => {
    const wanted = isUtf8 ? encoded : pattern
    const extra = end - start - wanted.length
    if (extra !== 0 && !(extra === 1 && bytes[end - 1] === NEWLINE)) return false
    for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false
    return true
  }
}

const NEWLINE = 0x0a

function substringTest(pattern: Uint8Array): PvTest {
  if (pattern.length === 0) return () => true
  const encoded = asUtf8(pattern)
  return (bytes, start, end, isUtf8) => contains(bytes, start, end, isUtf8 ? encoded : pattern)
}

function contains(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  const last = end - wanted.length
  const first = wanted[0]
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== first) continue
    let i = 1
    while (i < wanted.length && bytes[at + i] === wanted[i]) i++
    if (i === wanted.length) return true
  }
  return false
}

/** Bytes that are a character each, as a string of characters holds them. */
function asUtf8(pattern: Uint8Array): Uint8Array {
  return new TextEncoder().encode(decodeLatin1(pattern))
}

function quoteMeta(text: string): string {
  return text.replace(/[^\w\x80-\xff]/g, '\\$&')
}
