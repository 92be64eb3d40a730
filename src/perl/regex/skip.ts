import { failWhole, type PatternState } from './pattern-state.ts'

const PATTERN_SPACE = /[\t\n\v\f\r \x85\u200e\u200f\u2028\u2029]/

/** Move over what stands for nothing: (?#comments), and under /x blanks and #comments too. */
export function skipIgnored(state: PatternState, spaces = state.flags.x): void {
  const { text } = state
  for (;;) {
    const before = state.at
    if (text.startsWith('(?#', state.at)) {
      const end = text.indexOf(')', state.at)
      if (end < 0) failWhole(text, 'Sequence (?#... not terminated')
      state.at = end + 1
    }
    while (spaces && state.at < text.length) {
      if (PATTERN_SPACE.test(text[state.at])) state.at++
      else if (text[state.at] === '#') {
        const end = text.indexOf('\n', state.at)
        state.at = end < 0 ? text.length : end + 1
      } else break
    }
    if (state.at === before) return
  }
}

/** Move on, then over what stands for nothing. */
export function next(state: PatternState): void {
  state.at++
  skipIgnored(state)
}

export function skipBlanks(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** The parts of `{n,m}`: '' where there is no number; ends are offsets, `end` that after the `}`. */
export interface Bounds {
  readonly min: string
  readonly minEnd: number
  readonly hasComma: boolean
  readonly max: string
  readonly maxEnd: number
  readonly end: number
}

/** The `{n,m}` at `at`, if that is one. */
export function boundsAt(text: string, at: number): Bounds | undefined {
  if (text[at] !== '{') return undefined
  const minStart = skipBlanks(text, at + 1)
  const minEnd = skipDigits(text, minStart)
  let p = skipBlanks(text, minEnd)
  const hasComma = text[p] === ','
  const maxStart = hasComma ? skipBlanks(text, p + 1) : minEnd
  const maxEnd = hasComma ? skipDigits(text, maxStart) : minEnd
  if (hasComma) p = skipBlanks(text, maxEnd)
  if (text[p] !== '}' || (minStart === minEnd && maxStart === maxEnd)) return undefined
  return { min: text.slice(minStart, minEnd), minEnd, hasComma, max: text.slice(maxStart, maxEnd), maxEnd, end: p + 1 }
}

export function skipDigits(text: string, at: number): number {
  while (isDigit(text[at])) at++
  return at
}

export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9'
}

export function isQuantifierAt(text: string, at: number): boolean {
  const char = text[at]
  return char === '*' || char === '+' || char === '?' || (char === '{' && boundsAt(text, at) !== undefined)
}
