import { ShellError } from '../shell/shell-error.ts'

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  byte: 1,
  bytes: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tib: 2 ** 40,
}

/** Reads the parts of a condition, one after the other. Blanks between them do not matter. */
export class WhereReader {
  readonly #text: string
  readonly #start: number
  #at = 0

  /** @param start where the text stands in the line, for errors */
  constructor(text: string, start: number) {
    this.#text = text
    this.#start = start
  }

  /** Of the next part. */
  position(): number {
    this.#match(/\s*/y)
    return this.#at
  }

  isAtEnd(): boolean {
    return this.position() === this.#text.length
  }

  /** The next character, '' at the end. */
  next(): string {
    return this.#text.charAt(this.position())
  }

  /** What stands here, for a message. */
  found(): string {
    if (this.isAtEnd()) return 'the end'
    const [part] = /^(?:\w[\w:.]*|[^\s\w]{1,2})/.exec(this.#text.slice(this.#at)) ?? [this.next()]
    return `'${part}'`
  }

  /** @throws {ShellError} always */
  fail(problem: string, at = this.position()): never {
    throw new ShellError(`${problem} (at character ${this.#start + at + 1})`, this.#start + at)
  }

  take(symbol: string): boolean {
    if (!this.#text.startsWith(symbol, this.position())) return false
    this.#at += symbol.length
    return true
  }

  /** The first of these that stands here. */
  takeOneOf(symbols: readonly string[]): string | undefined {
    return symbols.find((symbol) => this.take(symbol))
  }

  /** Whether this word stands here. In any case: people shout AND. */
  takeWord(word: string): boolean {
    const at = this.position()
    if (this.word().toLowerCase() === word) return true
    this.#at = at
    return false
  }

  /** Letters, '' if there are none. */
  word(): string {
    this.position()
    return this.#match(/[A-Za-z_]\w*/y)
  }

  /** A number of bytes, with or without a unit: `10MiB`, `1.5 KiB`, `4096`. */
  byteCount(): number {
    const value = this.#number('a size such as 10MiB')
    const at = this.position()
    const unit = this.#match(/[A-Za-z]\w*/y)
    if (Object.hasOwn(UNITS, unit.toLowerCase())) return value * UNITS[unit.toLowerCase()]
    if (/^(?:and|or)$/i.test(unit)) {
      this.#at = at
      return value
    }
    return this.fail(`Unknown unit '${unit}': it is KiB, MiB, GiB or TiB, or nothing for bytes`, at)
  }

  count(): number {
    return this.#number('a number')
  }

  #number(expected: string): number {
    const at = this.position()
    const digits = this.#match(/\d[\d_]*(?:\.\d+)?/y)
    if (digits === '') this.fail(`Expected ${expected}, not ${this.found()}`, at)
    return Number(digits.replaceAll('_', ''))
  }

  /** A name, in double quotes if it has blanks or signs in it; `\"` and `\\` in quotes are as elsewhere in a line. */
  name(of: string): string {
    const at = this.position()
    if (this.next() !== '"') {
      const bare = this.#match(/[^\s()=<>!~"]+/y)
      if (bare === '') this.fail(`Expected a ${of}, not ${this.found()}`, at)
      return bare
    }
    const quoted = this.#match(/"(?:\\[^]|[^"\\])*"/y)
    if (quoted === '') this.fail('Nothing closes this quote', at)
    return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1')
  }

  /** `/PATTERN/FLAGS`, where a slash inside is `\/`. */
  pattern(): string {
    const at = this.position()
    if (this.next() !== '/') this.fail(`Expected a pattern such as /^Foo/i, not ${this.found()}`, at)
    const pattern = this.#match(/\/(?:\\[^]|[^/\\])*\/[a-z]*/y)
    if (pattern === '') this.fail('Nothing closes this pattern', at)
    return pattern
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? ['']
    this.#at += found.length
    return found
  }
}
