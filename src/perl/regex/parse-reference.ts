import { fail, type PatternState, rulesOf } from './pattern-state.ts'
import { isDigit, skipBlanks, skipDigits } from './skip.ts'
import type { Node } from './syntax.ts'

const NAME_START = /[A-Za-z_]/
const NAME_REST = /[A-Za-z_0-9]/

/** Read a group's name. It stands still at the end of the pattern. */
export function readName(state: PatternState): string {
  const { text } = state
  const start = state.at
  if (start >= text.length) return ''
  if (!isNameChar(text[start], NAME_START)) {
    fail(state, 'Group name must start with a non-digit word character', start + 1)
  }
  while (state.at < text.length && isNameChar(text[state.at], NAME_REST)) state.at++
  return text.slice(start, state.at)
}

function isNameChar(char: string, ascii: RegExp): boolean {
  return ascii.test(char) || (char > '\xff' && /[\p{Alphabetic}\p{M}\p{Nd}]/u.test(char))
}

/**
 * Read a reference to a named group: the name and the closing mark.
 * @param start offset of the three characters that an error shows
 */
export function readNamedReference(state: PatternState, start: number, close: string): Node {
  const { text } = state
  const rules = rulesOf(state)
  if (close === '}') state.at = skipBlanks(text, state.at)
  const nameStart = state.at
  const name = readName(state)
  const nameEnd = state.at
  state.references.push(() => {
    if (!state.groupsByName.has(name)) fail(state, 'Reference to nonexistent named group', nameEnd)
  })
  if (close === '}') state.at = skipBlanks(text, state.at)
  if (state.at === nameStart || text[state.at] !== close) {
    fail(state, `Sequence ${text.slice(start, start + 3)}... not terminated`)
  }
  state.at++
  return {
    type: 'backreference',
    rules,
    get groups() {
      return state.groupsByName.get(name) ?? [] // known when all is read
    },
  }
}

/** Read `\g1`, `\g{1}`, `\g{-1}` or `\g{name}` from after the `g`. */
export function readG(state: PatternState): Node {
  const { text } = state
  const start = state.at - 2
  const hasBrace = text[state.at] === '{'
  if (hasBrace) state.at = skipBlanks(text, state.at + 1)
  const isRelative = text[state.at] === '-'
  if (isRelative) state.at++
  if (hasBrace && !isDigit(text[state.at])) {
    state.at = start + 3
    return readNamedReference(state, start, '}')
  }
  if (!isDigit(text[state.at])) fail(state, 'Unterminated \\g... pattern')
  const digitsEnd = skipDigits(text, state.at)
  let group = Number(text.slice(state.at, digitsEnd))
  if (group === 0) fail(state, 'Reference to invalid group 0')
  if (group > 0x7fffffff) fail(state, 'Reference to nonexistent group')
  if (isRelative) {
    group = state.numGroups + 1 - group
    if (group < 1) fail(state, 'Reference to nonexistent or unclosed group')
  }
  state.at = digitsEnd
  if (hasBrace) {
    const close = text.indexOf('}', state.at) // what is in between, Perl ignores
    if (close < 0) fail(state, 'Unterminated \\g{...} pattern')
    state.at = close + 1
  }
  return numberedReference(state, group)
}

/** Is what follows a backslash, at `at`, a reference by number? Two digits and more are octal when no such group was opened. */
export function isNumberedReference(state: PatternState, at: number): boolean {
  const { text } = state
  if (!isDigit(text[at]) || text[at] === '0') return false
  const group = Number(text.slice(at, skipDigits(text, at)))
  return group <= 9 || group <= state.numGroups || text[at] === '8' || text[at] === '9'
}

export function readNumberedReference(state: PatternState): Node {
  const start = state.at
  state.at = skipDigits(state.text, start)
  return numberedReference(state, Number(state.text.slice(start, state.at)))
}

function numberedReference(state: PatternState, group: number): Node {
  const { at } = state
  state.references.push(() => {
    if (group > state.maxGroups) fail(state, 'Reference to nonexistent group', at)
  })
  return { type: 'backreference', groups: [group], rules: rulesOf(state) }
}
