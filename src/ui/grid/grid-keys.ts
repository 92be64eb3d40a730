import { singleKeys } from '../state/settings.ts'

/** The row that a key leads to from `row` (-1 = none is active), or undefined: the key does not move. */
export function rowAfterKey(
  event: KeyboardEvent,
  row: number,
  numRows: number,
  rowsOfPage: number,
): number | undefined {
  const step = stepOf(event, rowsOfPage)
  if (step === undefined || numRows === 0) return undefined
  const from = row < 0 ? (step > 0 ? -1 : numRows) : row
  return Math.min(Math.max(from + step, 0), numRows - 1)
}

function stepOf({ key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent, rowsOfPage: number): number | undefined {
  if (altKey || metaKey || shiftKey) return undefined
  if (key === 'Home') return -Infinity
  if (key === 'End') return Infinity
  if (ctrlKey) return undefined
  if (key === 'ArrowDown' || (key === 'j' && singleKeys.value === 'on')) return 1
  if (key === 'ArrowUp' || (key === 'k' && singleKeys.value === 'on')) return -1
  if (key === 'PageDown') return rowsOfPage
  if (key === 'PageUp') return -rowsOfPage
  return undefined
}
