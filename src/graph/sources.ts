import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { Csr } from './csr.ts'
import { type ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'

/** Where to enter a graph so as to meet all of it. */
export interface Sources {
  /** One row of each component that nothing outside of it leads to, ascending. */
  readonly rows: Uint32Array
  /** 1 = its component is a cycle of two or more. 0 = it is a single row, on no cycle but perhaps one to itself. */
  readonly isCyclic: Uint8Array
}

/** `position` of a row that is not numbered yet; the rest are marks of `findSources`, which needs no array of its own. */
export const UNSEEN = -1
const START = -2 // the first search began here and has met no edge that leads here
const MET = -3
const MET_AGAIN = -4 // by the second search

/**
 * The sources among the rows that `position` has not numbered (they are negative there, and stay so).
 *
 * Two searches, each O(rows + edges). The first starts wherever nothing has led yet. Nothing met before a start leads to
 * it, or it would have been met from there; so what leads to the last start was met from it: it is in a component that
 * is a source. The second search therefore takes the starts backwards: a start that no later one leads to is a source.
 * (The first half of Kosaraju's algorithm for strongly connected components, with starts for finishing times.)
 */
export async function findSources(
  { offsets, targets }: Csr,
  classes: ClassMask,
  position: Int32Array,
  stack: Uint32Array,
  slice: Slice = UNSLICED,
): Promise<Sources> {
  const numRows = offsets.length - 1
  let numLeft = 0
  for (let row = 0; row < numRows; row++) if (position[row] < 0) numLeft++
  const starts = new Uint32Array(numLeft)
  let numStarts = 0
  let steps = 0

  for (let start = 0; start < numRows && numLeft > 0; start++) {
    if (position[start] !== UNSEEN) continue
    position[start] = START
    starts[numStarts++] = start
    let top = 0
    stack[top++] = start
    while (top > 0) {
      if ((++steps & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      const row = stack[--top]
      for (let e = offsets[row], end = offsets[row + 1]; e < end; e++) {
        const word = targets[e]
        if (((classes >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
        const target = word & EDGE_ROW_MASK
        const mark = position[target]
        if (mark === UNSEEN) stack[top++] = target
        if (mark === UNSEEN || (mark === START && target !== row)) position[target] = MET
      }
    }
  }

  // Sources are collected at the end of `starts`, over starts that have been looked at.
  const isCyclic = new Uint8Array(numStarts)
  let free = numStarts
  for (let i = numStarts - 1; i >= 0; i--) {
    const start = starts[i]
    if (position[start] === MET_AGAIN) continue
    starts[--free] = start
    isCyclic[free] = position[start] === MET ? 1 : 0
    position[start] = MET_AGAIN
    let top = 0
    stack[top++] = start
    while (top > 0) {
      if ((++steps & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      const row = stack[--top]
      for (let e = offsets[row], end = offsets[row + 1]; e < end; e++) {
        const word = targets[e]
        if (((classes >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
        const target = word & EDGE_ROW_MASK
        if (position[target] >= UNSEEN || position[target] === MET_AGAIN) continue
        position[target] = MET_AGAIN
        stack[top++] = target
      }
    }
  }
  return { rows: starts.subarray(free, numStarts), isCyclic: isCyclic.subarray(free) }
}
