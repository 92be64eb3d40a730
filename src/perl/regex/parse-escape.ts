import { MAX_CODE_POINT } from './char-set.ts'
import { charAt, fail, type PatternState, requireUnicode, unsupported, widthOf } from './pattern-state.ts'
import { skipBlanks } from './skip.ts'

/** Escapes of one letter for one character, but for \b, which is one only inside brackets. */
export const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, e: 27, a: 7 }

const HEX = /[0-9A-Fa-f]/
const OCTAL = /[0-7]/

/** Read what follows `\x`: two hexadecimal digits at most, or any number of them in braces. */
export function readHex(state: PatternState): number {
  if (state.text[state.at] === '{') return readBraced(state, 'x', HEX, 16)
  return readDigits(state, HEX, 16, 2)
}

/** Read what follows `\o`: octal digits in braces. */
export function readBracedOctal(state: PatternState): number {
  if (state.text[state.at] !== '{') fail(state, 'Missing braces on \\o{}')
  return readBraced(state, 'o', OCTAL, 8)
}

/** Read up to three octal digits. */
export function readOctal(state: PatternState): number {
  return readDigits(state, OCTAL, 8, 3)
}

/** Read what follows `\c`: \cA is 1. */
export function readControl(state: PatternState): number {
  const { text, at } = state
  const char = at < text.length ? charAt(state, at) : 0
  if (char < 0x20 || char > 0x7e) {
    fail(state, 'Character following "\\c" must be printable ASCII', at + (at < text.length ? widthOf(char) : 0))
  }
  if (text[at] === '{') fail(state, 'Use ";" instead of "\\c{"', at + 1)
  state.at++
  return text[at].toUpperCase().charCodeAt(0) ^ 64
}

/** Read the `{U+263A}` or `{U+73.74}` that follows `\N`: the characters it stands for. */
export function readNamed(state: PatternState): number[] {
  const { text } = state
  const open = state.at
  const close = text.indexOf('}', open)
  if (close < 0) fail(state, 'Missing right brace on \\N{}', open + 1)
  requireUnicode(state)
  const start = skipBlanks(text, open + 1)
  let end = close
  while (end > start && /[ \t]/.test(text[end - 1])) end--
  if (!text.startsWith('U+', start)) {
    const name = text.slice(start, end)
    if (!/^[A-Za-z][\w :()-]*$/.test(name)) fail(state, `Unknown charname '${name}'`, end)
    unsupported(state, `\\N{${name}}, the name of a character,`)
    state.at = close + 1
    return [0]
  }
  const chars: number[] = []
  state.at = start + 1
  do {
    state.at++ // past the + or the .
    const before = state.at
    const char = readDigits(state, HEX, 16, Infinity, end)
    if (state.at === before) fail(state, 'Invalid hexadecimal number in \\N{U+...}', state.at + 1)
    chars.push(char)
  } while (text[state.at] === '.' && state.at < end)
  if (state.at < end) fail(state, 'Invalid hexadecimal number in \\N{U+...}', state.at + 1)
  state.at = close + 1
  return chars
}

function readBraced(state: PatternState, letter: string, digit: RegExp, base: number): number {
  const { text } = state
  const close = text.indexOf('}', state.at)
  if (close < 0) {
    state.at = skipBlanks(text, state.at + 1)
    while (state.at < text.length && digit.test(text[state.at])) state.at++
    fail(state, `Missing right brace on \\${letter}{}`)
  }
  state.at = skipBlanks(text, state.at + 1)
  if (state.at === close && letter === 'o') fail(state, 'Empty \\o{}', close + 1)
  const char = readDigits(state, digit, base, Infinity, close) // Perl ignores what is no digit, and all after it
  state.at = close + 1
  return char
}

/** Digits, which may be parted by single underscores where there is no limit to them. */
function readDigits(state: PatternState, digit: RegExp, base: number, max: number, end = state.text.length): number {
  const { text } = state
  let char = 0
  for (let count = 0; count < max && state.at < end; state.at++) {
    if (digit.test(text[state.at])) {
      char = char * base + Number.parseInt(text[state.at], base)
      count++
    } else if (max < Infinity || count === 0 || text[state.at] !== '_' || !digit.test(text[state.at + 1] ?? '')) break
  }
  if (char > MAX_CODE_POINT) unsupported(state, 'A character beyond 0x7fffffff')
  return Math.min(char, MAX_CODE_POINT)
}
