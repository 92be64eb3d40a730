import { visibleCode, visibleText } from './visible-text.ts'

/** The most columns of the line that are shown before the character, and from it on. */
const MOST_BEFORE = 60
const MOST_AFTER = 20

/** But for Latin, Greek and Cyrillic without combining marks, which are one column wide in a monospaced font. */
const OTHERS = /[^ -~\u00a1-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff]/gu

/**
 * A line and the one below it, with a `^` under its character at `at`, in UTF-16 units. Both have a column for each of their
 * characters, as what may be wider or narrower is written as `\x{4e2d}`; of a long line, what stands around the place.
 */
export function caretLines(line: string, at: number): [line: string, caret: string] {
  const place = isInsidePair(line, at) ? at - 1 : at
  const before = inColumns(line.slice(0, place))
  const after = inColumns(line.slice(place))
  const left = before.length > MOST_BEFORE ? `…${before.slice(1 - MOST_BEFORE)}` : before
  const right = after.length > MOST_AFTER ? `${after.slice(0, MOST_AFTER - 1)}…` : after
  return [left + right, `${' '.repeat(left.length)}^`]
}

function inColumns(text: string): string {
  return visibleText(text).replace(OTHERS, (char) => visibleCode(char.codePointAt(0) ?? 0))
}

function isInsidePair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1))
}
