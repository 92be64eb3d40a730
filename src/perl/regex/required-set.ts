import { type CharSet, sizeOfSet } from './char-set.ts'
import type { Expression } from './expression.ts'
import { firstOf } from './first-chars.ts'
import { eachRequired } from './required-parts.ts'

/** The smallest set that is known of which every match has a character, undefined if none is. */
export function requiredSet(expression: Expression): CharSet | undefined {
  const { chars, isEmpty } = firstOf(expression)
  let smallest = isEmpty ? undefined : chars
  eachRequired(expression, (set) => {
    if (smallest === undefined || sizeOfSet(set) < sizeOfSet(smallest)) smallest = set
  })
  return smallest
}
