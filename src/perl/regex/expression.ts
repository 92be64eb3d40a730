import type { FoldRules } from './case-fold.ts'
import type { CharSet } from './char-set.ts'
import type { AssertionKind } from './syntax.ts'

/**
 * What is matched, against bytes or against characters: every class is a set, every rule of case is worked in.
 * Both matchers are made of it: native.ts and program.ts.
 */
export type Expression =
  | { readonly type: 'empty' }
  | { readonly type: 'fail' }
  | { readonly type: 'set'; readonly set: CharSet }
  | FoldedExpression
  | { readonly type: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly type: 'branches'; readonly parts: readonly Expression[] }
  | RepeatExpression
  | { readonly type: 'atomic'; readonly part: Expression }
  | LookExpression
  | { readonly type: 'capture'; readonly index: number; readonly part: Expression }
  | { readonly type: 'backreference'; readonly groups: readonly number[]; readonly fold: FoldRules | undefined }
  | { readonly type: 'assertion'; readonly kind: AssertionKind }
  | { readonly type: 'boundary'; readonly negated: boolean; readonly word: CharSet }

/**
 * A string of folded characters, some of which a single character folds to: `ss` and sharp s. places[i] are the ways
 * on from the i-th; the last place, places.length, is the end. At most one way fits a given string.
 */
export interface FoldedExpression {
  readonly type: 'folded'
  readonly places: readonly (readonly { readonly set: CharSet; readonly to: number }[])[]
}

export interface RepeatExpression {
  readonly type: 'repeat'
  readonly part: Expression
  readonly min: number
  readonly max: number // Infinity = no limit
  readonly lazy: boolean
}

export interface LookExpression {
  readonly type: 'look'
  readonly behind: boolean
  readonly negative: boolean
  readonly part: Expression
}

export const EMPTY: Expression = { type: 'empty' }

/** How many characters it can match, at least and at most. */
export function lengthsOf(expression: Expression): { readonly min: number; readonly max: number } {
  switch (expression.type) {
    case 'set':
      return { min: 1, max: 1 }
    case 'folded':
      return { min: shortestWay(expression), max: expression.places.length }
    case 'sequence': {
      const all = expression.parts.map(lengthsOf)
      return { min: sum(all.map(({ min }) => min)), max: sum(all.map(({ max }) => max)) }
    }
    case 'branches': {
      const all = expression.parts.map(lengthsOf)
      return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) }
    }
    case 'repeat': {
      const { min, max } = lengthsOf(expression.part)
      return { min: min * expression.min, max: max === 0 ? 0 : max * expression.max }
    }
    case 'atomic':
    case 'capture':
      return lengthsOf(expression.part)
    case 'backreference':
      return { min: 0, max: Infinity }
    default:
      return { min: 0, max: 0 }
  }
}

function shortestWay({ places }: FoldedExpression): number {
  const shortest = [...places.map(() => 0), 0]
  for (let i = places.length - 1; i >= 0; i--) shortest[i] = 1 + Math.min(...places[i].map(({ to }) => shortest[to]))
  return shortest[0]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
