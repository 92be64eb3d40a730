import { fail, NO_FLAGS, type PatternState } from './pattern-state.ts'

/**
 * Read the flags of `(?^adlupimnsx-imnsx:` or `...)` up to the `:` or `)`, and put them in force.
 * @param start offset of the `?`
 */
export function readFlags(state: PatternState, start: number): void {
  const { text } = state
  const set = new Set<string>()
  const unset = new Set<string>()
  let charset = state.flags.charset
  let given = '' // the charset flag that was given
  let base = state.flags
  let numX = 0
  const hasCaret = text[state.at] === '^'
  if (hasCaret) {
    state.at++
    base = NO_FLAGS
    charset = 'd' // even under unicode_strings
  }
  let target = set

  for (; state.at < text.length; state.at++) {
    const flag = text[state.at]
    switch (flag) {
      case 'i':
      case 'm':
      case 's':
      case 'n':
        target.add(flag)
        break
      case 'x':
        target.add(++numX > 1 ? 'xx' : 'x')
        break
      case 'l':
      case 'u':
      case 'a':
      case 'd':
        if (flag === 'd' && hasCaret) unknownFlag(state, start)
        if (target === unset) failAfter(state, `Regexp modifier "${flag}" may not appear after the "-"`)
        if (given && !(flag === 'a' && charset === 'a')) clashingFlags(state, given, flag)
        charset = flag === 'a' && given ? 'aa' : flag
        given = flag
        break
      case 'o':
      case 'g':
      case 'c':
      case 'p':
        break
      case '-':
        if (hasCaret || target === unset) unknownFlag(state, start)
        target = unset
        numX = 0
        break
      case ':':
      case ')':
        state.flags = {
          i: (base.i || set.has('i')) && !unset.has('i'),
          m: (base.m || set.has('m')) && !unset.has('m'),
          s: (base.s || set.has('s')) && !unset.has('s'),
          n: (base.n || set.has('n')) && !unset.has('n'),
          x: (base.x || set.has('x')) && !unset.has('x'),
          xx: ((base.xx && !set.has('x')) || set.has('xx')) && !unset.has('x'),
          charset,
        }
        return
      default:
        unknownFlag(state, start)
    }
  }
  fail(state, 'Sequence (?... not terminated')
}

function clashingFlags(state: PatternState, given: string, flag: string): never {
  if (given === 'a') failAfter(state, 'Regexp modifier "a" may appear a maximum of twice')
  if (given === flag) failAfter(state, `Regexp modifier "${flag}" may not appear twice`)
  failAfter(state, `Regexp modifiers "${given}" and "${flag}" are mutually exclusive`)
}

function unknownFlag(state: PatternState, start: number): never {
  state.at = Math.min(state.at + 1, state.text.length)
  fail(state, `Sequence (${state.text.slice(start, state.at)}...) not recognized`)
}

function failAfter(state: PatternState, problem: string): never {
  fail(state, problem, state.at + 1)
}
