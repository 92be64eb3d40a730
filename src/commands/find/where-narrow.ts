import type { SvIndex } from '../../columns/sv-table.ts'
import type { Comparison } from './where-condition.ts'

/**
 * What a condition does: it keeps, in place, those of rows[0, length) of which it holds, and answers how many these are.
 * Many at once, so that the loops over columns have no call in them. The rows ascend.
 */
export type Narrow = (rows: Uint32Array, length: number) => number

/** Numbers from `low` to `high`; or, if it is turned around, all others. NaN, for what an SV has not, is in neither. */
export interface Range {
  readonly low: number
  readonly high: number
  readonly isOutside: boolean
}

/** The whole numbers for which a comparison holds. */
export function rangeOf(comparison: Comparison, value: number): Range {
  switch (comparison) {
    case '=':
      return { low: value, high: value, isOutside: false }
    case '!=':
      return { low: value, high: value, isOutside: true }
    case '<':
      return { low: -Infinity, high: Math.ceil(value) - 1, isOutside: false }
    case '<=':
      return { low: -Infinity, high: value, isOutside: false }
    case '>':
      return { low: Math.floor(value) + 1, high: Infinity, isOutside: false }
    case '>=':
      return { low: value, high: Infinity, isOutside: false }
  }
}

export function isInRange(number: number, { low, high, isOutside }: Range): boolean {
  return isOutside ? number < low || number > high : number >= low && number <= high
}

export function keepInRange(rows: Uint32Array, length: number, column: ArrayLike<number>, range: Range): number {
  const { low, high, isOutside } = range
  let kept = 0
  for (let i = 0; i < length; i++) {
    const number = column[rows[i]]
    if ((number >= low && number <= high) === isOutside) continue
    rows[kept++] = rows[i]
  }
  return kept
}

export function keep(rows: Uint32Array, length: number, test: (row: SvIndex) => boolean): number {
  let kept = 0
  for (let i = 0; i < length; i++) if (test(rows[i])) rows[kept++] = rows[i]
  return kept
}
