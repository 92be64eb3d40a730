import { type CharSet, intersection } from './char-set.ts'
import { type Expression, type FoldedExpression, lengthsOf } from './expression.ts'
import type { Subject } from './resolve.ts'

const MAX_SOURCE = 200_000
const MAX_WAYS = 64 // through a string of folded characters

/**
 * The expression as a JavaScript RegExp, which finds a match in just the strings in which Perl finds one. Matches
 * differ where they lie, so what depends on that stays out: backreferences to a group that may have matched nothing, or
 * twice, and atomic groups around a repeated nothing. Case is in the sets: there is no i flag. Nor is there a u flag: strings with surrogate pairs are for the other
 * matcher.
 */
export function nativeRegExp(expression: Expression, subject: Subject): RegExp | undefined {
  return toRegExp(expression, subject, ASSERTIONS, '')
}

/**
 * The same for a text of byte strings with U+FFFF between them: no set has it, so a match lies in one of them. It looks
 * from its `lastIndex` on.
 */
export function joinedRegExp(expression: Expression): RegExp | undefined {
  return toRegExp(expression, 'bytes', JOINED_ASSERTIONS, 'g')
}

function toRegExp(
  expression: Expression,
  subject: Subject,
  assertions: Readonly<Record<Assertion, string>>,
  flags: string,
): RegExp | undefined {
  const limit: CharSet = [0, subject === 'bytes' ? 0xff : 0xffff]
  let numGroups = 0
  /** Groups that have matched once whenever the parts behind them are tried: by their number in Perl, that in JavaScript. */
  const captured = new Map<number, number>()
  let lookbehinds = 0 // around what is being written: they match backwards, so atomicSource would not work
  try {
    const source = outermostSource(expression)
    return source.length > MAX_SOURCE ? undefined : new RegExp(source, flags)
  } catch (error) {
    const isTooLarge = error instanceof SyntaxError || error instanceof RangeError
    if (error instanceof Inexpressible || isTooLarge) return undefined
    throw error
  }

  function outermostSource(part: Expression): string {
    if (part.type === 'sequence') return part.parts.map(outermostSource).join('')
    if (part.type !== 'capture') return sourceOf(part)
    const group = ++numGroups
    const source = `(${sourceOf(part.part)})`
    captured.set(part.index, group)
    return source
  }

  function sourceOf(part: Expression): string {
    switch (part.type) {
      case 'empty':
        return '(?:)'
      case 'fail':
        return '[]'
      case 'set':
        return setSource(part.set)
      case 'folded':
        return foldedSource(part)
      case 'sequence':
        return part.parts.map(sourceOf).join('')
      case 'branches':
        return `(?:${part.parts.map(sourceOf).join('|')})`
      case 'repeat':
        return `(?:${sourceOf(part.part)})${quantifier(part.min, part.max)}${part.lazy ? '?' : ''}`
      case 'atomic':
        if (lookbehinds > 0 || repeatsNothing(part.part)) throw new Inexpressible()
        return atomicSource(part.part)
      case 'look': {
        if (part.behind) lookbehinds++
        const source = `(?${part.behind ? '<' : ''}${part.negative ? '!' : '='}${sourceOf(part.part)})`
        if (part.behind) lookbehinds--
        return source
      }
      case 'assertion':
        return assertions[part.kind]
      case 'boundary': {
        const word = setSource(part.word)
        return part.negated
          ? `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
          : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
      }
      case 'capture':
        return `(?:${sourceOf(part.part)})`
      case 'backreference': {
        const group = part.groups.length === 1 ? captured.get(part.groups[0]) : undefined
        if (group === undefined || part.fold || lookbehinds > 0 || repeatsNothing(expression)) throw new Inexpressible()
        return `(?:\\${group})`
      }
    }
  }

  /** A lookahead gives nothing back once it matched: what it found is then matched again. */
  function atomicSource(part: Expression): string {
    const index = ++numGroups
    return `(?:(?=(${sourceOf(part)}))\\${index})`
  }

  function foldedSource({ places }: FoldedExpression): string {
    let ways = 0
    return from(0)

    function from(place: number): string {
      if (++ways > MAX_WAYS) throw new Inexpressible()
      if (place === places.length) return ''
      const sources = places[place].map(({ set, to }) => setSource(set) + from(to))
      return sources.length === 1 ? sources[0] : `(?:${sources.join('|')})`
    }
  }

  function setSource(set: CharSet): string {
    const within = intersection(set, limit)
    let source = '['
    for (let i = 0; i < within.length; i += 2) {
      source += charSource(within[i])
      if (within[i + 1] > within[i]) source += `-${charSource(within[i + 1])}`
    }
    return `${source}]`
  }
}

class Inexpressible extends Error {}

type Assertion = (Expression & { type: 'assertion' })['kind']

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  start: '^',
  end: '$',
  finalEnd: '(?=\\n?$)',
  lineStart: '(?:^|(?<=\\n)(?=[^]))', // Perl sees no line after the last newline
  lineEnd: '(?=\\n|$)',
}

const JOINED_ASSERTIONS: Readonly<Record<Assertion, string>> = {
  start: '(?<![^\\uffff])',
  end: '(?![^\\uffff])',
  finalEnd: '(?=\\n?(?![^\\uffff]))',
  lineStart: '(?:(?<![^\\uffff])|(?<=\\n)(?=[^\\uffff]))',
  lineEnd: '(?![^\\n\\uffff])',
}

function charSource(char: number): string {
  if (char < 0x100) return `\\x${char.toString(16).padStart(2, '0')}`
  return `\\u${char.toString(16).padStart(4, '0')}`
}

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`
}

/** Is there a loop whose body can match nothing? Perl leaves it then, JavaScript tries something else. */
function repeatsNothing(expression: Expression): boolean {
  switch (expression.type) {
    case 'sequence':
    case 'branches':
      return expression.parts.some(repeatsNothing)
    case 'repeat':
      return lengthsOf(expression.part).min === 0 || repeatsNothing(expression.part)
    case 'atomic':
    case 'capture':
    case 'look':
      return repeatsNothing(expression.part)
    default:
      return false
  }
}
