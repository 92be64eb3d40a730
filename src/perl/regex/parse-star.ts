import { fail, type PatternState, unsupported } from './pattern-state.ts'
import { next } from './skip.ts'
import type { Node } from './syntax.ts'

const LOOKS: Readonly<Record<string, [behind: boolean, negative: boolean]>> = {
  pla: [false, false],
  positive_lookahead: [false, false],
  nla: [false, true],
  negative_lookahead: [false, true],
  plb: [true, false],
  positive_lookbehind: [true, false],
  nlb: [true, true],
  negative_lookbehind: [true, true],
}
const SCRIPT_RUNS = new Set(['sr', 'script_run', 'asr', 'atomic_script_run'])
const VERBS = new Set(['ACCEPT', 'COMMIT', 'MARK', 'PRUNE', 'SKIP', 'THEN', ''])

/** (*VERB), (*VERB:argument), (*lookaround:...). */
export function readStar(state: PatternState, isApart: boolean, body: () => Node): Node {
  const { text } = state
  const start = state.at + 1
  if (isApart) {
    const isVerb = /[A-Z]/.test(text[start] ?? '')
    fail(state, `In '(*${isVerb ? 'VERB' : ''}...)', the '(' and '*' must be adjacent`, start + 1)
  }
  const stop = /[:)]/.exec(text.slice(start))
  const end = stop ? start + stop.index : text.length
  const name = text.slice(start, end)
  const hasUpper = /[A-Z]/.test(name)
  const hasArgument = text[end] === ':'
  const close = text.indexOf(')', end)
  if (close < 0) {
    const what = hasArgument ? ' argument' : hasUpper ? '' : ' construct'
    fail(state, hasUpper ? `Unterminated verb pattern${what}` : `Unterminated '(*...'${what}`, text.length)
  }
  const isGroup = name === 'atomic' || Object.hasOwn(LOOKS, name) || SCRIPT_RUNS.has(name)
  if (isGroup) {
    if (!hasArgument) fail(state, `'(*${name}' requires a terminating ':'`, close)
    if (SCRIPT_RUNS.has(name)) unsupported(state, `A script run (*${name}:...)`)
    state.at = end
    next(state)
    if (Object.hasOwn(LOOKS, name)) return look(state, ...LOOKS[name], body)
    return { type: 'atomic', node: body() }
  }
  state.at = close
  const isFail = name === 'F' || name === 'FAIL'
  if (!isFail && (!VERBS.has(name) || (name === '' && !hasArgument))) {
    const problem = hasUpper || name === '' ? `Unknown verb pattern '${name}'` : `Unknown '(*...)' construct '${name}'`
    fail(state, problem, close + 1)
  }
  if ((name === 'MARK' || name === '') && close <= end + 1) {
    fail(state, `Verb pattern '${name || 'MARK'}' has a mandatory argument`, close)
  }
  if (!isFail) unsupported(state, `The verb (*${text.slice(start, close)})`)
  next(state)
  return { type: 'fail' }
}

/** The body as a lookahead or lookbehind. */
export function look(state: PatternState, behind: boolean, negative: boolean, body: () => Node): Node {
  state.lookDepth++
  const node = body()
  state.lookDepth--
  return { type: 'look', behind, negative, node }
}
