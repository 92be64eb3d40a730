import type { CharSet } from './char-set.ts'
import type { Expression } from './expression.ts'

/**
 * Go through what every match has, in its order: what stands in sequence without branches.
 * @param onSet a character of this set
 * @param onGap something else may stand here
 */
export function eachRequired(expression: Expression, onSet: (set: CharSet) => void, onGap = () => {}): void {
  visit(expression)

  function visit(part: Expression): void {
    switch (part.type) {
      case 'set':
        onSet(part.set)
        return
      case 'sequence':
        part.parts.forEach(visit)
        return
      case 'capture':
      case 'atomic':
        visit(part.part)
        return
      case 'repeat':
        onGap()
        if (part.min > 0) visit(part.part)
        onGap()
        return
      default:
        onGap()
    }
  }
}
