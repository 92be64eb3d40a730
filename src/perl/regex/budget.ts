import { RegexBudgetError } from './errors.ts'

/** Steps that may still be taken, by as many matches as share it. */
export interface RegexBudget {
  stepsLeft: number
  /** Asked every 65,536 steps: true gives up. */
  readonly isOver?: () => boolean
}

const STEPS_BETWEEN_CHECKS = 1 << 16

/**
 * Take steps from the budget to have `wanted` of them, and some more.
 * @returns how many were taken
 * @throws {RegexBudgetError} there are none left, or the time is over
 */
export function takeSteps(budget: RegexBudget, wanted: number): number {
  if (budget.stepsLeft <= 0 || budget.isOver?.()) {
    throw new RegexBudgetError('gave up: the pattern takes too many steps on a string')
  }
  const taken = wanted + STEPS_BETWEEN_CHECKS
  budget.stepsLeft -= taken
  return taken
}
