import { U32List } from '../base/grow.ts'
import { type Slice } from '../base/slice.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import type { Model } from '../model/model.ts'
import { OutrefBuffer } from '../model/outref-buffer.ts'
import { StrengthSet } from '../model/strength.ts'

/** Some SVs as trees: each below the first that refers to it. */
export interface ReferenceForest {
  /** Rows of those that stand at the top, ascending. */
  readonly tops: Uint32Array
  /** Rows below the SV of row `r`, ascending: a range of an array. */
  kidsOf(row: SvIndex): Uint32Array
}

const SLICE_MASK = 0xfff

/**
 * Make trees of a set of SVs as pmat-diff does: breadth first from each SV that no earlier tree has, in the order of
 * addresses; an SV's children are what it refers to, by any strength, within the set and in no tree so far.
 * O(references of the set); 9 bytes a row of the heap.
 *
 * @param set rows, ascending
 */
export async function referenceForest(model: Model, set: Uint32Array, slice: Slice): Promise<ReferenceForest> {
  const { numRows } = model.heap.svs
  const isFree = new Uint8Array(numRows) // in the set, and in no tree so far
  for (const row of set) isFree[row] = 1
  const kidsStart = new Uint32Array(numRows)
  const kidsEnd = new Uint32Array(numRows)
  const tops = new U32List()
  const below: SvIndex[] = [] // children of one SV after the other: also the queue
  const buffer = new OutrefBuffer()
  let steps = 0

  const visit = (row: SvIndex): void => {
    const start = below.length
    model.outrefs.collect(row, StrengthSet.ALL, buffer)
    for (let i = 0; i < buffer.length; i++) {
      const target = buffer.target[i]
      if (isFree[target] === 0) continue
      isFree[target] = 0
      below.push(target)
    }
    sortTail(below, start)
    kidsStart[row] = start
    kidsEnd[row] = below.length
  }

  for (const top of set) {
    if (isFree[top] === 0) continue
    isFree[top] = 0
    tops.push(top)
    let next = below.length
    visit(top)
    for (; next < below.length; next++) {
      if ((++steps & SLICE_MASK) === 0 && slice.isOver()) {
        slice.progress(below.length + tops.length, set.length)
        await slice.next()
      }
      visit(below[next])
    }
  }
  const kids = Uint32Array.from(below)
  return { tops: tops.finish(), kidsOf: (row) => kids.subarray(kidsStart[row], kidsEnd[row]) }
}

/** Sort what was pushed last. */
function sortTail(rows: number[], start: number): void {
  if (rows.length - start < 2) return
  const tail = rows.splice(start).sort((a, b) => a - b)
  for (const row of tail) rows.push(row)
}
