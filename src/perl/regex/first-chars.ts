import { ALL_CHARS, type CharSet, NO_CHARS, union } from './char-set.ts'
import { type Expression, lengthsOf } from './expression.ts'

/** What a match can start with. isEmpty: it can also match without any character, or only look at one. */
export interface First {
  readonly chars: CharSet
  readonly isEmpty: boolean
}

/** The characters a match of the expression can start with; some more where that is hard to tell. */
export function firstOf(expression: Expression): First {
  const known = firsts.get(expression)
  if (known) return known
  const first = findFirst(expression)
  firsts.set(expression, first)
  return first
}

const firsts = new WeakMap<Expression, First>() // asked again and again by those that work from part to part

function findFirst(expression: Expression): First {
  switch (expression.type) {
    case 'set':
      return { chars: expression.set, isEmpty: false }
    case 'fail':
      return { chars: NO_CHARS, isEmpty: false }
    case 'folded':
      return { chars: union(...expression.places[0].map(({ set }) => set)), isEmpty: false }
    case 'sequence':
      return expression.parts.reduceRight<First>((rest, part) => followedBy(firstOf(part), rest), NOTHING)
    case 'branches': {
      const all = expression.parts.map(firstOf)
      return { chars: union(...all.map(({ chars }) => chars)), isEmpty: all.some(({ isEmpty }) => isEmpty) }
    }
    case 'repeat': {
      const { chars, isEmpty } = firstOf(expression.part)
      return { chars, isEmpty: isEmpty || expression.min === 0 }
    }
    case 'atomic':
    case 'capture':
      return firstOf(expression.part)
    case 'backreference':
      return { chars: ALL_CHARS, isEmpty: true }
    default:
      return NOTHING
  }
}

const NOTHING: First = { chars: NO_CHARS, isEmpty: true }

export function followedBy(first: First, rest: First): First {
  return first.isEmpty ? { chars: union(first.chars, rest.chars), isEmpty: rest.isEmpty } : first
}

/** Can it match only at the start of the string? */
export function isAnchored(expression: Expression): boolean {
  switch (expression.type) {
    case 'assertion':
      return expression.kind === 'start'
    case 'sequence':
      return expression.parts.some((part, i) => isAnchored(part) && expression.parts.slice(0, i).every(hasNoWidth))
    case 'branches':
      return expression.parts.every(isAnchored)
    case 'capture':
    case 'atomic':
      return isAnchored(expression.part)
    case 'repeat':
      return expression.min > 0 && isAnchored(expression.part)
    default:
      return false
  }
}

function hasNoWidth(expression: Expression): boolean {
  return lengthsOf(expression).max === 0
}
