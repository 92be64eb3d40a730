import { costOfSearch } from './cost.ts'
import type { Expression } from './expression.ts'
import { joinedRegExp } from './native.ts'
import type { Prefilter } from './prefilter.ts'

/** No byte, and so in no set of a pattern for bytes: no match goes beyond it. */
const SEPARATOR = 0xffff
const MAX_CHARS = 1 << 16
/** JavaScript's RegExp cannot be stopped: what it gets at once takes 20 ms at most. */
const MAX_STEPS = 2 ** 22
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Told of strings by their ids, in no order. */
export interface Answers {
  /** It matches. */
  found(id: number): void
  /** It may take too long among others: it is to be asked alone. */
  alone(id: number): void
}

/**
 * Asks many strings of bytes together: JavaScript's RegExp is called for one text made of them instead of for each,
 * which takes longer than to search a short one. What is not found otherwise is not found so, and the other way round.
 */
export class ManyBytes {
  /** What was searched, in characters as quick as most: the caller may set it back. */
  steps = 0
  readonly #prefilter: Prefilter
  readonly #answers: Answers
  readonly #regexp: RegExp
  /** Of how many characters a text may be in which the longest string has 2^i of them. */
  readonly #limits: readonly number[]
  readonly #units = new Uint16Array(MAX_CHARS)
  readonly #ids = new Uint32Array(MAX_CHARS)
  /** Where each string ends in the text; a separator is there. */
  readonly #ends = new Uint32Array(MAX_CHARS)
  #length = 0
  #used = 0
  #limit = MAX_CHARS

  /** undefined: JavaScript cannot express the pattern. */
  static of(expression: Expression, prefilter: Prefilter, answers: Answers): ManyBytes | undefined {
    const regexp = joinedRegExp(expression)
    return regexp && new ManyBytes(regexp, expression, prefilter, answers)
  }

  private constructor(regexp: RegExp, expression: Expression, prefilter: Prefilter, answers: Answers) {
    this.#regexp = regexp
    this.#prefilter = prefilter
    this.#answers = answers
    this.#limits = Array.from({ length: 1 + Math.log2(MAX_CHARS) }, (_, i) =>
      Math.min(MAX_CHARS, Math.floor((MAX_STEPS * 2 ** i) / costOfSearch(expression, 2 ** i))),
    )
  }

  /** Ask of the string bytes[start, end), now or at the next flush. */
  offer(bytes: Uint8Array, start: number, end: number, id: number): void {
    if (!this.#prefilter.mayMatch(bytes, start, end)) return
    if (this.#prefilter.isAll) return this.#answers.found(id)
    const length = end - start
    const limit = this.#limits[length < 2 ? 0 : 32 - Math.clz32(length - 1)] ?? 0
    if (length >= limit) return this.#answers.alone(id)
    if (this.#used + length >= Math.min(limit, this.#limit)) this.flush()
    if (limit < this.#limit) this.#limit = limit
    const units = this.#units
    let at = this.#used
    for (let i = start; i < end; i++) units[at++] = bytes[i]
    units[at] = SEPARATOR
    this.#ends[this.#length] = at
    this.#ids[this.#length++] = id
    this.#used = at + 1
  }

  /** Search what was offered. */
  flush(): void {
    if (this.#length === 0) return
    const text = decoder.decode(this.#units.subarray(0, this.#used - 1)) // behind the last separator there is no string
    const regexp = this.#regexp
    const ends = this.#ends
    const ids = this.#ids
    let string = 0
    try {
      regexp.lastIndex = 0
      for (; string < this.#length && regexp.test(text); string++) {
        while (ends[string] < regexp.lastIndex) string++ // a match ends in its string
        this.#answers.found(ids[string])
        regexp.lastIndex = ends[string] + 1
      }
    } catch {
      // too deep a stack, or too large once it is compiled for a machine
      for (; string < this.#length; string++) this.#answers.alone(ids[string])
    }
    this.steps += this.#used * (MAX_CHARS / this.#limit)
    this.#length = 0
    this.#used = 0
    this.#limit = MAX_CHARS
  }
}
