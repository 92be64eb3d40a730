import { UnsupportedRegexError } from './errors.ts'
import { readFlags } from './parse-flags.ts'
import { readName, readNamedReference } from './parse-reference.ts'
import { look, readStar } from './parse-star.ts'
import { fail, failWhole, type PatternState, unsupported } from './pattern-state.ts'
import { isDigit, next, skipDigits, skipIgnored } from './skip.ts'
import type { Node } from './syntax.ts'

/** Reads the branches of a group, up to its `)`. */
type ReadBranches = (state: PatternState) => Node

const MAX_DEPTH = 250 // perl's is 1000: the parser and what follows it recurse

/** Read a group from its `(`: undefined for `(?i)` and its kin, which match nothing by themselves. */
export function readGroup(state: PatternState, readBranches: ReadBranches): Node | undefined {
  const outerFlags = state.flags
  next(state)
  const opened = state.at
  if (++state.depth > MAX_DEPTH)
    throw new UnsupportedRegexError(`A pattern more than ${MAX_DEPTH} groups deep is not supported here`)
  const { text } = state
  const isApart = text[state.at - 1] !== '(' // blanks in between, under /x
  const char = text[state.at]
  const node =
    char === '*'
      ? readStar(state, isApart, body)
      : char === '?'
        ? readQuestion(state, isApart, body)
        : readPlain(state, body)
  state.depth--
  return node

  /** Read the branches and the `)`. */
  function body(): Node {
    const branches = readBranches(state)
    state.flags = outerFlags
    if (text[state.at] !== ')') fail(state, 'Unmatched (', opened)
    next(state)
    return branches
  }
}

function readPlain(state: PatternState, body: () => Node): Node {
  return state.flags.n ? body() : capture(state, body)
}

function capture(state: PatternState, body: () => Node): Node {
  const index = openCapture(state)
  return { type: 'capture', index, node: body() }
}

function openCapture(state: PatternState): number {
  const index = ++state.numGroups
  state.maxGroups = Math.max(state.maxGroups, index)
  return index
}

function readQuestion(state: PatternState, isApart: boolean, body: () => Node): Node | undefined {
  const { text } = state
  const start = state.at // of the ?
  if (isApart) fail(state, "In '(?...)', the '(' and '?' must be adjacent", start + 1)
  const kind = text[start + 1]
  state.at = Math.min(start + 2, text.length)
  switch (kind) {
    case undefined:
      return fail(state, 'Sequence (? incomplete')
    case ':':
      skipIgnored(state)
      return body()
    case '>':
      skipIgnored(state)
      return { type: 'atomic', node: body() }
    case '|':
      return readBranchReset(state, body)
    case '=':
    case '!':
      return readLook(state, kind, false, body)
    case '<':
      if (text[state.at] === '=' || text[state.at] === '!') {
        state.at++
        return readLook(state, text[state.at - 1], true, body)
      }
      return readNamedCapture(state, '<', body)
    case "'":
      return readNamedCapture(state, "'", body)
    case 'P':
      return readPython(state, start, body)
    case '#':
      return failWhole(text, 'Sequence (?#... not terminated') // a comment that ends was skipped
    case '$':
    case '@':
      return fail(state, `Sequence (?${kind}...) not implemented`)
    case '?':
      if (text[state.at] === '{') failWhole(text, "Eval-group not allowed at runtime, use re 'eval'")
      state.at = Math.min(state.at + 1, text.length)
      return fail(state, `Sequence (${text.slice(start, state.at)}...) not recognized`)
    case '{':
      return failWhole(text, "Eval-group not allowed at runtime, use re 'eval'")
    case '(':
      throw new UnsupportedRegexError('A conditional (?(...)...) is not supported here')
    case '[':
      throw new UnsupportedRegexError('An extended character class (?[...]) is not supported here')
    case 'R':
    case '0':
      if (text[state.at] !== ')') failWhole(text, 'Sequence (?R) not terminated')
      return recursion(state, start)
    case '&':
      return readNamedRecursion(state, start)
    default:
      if (isDigit(kind) || ((kind === '+' || kind === '-') && /[1-9]/.test(text[state.at] ?? ''))) {
        return readNumberedRecursion(state, start)
      }
      if (kind === '+') fail(state, 'Illegal pattern')
      return readFlagged(state, start, body)
  }
}

function readFlagged(state: PatternState, start: number, body: () => Node): Node | undefined {
  state.at = start + 1
  readFlags(state, start)
  const isGroup = state.text[state.at] === ':'
  next(state)
  return isGroup ? body() : undefined
}

function readLook(state: PatternState, kind: string, behind: boolean, body: () => Node): Node {
  const { text } = state
  const negative = kind === '!'
  if (negative && !behind) skipIgnored(state)
  if (state.at >= text.length) fail(state, `Sequence (?${behind ? '<' : ''}${kind}... not terminated`)
  if (negative && !behind && text[state.at] === ')') {
    next(state)
    return { type: 'fail' }
  }
  return look(state, behind, negative, body)
}

function readNamedCapture(state: PatternState, mark: string, body: () => Node): Node {
  const name = readName(state)
  if (name === '' || state.text[state.at] !== (mark === '<' ? '>' : mark)) {
    fail(state, `Sequence (?${mark}... not terminated`)
  }
  next(state)
  const index = openCapture(state)
  const groups = state.groupsByName.get(name)
  if (!groups) state.groupsByName.set(name, [index])
  else if (!groups.includes(index)) groups.push(index)
  return { type: 'capture', index, node: body() }
}

/** (?|...): every branch starts to count its captures anew. */
function readBranchReset(state: PatternState, body: () => Node): Node {
  skipIgnored(state)
  state.branchReset = { from: state.numGroups, most: state.numGroups }
  return body()
}

/** (?P<name>...), (?P=name), (?P>name). */
function readPython(state: PatternState, start: number, body: () => Node): Node {
  const { text } = state
  const kind = text[state.at]
  state.at = Math.min(state.at + 1, text.length)
  if ((kind === '<' || kind === '>') && state.at >= text.length) fail(state, `Sequence (?P${kind}... not terminated`)
  if (kind === '<') return readNamedCapture(state, '<', body)
  if (kind === '>') return readNamedRecursion(state, start)
  if (kind === '=') {
    const node = readNamedReference(state, start, ')')
    skipIgnored(state)
    return node
  }
  return fail(state, `Sequence (${text.slice(start, state.at)}...) not recognized`)
}

function readNamedRecursion(state: PatternState, start: number): Node {
  const name = readName(state)
  const { at } = state
  state.references.push(() => {
    if (!state.groupsByName.has(name)) fail(state, 'Reference to nonexistent named group', at)
  })
  if (state.text[state.at] !== ')') fail(state, 'Sequence (?&... not terminated')
  return recursion(state, start)
}

function readNumberedRecursion(state: PatternState, start: number): Node {
  const { text } = state
  const sign = text[start + 1]
  const isRelative = sign === '+' || sign === '-'
  const digits = start + 1 + (isRelative ? 1 : 0)
  state.at = skipDigits(text, digits)
  const given = Number(text.slice(digits, state.at))
  if (given > 0x7fffffff) fail(state, 'Invalid reference to group')
  if (text[state.at] !== ')') fail(state, 'Expecting close bracket')
  const after = state.at + 1
  const group = sign === '-' ? state.numGroups + 1 - given : sign === '+' ? state.numGroups + given : given
  if (group < 1) fail(state, 'Reference to nonexistent group', after)
  state.references.push(() => {
    if (group > state.maxGroups) fail(state, 'Reference to nonexistent group', after)
  })
  return recursion(state, start)
}

function recursion(state: PatternState, start: number): Node {
  unsupported(state, `Recursion (${state.text.slice(start, state.at)})`)
  next(state)
  return { type: 'fail' }
}
