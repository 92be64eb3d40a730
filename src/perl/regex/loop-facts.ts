import { type Expression, lengthsOf } from './expression.ts'

/**
 * A quirk of Perl's: (a)* that matches no `a` forgets what the group matched before, which other loops do not. It is so
 * for what regcomp.c makes a CURLYM or CURLYN: a group of fixed length without groups in it.
 */
export function forgets(part: Expression): part is Expression & { type: 'capture' } {
  if (part.type !== 'capture' || hasCapture(part.part)) return false
  const { min, max } = lengthsOf(part.part)
  return min === max && min > 0
}

function hasCapture(expression: Expression): boolean {
  if ('parts' in expression) return expression.parts.some(hasCapture)
  return expression.type === 'capture' || ('part' in expression && hasCapture(expression.part))
}

/** Instructions that the expression becomes, about. */
export function sizeOf(expression: Expression): number {
  switch (expression.type) {
    case 'sequence':
    case 'branches':
      return expression.parts.reduce((sum, part) => sum + 1 + sizeOf(part), 0)
    case 'repeat': {
      const { part, min, max } = expression
      return part.type === 'set' ? 1 : (1 + sizeOf(part)) * (max === Infinity ? min + 1 : max)
    }
    case 'atomic':
    case 'look':
    case 'capture':
      return 2 + sizeOf(expression.part)
    case 'folded':
      return 2 * expression.places.length
    default:
      return 1
  }
}

/** Can an unlimited loop in it go round without a character? */
export function hasEmptyRounds(expression: Expression): boolean {
  switch (expression.type) {
    case 'sequence':
    case 'branches':
      return expression.parts.some(hasEmptyRounds)
    case 'repeat':
      return (expression.max === Infinity && lengthsOf(expression.part).min === 0) || hasEmptyRounds(expression.part)
    case 'atomic':
    case 'capture':
      return hasEmptyRounds(expression.part)
    default:
      return false
  }
}
