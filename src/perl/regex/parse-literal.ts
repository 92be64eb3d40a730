import { readBracedOctal, readControl, readHex, readNamed, readOctal, SIMPLE_ESCAPES } from './parse-escape.ts'
import { isNumberedReference } from './parse-reference.ts'
import { charAt, fail, failWhole, type PatternState, rulesOf, widthOf } from './pattern-state.ts'
import { boundsAt, isQuantifierAt, skipIgnored } from './skip.ts'
import type { Node } from './syntax.ts'

/** Read a run of characters that stand for themselves; only one if a quantifier follows it. */
export function readLiteral(state: PatternState): Node {
  const { text } = state
  const nodes: Node[] = []
  while (state.at < text.length) {
    const start = state.at
    const node = readChar(state)
    if (!node) break
    skipIgnored(state)
    const isRepeated = isQuantifierAt(text, state.at)
    if (isRepeated && nodes.length > 0) {
      state.at = start
      break
    }
    nodes.push(node)
    if (isRepeated) break
  }
  return nodes.length === 1 ? nodes[0] : { type: 'sequence', nodes }
}

/** One character, or the characters of a \N{U+73.74}; undefined where something else starts. */
function readChar(state: PatternState): Node | undefined {
  const { text } = state
  const start = state.at
  if ('^$.[()|'.includes(text[start])) return undefined
  if (text[start] === '{' && /[A-Za-z]/.test(text[start - 1] ?? '') && text[start - 2] === '\\') {
    fail(state, 'Unescaped left brace in regex is illegal here', start + 1)
  }
  if (text[start] !== '\\') {
    const char = charAt(state, start)
    state.at += widthOf(char)
    return literal(state, char)
  }
  const letter = text[start + 1]
  if (letter === undefined) failWhole(text, 'Trailing \\')
  if ('AbBCdDgGhHkKpPRsSvVwWXzZ'.includes(letter) || isNumberedReference(state, start + 1)) return undefined
  if (letter === 'N' && (text[start + 2] !== '{' || boundsAt(text, start + 2))) return undefined
  state.at++
  if (letter >= '0' && letter <= '7') return literal(state, readOctal(state))
  const char = charAt(state, state.at)
  state.at += widthOf(char)
  switch (letter) {
    case 'x':
      return literal(state, readHex(state))
    case 'o':
      return literal(state, readBracedOctal(state))
    case 'c':
      return literal(state, readControl(state))
    case 'N': {
      const chars = readNamed(state).map((named) => literal(state, named))
      return chars.length === 1 ? chars[0] : { type: 'sequence', nodes: chars }
    }
    default:
      return literal(state, SIMPLE_ESCAPES[letter] ?? char)
  }
}

function literal(state: PatternState, char: number): Node {
  if (char > 0xff) state.unicode = true
  return { type: 'char', char, rules: rulesOf(state) }
}
