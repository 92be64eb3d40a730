import type { ByteColumn } from '../base/byte-column.ts'
import type { SvIndex } from '../columns/sv-table.ts'

/**
 * The rows of the largest sizes, the largest first, of equal ones the lower row.
 *
 * @param rows some rows, which may stand twice; or a number of rows, for all below it
 * @param count how many at most
 *
 * A heap of the best so far, with the worst of them on top. O(rows · log count), in practice O(rows).
 */
export function topRows(sizes: ByteColumn, rows: Uint32Array | number, count: number): SvIndex[] {
  const numRows = typeof rows === 'number' ? rows : rows.length
  const wanted = Math.min(count, numRows)
  if (wanted <= 0) return []
  const best = new Int32Array(wanted)
  const isBelow = (a: SvIndex, b: SvIndex) => sizes[a] < sizes[b] || (sizes[a] === sizes[b] && a > b)
  let length = 0
  for (let i = 0; i < numRows; i++) {
    const row = typeof rows === 'number' ? i : rows[i]
    if (length < wanted) siftUp(best, length++, row, isBelow)
    else if (isBelow(best[0], row)) siftDown(best, wanted, row, isBelow)
  }
  return Array.from(best).sort((a, b) => sizes[b] - sizes[a] || a - b)
}

type IsBelow = (a: SvIndex, b: SvIndex) => boolean

function siftUp(heap: Int32Array, from: number, row: SvIndex, isBelow: IsBelow): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBelow(row, heap[parent])) break
    heap[at] = heap[parent]
    at = parent
  }
  heap[at] = row
}

/** Put a row in the place of the top. */
function siftDown(heap: Int32Array, length: number, row: SvIndex, isBelow: IsBelow): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= length) break
    if (child + 1 < length && isBelow(heap[child + 1], heap[child])) child++
    if (!isBelow(heap[child], row)) break
    heap[at] = heap[child]
    at = child
  }
  heap[at] = row
}
