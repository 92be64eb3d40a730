import { BytesSearch } from '../../perl/bytes-search.ts'
import { ByteText } from '../../perl/regex/byte-text.ts'
import type { Answers, ManyBytes } from '../../perl/regex/many-bytes.ts'
import { type PerlRegex, compilePerlRegex } from '../../perl/regex/perl-regex.ts'
import { decodeLatin1 } from '../../perl/utf8.ts'
import type { Meter } from './filter.ts'

/** What is asked of strings. */
export interface PvTest {
  /** Whether the string bytes[start, end) is one that is looked for. */
  passes(bytes: Uint8Array, start: number, end: number, isUtf8: boolean): boolean
  /** What is to be found in a string of bytes that passes, and in no other: so many of them can be searched at once. */
  readonly search?: BytesSearch
  /** Whether that goes for strings of characters too. */
  readonly fitsUtf8?: boolean
  /** To ask many strings of bytes together. */
  many?(answers: Answers): ManyBytes | undefined
}

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
  const compile = (regex: string) => regexTest(compilePerlRegex(regex, ignorecase ? 'i' : '', 'u'), meter)
  if (eq) return ignorecase ? compile(`^${quoteMeta(text)}$`) : equalityTest(pattern)
  if (regexp) return compile(text)
  if (!ignorecase) return substringTest(pattern)
  const inChars = compile(quoteMeta(text))
  // Case is Unicode's, in byte strings too, where /ss/i is found in `\xdf`: but no byte is another's case in ASCII.
  if (/[^\0-\x7f]|ss/i.test(text)) return inChars
  const search = new BytesSearch(pattern, true)
  return {
    search,
    passes: (bytes, start, end, isUtf8) => {
      return isUtf8 ? inChars.passes(bytes, start, end, isUtf8) : search.isIn(bytes, start, end)
    },
  }
}

/** Steps that a pattern may take in one string: half a second or so. */
const MAX_STEPS = 25_000_000

/** The test that a pattern makes. What it costs is added to the meter. */
export function regexTest(regex: PerlRegex, meter: Meter): PvTest {
  const texts = new Map<Uint8Array, ByteText>()
  let text = new ByteText(new Uint8Array(0)) // of the string before
  const budget = { stepsLeft: MAX_STEPS }
  return {
    many: (answers) => regex.many(answers),
    passes(bytes, start, end, isUtf8) {
      if (text.bytes !== bytes) {
        text = texts.get(bytes) ?? new ByteText(bytes)
        texts.set(bytes, text)
      }
      budget.stepsLeft = MAX_STEPS
      const isMatch = isUtf8 ? regex.testUtf8(text, start, end, budget) : regex.testBytes(text, start, end, budget)
      meter.steps += MAX_STEPS - budget.stepsLeft
      return isMatch
    },
  }
}

/** All of the string; a newline more is tolerated, because pmat's own pattern ends in `$`. */
function equalityTest(pattern: Uint8Array): PvTest {
  const encoded = asUtf8(pattern)
  return {
    passes(bytes, start, end, isUtf8) {
      const wanted = isUtf8 ? encoded : pattern
      const extra = end - start - wanted.length
      if (extra !== 0 && !(extra === 1 && bytes[end - 1] === NEWLINE)) return false
      for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false
      return true
    },
  }
}

const NEWLINE = 0x0a

function substringTest(pattern: Uint8Array): PvTest {
  const search = new BytesSearch(pattern)
  const encoded = asUtf8(pattern)
  const inChars = new BytesSearch(encoded)
  return {
    search,
    fitsUtf8: encoded.length === pattern.length, // ASCII
    passes: (bytes, start, end, isUtf8) => (isUtf8 ? inChars : search).isIn(bytes, start, end),
  }
}

/** Bytes that are a character each, as a string of characters holds them. */
function asUtf8(pattern: Uint8Array): Uint8Array {
  return new TextEncoder().encode(decodeLatin1(pattern))
}

function quoteMeta(text: string): string {
  return text.replace(/[^\w\x80-\xff]/g, '\\$&')
}
