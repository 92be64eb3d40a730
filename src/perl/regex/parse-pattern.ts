import { escapedClass, readClass, readProperty } from './parse-class.ts'
import { readGroup } from './parse-group.ts'
import { readLiteral } from './parse-literal.ts'
import { isNumberedReference, readG, readNamedReference, readNumberedReference } from './parse-reference.ts'
import { fail, failWhole, type PatternState, rulesOf, startOf, unsupported } from './pattern-state.ts'
import { boundsAt, isQuantifierAt, next, skipBlanks, skipIgnored } from './skip.ts'
import type { AssertionKind, Charset, Node, RepeatNode, Syntax } from './syntax.ts'

const MAX_REPEAT = 65534 // REG_INFTY - 1

/**
 * Read a pattern as Perl 5.36 does, in the order of regcomp.c, so that what Perl refuses is refused with its words.
 * @throws {PerlRegexError} invalid, or valid but not supported
 */
export function parsePattern(text: string, charset: Charset = 'd'): Syntax {
  const state = startOf(text, charset)
  const node = readBranches(state)
  if (state.at < text.length) fail(state, 'Unmatched )', state.at + 1)
  for (const check of state.references) check()
  if (state.unsupported) throw state.unsupported
  return { node, numGroups: state.maxGroups, unicode: state.unicode }
}

/** Read branches up to a `)` or the end. */
function readBranches(state: PatternState): Node {
  const reset = state.branchReset
  state.branchReset = undefined // for those inside
  const branches = [readBranch(state)]
  while (state.text[state.at] === '|') {
    next(state)
    if (reset) {
      reset.most = Math.max(reset.most, state.numGroups)
      state.numGroups = reset.from
    }
    branches.push(readBranch(state))
  }
  if (reset) state.numGroups = Math.max(reset.most, state.numGroups)
  return branches.length === 1 ? branches[0] : { type: 'branches', nodes: branches }
}

function readBranch(state: PatternState): Node {
  const nodes: Node[] = []
  skipIgnored(state)
  while (state.at < state.text.length && state.text[state.at] !== '|' && state.text[state.at] !== ')') {
    const node = readPiece(state)
    if (node) nodes.push(node)
  }
  return nodes.length === 1 ? nodes[0] : nodes.length === 0 ? { type: 'empty' } : { type: 'sequence', nodes }
}

/** An atom and its quantifier. */
function readPiece(state: PatternState): Node | undefined {
  const { text } = state
  const start = state.at
  const node = readAtom(state)
  if (!node || !isQuantifierAt(text, state.at)) return node
  const bounds = boundsAt(text, state.at)
  let min = 0
  let max = Infinity
  if (bounds) {
    if (Number(bounds.min) > MAX_REPEAT) fail(state, `Quantifier in {,} bigger than ${MAX_REPEAT}`, bounds.minEnd)
    if (Number(bounds.max) > MAX_REPEAT) fail(state, `Quantifier in {,} bigger than ${MAX_REPEAT}`, bounds.maxEnd)
    min = Number(bounds.min)
    max = bounds.max !== '' ? Number(bounds.max) : bounds.hasComma ? Infinity : min
    state.at = bounds.end
    skipIgnored(state)
    if (max < min) return { type: 'fail' }
  } else {
    if (text[state.at] === '+') min = 1
    if (text[state.at] === '?') max = 1
    next(state)
  }
  if (max === Infinity && text.startsWith('\\K', start)) {
    fail(state, `${text.slice(start, state.at)} is forbidden - matches null string many times`)
  }
  let mode: RepeatNode['mode'] = 'greedy'
  if (text[state.at] === '?' || text[state.at] === '+') {
    mode = text[state.at] === '?' ? 'lazy' : 'possessive'
    next(state)
  }
  if (isQuantifierAt(text, state.at)) fail(state, 'Nested quantifiers', state.at + 1)
  return { type: 'repeat', node, min, max, mode }
}

/** undefined: flags, which match nothing. */
function readAtom(state: PatternState): Node | undefined {
  const { text, flags } = state
  switch (text[state.at]) {
    case '^':
      next(state)
      return assertion(flags.m ? 'lineStart' : 'start')
    case '$':
      next(state)
      return assertion(flags.m ? 'lineEnd' : 'finalEnd')
    case '.':
      next(state)
      return flags.s ? anyChar(state) : notNewline(state)
    case '[': {
      state.at++
      const node = readClass(state)
      skipIgnored(state)
      return node
    }
    case '(':
      return readGroup(state, readBranches)
    case '*':
    case '+':
    case '?':
      return fail(state, 'Quantifier follows nothing', state.at + 1)
    case '\\':
      return readEscape(state) ?? readLiteral(state)
    default:
      return readLiteral(state)
  }
}

const ASSERTIONS: Readonly<Record<string, AssertionKind>> = { A: 'start', G: 'start', Z: 'finalEnd', z: 'end' }

/** Read what a backslash starts, unless it is a literal character. */
function readEscape(state: PatternState): Node | undefined {
  const { text } = state
  const start = state.at
  const letter = text[start + 1]
  if (letter === undefined) failWhole(text, 'Trailing \\')
  if (Object.hasOwn(ASSERTIONS, letter)) return escaped(assertion(ASSERTIONS[letter])) // \G: nothing was matched before
  const named = escapedClass(letter)
  if (named) return escaped({ type: 'class', negated: false, items: [named], rules: rulesOf(state) })
  if (isNumberedReference(state, start + 1)) {
    state.at++
    return skipAfter(readNumberedReference(state))
  }
  switch (letter) {
    case 'b':
    case 'B':
      return readBoundary(state, letter)
    case 'C':
      return fail(state, '\\C no longer supported', start + 1)
    case 'K':
      if (state.lookDepth > 0) fail(state, '\\K not permitted in lookahead/lookbehind', start + 2)
      return escaped({ type: 'empty' })
    case 'R':
      return escaped({ type: 'newline' })
    case 'X':
      unsupported(state, '\\X')
      return escaped({ type: 'empty' })
    case 'N':
      if (text[start + 2] !== '{' || boundsAt(text, start + 2)) return escaped(notNewline(state))
      return undefined
    case 'p':
    case 'P':
      state.at += 2
      return skipAfter({ type: 'class', negated: false, items: [readProperty(state, letter)], rules: rulesOf(state) })
    case 'g':
      state.at += 2
      return skipAfter(readG(state))
    case 'k': {
      const open = text[start + 2]
      if (open !== '{' && open !== '<' && open !== "'") fail(state, 'Sequence \\k... not terminated', start + 2)
      state.at += 3
      return skipAfter(readNamedReference(state, start, open === '{' ? '}' : open === '<' ? '>' : "'"))
    }
    default:
      return undefined
  }

  function escaped(node: Node): Node {
    state.at++
    next(state)
    return node
  }

  function skipAfter(node: Node): Node {
    skipIgnored(state)
    return node
  }
}

function readBoundary(state: PatternState, letter: string): Node {
  const { text } = state
  const open = state.at + 2
  const node: Node = { type: 'boundary', negated: letter === 'B', rules: rulesOf(state) }
  if (text[open] === '{') {
    const close = text.indexOf('}', open)
    if (close < 0) fail(state, `Missing right brace on \\${letter}{}`, open + 1)
    const start = skipBlanks(text, open + 1)
    let end = close
    while (end > start && skipBlanks(text, end - 1) === close) end--
    if (start === end) fail(state, `Empty \\${letter}{}`, close + 1)
    const kind = text.slice(start, end)
    if (!['g', 'gcb', 'lb', 'sb', 'wb'].includes(kind)) fail(state, `'${kind}' is an unknown bound type`, end)
    unsupported(state, `\\${letter}{${kind}}`)
    state.at = close
  } else state.at++
  next(state)
  return node
}

function assertion(kind: AssertionKind): Node {
  return { type: 'assertion', kind }
}

function anyChar(state: PatternState): Node {
  return { type: 'class', negated: true, items: [], rules: rulesOf(state) }
}

function notNewline(state: PatternState): Node {
  return { type: 'class', negated: true, items: [{ type: 'range', lo: 10, hi: 10 }], rules: rulesOf(state) }
}
