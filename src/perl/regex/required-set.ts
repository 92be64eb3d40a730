import { type CharSet, sizeOfSet } from './char-set.ts'
import type { Expression } from './expression.ts'
import { firstOf } from './first-chars.ts'

/**
 * The smallest set that is known of which every match has a character, undefined if none is. Found by what stands in
 * sequence without branches, and by what a match starts with.
 */
export function requiredSet(expression: Expression): CharSet | undefined {
  const { chars, isEmpty } = firstOf(expression)
  let smallest = isEmpty ? undefined : chars
  visit(expression)
  return smallest

  function visit(part: Expression): void {
    switch (part.type) {
      case 'set':
        if (smallest === undefined || sizeOfSet(part.set) < sizeOfSet(smallest)) smallest = part.set
        return
      case 'sequence':
        part.parts.forEach(visit)
        return
      case 'capture':
      case 'atomic':
        visit(part.part)
        return
      case 'repeat':
        if (part.min > 0) visit(part.part)
    }
  }
}
