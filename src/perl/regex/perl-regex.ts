import type { RegexBudget } from './budget.ts'
import { ByteText } from './byte-text.ts'
import { costOfSearch } from './cost.ts'
import { decodeChars, isAscii } from './decode-chars.ts'
import { RegexBudgetError } from './errors.ts'
import type { Expression } from './expression.ts'
import { checkLookbehinds } from './lookbehind.ts'
import { type Answers, ManyBytes } from './many-bytes.ts'
import { Matcher } from './matcher.ts'
import { nativeRegExp } from './native.ts'
import { parsePattern } from './parse-pattern.ts'
import { Prefilter } from './prefilter.ts'
import { programOf } from './program.ts'
import { expandQuotes } from './quotes.ts'
import { resolve, type Subject } from './resolve.ts'
import type { Charset, Syntax } from './syntax.ts'

/** Steps of one match when its caller gives no budget: a second at most. */
const DEFAULT_STEPS = 25_000_000
/** JavaScript's own RegExp cannot be stopped: it gets a string if the worst one of that length takes 0.1 s. */
const MAX_NATIVE_STEPS = 2 ** 25
const MAX_NATIVE_LENGTH = 2 ** 24

/**
 * A regular expression as Perl 5.36 understands it, to ask of many strings whether it matches anywhere.
 * Two engines: JavaScript's RegExp where cost.ts finds it quick for a string of that length, otherwise a matcher that
 * counts its steps.
 */
export class PerlRegex {
  readonly #syntax: Syntax
  #bytes: Engine | undefined
  #chars: Engine | undefined

  constructor(syntax: Syntax) {
    this.#syntax = syntax
  }

  /**
   * Does it match bytes[start, end), a string without the UTF-8 flag?
   * @throws {RegexBudgetError}
   */
  testBytes(bytes: Uint8Array | ByteText, start = 0, end = lengthOf(bytes), budget = defaultBudget()): boolean {
    this.#bytes ??= new Engine(this.#syntax, 'bytes')
    return this.#bytes.testBytes(textOf(bytes), start, end, budget)
  }

  /** To ask the same of many strings together; see ManyBytes. */
  many(answers: Answers): ManyBytes | undefined {
    this.#bytes ??= new Engine(this.#syntax, 'bytes')
    return this.#bytes.many(answers)
  }

  /**
   * Does it match bytes[start, end), a string with the UTF-8 flag?
   * @throws {RegexBudgetError}
   */
  testUtf8(bytes: Uint8Array | ByteText, start = 0, end = lengthOf(bytes), budget = defaultBudget()): boolean {
    this.#chars ??= new Engine(this.#syntax, 'chars')
    if (isAscii(textOf(bytes).bytes, start, end)) return this.#chars.testBytes(textOf(bytes), start, end, budget)
    return this.#chars.testUtf8(textOf(bytes).bytes, start, end, budget)
  }
}

/**
 * Compile a pattern as pmat's `qr/(?$flags)$pattern/`.
 * @param pattern one character a byte if it comes as bytes, as it does from pmat's terminal; characters beyond 255 make
 *   Unicode's rules hold
 * @param charset the rules for characters 128 to 255 of byte strings: 'u' under the feature unicode_strings, as all of
 *   pmat is
 * @throws {PerlRegexError}
 */
export function compilePerlRegex(pattern: string, flags = '', charset: Charset = 'd'): PerlRegex {
  return compileWhole(`(?${flags})${expandQuotes(pattern)}`, charset)
}

/** Compile `qr/$text/`. */
export function compileWhole(text: string, charset: Charset = 'd'): PerlRegex {
  const syntax = parsePattern(text, charset)
  checkLookbehinds(syntax.node, text)
  return new PerlRegex(syntax)
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The pattern made ready for one kind of string. */
class Engine {
  readonly #expression: Expression
  readonly #numGroups: number
  readonly #native: RegExp | undefined
  readonly #maxNativeLength: number
  readonly #prefilter: Prefilter
  #matcher: Matcher | undefined
  #scratch = new Int32Array(0)

  constructor(syntax: Syntax, subject: Subject) {
    this.#expression = resolve(syntax, subject)
    this.#numGroups = syntax.numGroups
    this.#native = nativeRegExp(this.#expression, subject)
    this.#maxNativeLength = this.#native ? maxNativeLength(this.#expression) : -1
    this.#prefilter = new Prefilter(this.#expression, subject)
  }

  testBytes(text: ByteText, start: number, end: number, budget: RegexBudget): boolean {
    const length = end - start
    if (!this.#prefilter.mayMatch(text.bytes, start, end)) return false
    if (this.#prefilter.isAll) return true
    if (length <= this.#maxNativeLength) {
      const found = this.#testNative(text.slice(start, end), budget)
      if (found !== undefined) return found
    }
    return this.#match(text.bytes.subarray(start, end), length, budget)
  }

  /** Of an engine for bytes. */
  many(answers: Answers): ManyBytes | undefined {
    return ManyBytes.of(this.#expression, this.#prefilter, answers)
  }

  testUtf8(bytes: Uint8Array, start: number, end: number, budget: RegexBudget): boolean {
    if (!this.#prefilter.mayMatch(bytes, start, end)) return false
    if (this.#prefilter.isAll) return true
    if (end - start <= this.#maxNativeLength) {
      const found = this.#testNative(decodeStrictly(bytes.subarray(start, end)), budget)
      if (found !== undefined) return found
    }
    if (this.#scratch.length < end - start) this.#scratch = new Int32Array(end - start)
    return this.#match(this.#scratch, decodeChars(bytes, start, end, this.#scratch), budget)
  }

  /** undefined: there is no text, or JavaScript gave up. */
  #testNative(text: string | undefined, budget: RegexBudget): boolean | undefined {
    if (text === undefined) return undefined
    if (budget.stepsLeft <= 0) throw new RegexBudgetError('gave up: the pattern takes too many steps')
    budget.stepsLeft -= text.length + 1
    try {
      return this.#native?.test(text)
    } catch {
      return undefined // too deep a stack, or too large once it is compiled for a machine
    }
  }

  #match(input: Uint8Array | Int32Array, length: number, budget: RegexBudget): boolean {
    this.#matcher ??= new Matcher(programOf(this.#expression, this.#numGroups))
    return this.#matcher.test(input, length, budget)
  }
}

/** The characters, undefined if one of them is not a single UTF-16 unit. */
function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    const text = strictDecoder.decode(bytes)
    return /[\ud800-\udbff]/.test(text) ? undefined : text
  } catch {
    return undefined // code points that Perl has and JavaScript's decoder does not
  }
}

/** The longest string that JavaScript may get, to a factor of 4; -1 if none. */
function maxNativeLength(expression: Expression): number {
  let longest = -1
  for (let n = 64; n <= MAX_NATIVE_LENGTH && costOfSearch(expression, n) <= MAX_NATIVE_STEPS; n *= 4) longest = n
  return longest
}

function defaultBudget(): RegexBudget {
  return { stepsLeft: DEFAULT_STEPS }
}

function lengthOf(bytes: Uint8Array | ByteText): number {
  return bytes instanceof ByteText ? bytes.bytes.length : bytes.length
}

function textOf(bytes: Uint8Array | ByteText): ByteText {
  return bytes instanceof ByteText ? bytes : new ByteText(bytes)
}
