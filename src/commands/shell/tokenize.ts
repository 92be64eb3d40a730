/** A word of a command line: its text without quotes and escapes, and where it stands. */
export interface Token {
  readonly text: string
  /** As it was typed. */
  readonly raw: string
  /** UTF-16 units, `end` exclusive, quotes included. */
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

export interface TokenizedLine {
  readonly tokens: readonly Token[]
  /** Where a quote stands that nothing closes, else -1. As in pmat the line ends before it. */
  readonly openQuote: number
}

/** As Perl's \s, so no BOM, but NEL. */
const BLANK = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y
const QUOTED = /"((?:\\[^]|[^"\\])*)"/y
const BARE = /[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/y

/**
 * Split a line into words as pmat's shell does: blanks part them, unless the word begins with a double quote, which
 * then reaches to the next one that no backslash escapes, or else to the last one at all. In both, `\"` is a quote
 * and `\\` a backslash; any other backslash stays, so that patterns survive. Never fails.
 */
export function tokenize(line: string): TokenizedLine {
  const tokens: Token[] = []
  let at = skip(BLANK, line, 0)
  while (at < line.length) {
    const isQuoted = line[at] === '"'
    const end = isQuoted ? quoteEnd(line, at) : skip(BARE, line, at)
    if (end === at) return { tokens, openQuote: at }
    const raw = line.slice(at, end)
    const text = isQuoted ? raw.slice(1, -1) : raw
    tokens.push({ text: text.replace(/\\(["\\])/g, '$1'), raw, start: at, end, isQuoted })
    at = skip(BLANK, line, end)
  }
  return { tokens, openQuote: -1 }
}

/** Behind the closing quote, or `at` if there is none. */
function quoteEnd(line: string, at: number): number {
  const end = skip(QUOTED, line, at)
  if (end > at) return end
  const lastQuote = line.lastIndexOf('"')
  return lastQuote > at ? lastQuote + 1 : at
}

/** Where the sticky pattern ends if it is found at `at`, else `at`. */
function skip(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(line) ? pattern.lastIndex : at
}

/** A word as it must be typed to become this text again. */
export function quoteToken(text: string): string {
  BARE.lastIndex = 0
  const isBare = BARE.test(text) && BARE.lastIndex === text.length && !/^"|\\|^\|$/.test(text)
  return isBare ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
