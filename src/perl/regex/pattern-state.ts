import { PerlRegexError, UnsupportedRegexError } from './errors.ts'
import type { Charset, Rules } from './syntax.ts'

/** The flags in force at a place of the pattern. */
export interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly x: boolean
  readonly xx: boolean
  readonly n: boolean
  readonly charset: Charset
}

export const NO_FLAGS: Flags = { i: false, m: false, s: false, x: false, xx: false, n: false, charset: 'd' }

/** Where the parser is in a pattern and what it has seen. The functions of the parser pass it on and move `at`. */
export interface PatternState {
  readonly text: string
  at: number
  flags: Flags
  /** Captures opened so far, and the most there have been: they differ inside (?|...). */
  numGroups: number
  maxGroups: number
  readonly groupsByName: Map<string, number[]>
  /** Set between a `(?|` and its branches: where each of them starts to count, and how far one got. */
  branchReset: { readonly from: number; most: number } | undefined
  /** Nesting of lookaheads and lookbehinds. */
  lookDepth: number
  depth: number
  unicode: boolean
  /** Are there groups of these numbers or names? Perl asks after all else, in the order of the pattern. */
  readonly references: (() => void)[]
  /** The first construct that Perl takes and we do not: thrown when Perl would have nothing to complain of. */
  unsupported: UnsupportedRegexError | undefined
}

/** @param charset holds unless flags say otherwise */
export function startOf(text: string, charset: Charset): PatternState {
  return {
    text,
    at: 0,
    flags: { ...NO_FLAGS, charset },
    numGroups: 0,
    maxGroups: 0,
    groupsByName: new Map(),
    branchReset: undefined,
    lookDepth: 0,
    depth: 0,
    unicode: /[^\0-\xff]/.test(text),
    references: [],
    unsupported: undefined,
  }
}

/** As regcomp.c's vFAIL: the message shows the pattern with a mark at `at`. */
export function fail(state: PatternState, problem: string, at = state.at): never {
  const { text } = state
  const here = Math.min(at, text.length)
  throw new PerlRegexError(
    `${problem} in regex; marked by <-- HERE in m/${text.slice(0, here)} <-- HERE ${text.slice(here)}/`,
  )
}

/** As regcomp.c's FAIL: the message shows the pattern, or the start of it. */
export function failWhole(text: string, problem: string): never {
  const shown = text.length > 127 ? `${text.slice(0, 117)}...` : text
  throw new PerlRegexError(`${problem} in regex m/${shown}/`)
}

export function unsupported(state: PatternState, what: string): void {
  state.unsupported ??= new UnsupportedRegexError(`${what} is not supported here`)
}

/** The character at `at`: two UTF-16 units where there is a pair. */
export function charAt(state: PatternState, at: number): number {
  return state.text.codePointAt(at) as number
}

export function widthOf(char: number): number {
  return char > 0xffff ? 2 : 1
}

/** \p and its like make Unicode's rules hold in all of the pattern, if they stand under /d. */
export function requireUnicode(state: PatternState): void {
  if (state.flags.charset === 'd') state.unicode = true
}

export function rulesOf({ flags }: PatternState): Rules {
  return { ignoreCase: flags.i, charset: flags.charset }
}
