import { type Slice, UNSLICED } from '../base/slice.ts'
import { EDGE_ROW_MASK } from './edge.ts'

/**
 * A directed graph, edges packed by row ("compressed sparse rows"): the edges of `row` are
 * `targets[offsets[row]]` to, exclusive, `targets[offsets[row + 1]]`.
 */
export interface Csr {
  /** rows + 1 elements, ascending from 0 to the number of edges. */
  readonly offsets: Uint32Array
  /** One element an edge: row of the target, in a graph of the heap with the class of the edge on top: see edge.ts. */
  readonly targets: Uint32Array
}

export function numRowsOf({ offsets }: Csr): number {
  return offsets.length - 1
}

/** A graph without edges. */
export function emptyCsr(numRows: number): Csr {
  return { offsets: new Uint32Array(numRows + 1), targets: new Uint32Array(0) }
}

/**
 * Turn every edge around: outrefs become inrefs. Counting sort, O(rows + edges). The sources of a row come out
 * ascending, each as often as it has edges there; the class stays on its edge.
 */
export async function reverse({ offsets, targets }: Csr, slice: Slice = UNSLICED): Promise<Csr> {
  const numRows = offsets.length - 1
  const numEdges = offsets[numRows]
  const starts = new Uint32Array(numRows + 1)
  for (let e = 0; e < numEdges; e += BLOCK) {
    if (slice.isOver()) {
      slice.progress(e, 2 * numEdges)
      await slice.next()
    }
    countTargets(targets, starts, e, Math.min(numEdges, e + BLOCK))
  }
  for (let row = 0; row <= numRows; row += BLOCK) sumUp(starts, row, Math.min(numRows + 1, row + BLOCK))

  // Last edges first: `starts` counts down from the end of each row to its start.
  const sources = new Uint32Array(numEdges)
  for (let row = numRows; row > 0; row -= BLOCK) {
    if (slice.isOver()) {
      slice.progress(2 * numEdges - offsets[row], 2 * numEdges)
      await slice.next()
    }
    putSources(offsets, targets, starts, sources, Math.max(0, row - BLOCK), row)
  }
  return { offsets: starts, targets: sources }
}

/** Elements between two returns: each loop is a function that is compiled once, early, and on its own. */
const BLOCK = 2048

function countTargets(targets: Uint32Array, counts: Uint32Array, start: number, end: number): void {
  for (let e = start; e < end; e++) counts[targets[e] & EDGE_ROW_MASK]++
}

/** Add to each element the sum of all before it; those before `start` have it already. */
function sumUp(counts: Uint32Array, start: number, end: number): void {
  let sum = start === 0 ? 0 : counts[start - 1]
  for (let i = start; i < end; i++) {
    sum += counts[i]
    counts[i] = sum
  }
}

function putSources(
  offsets: Uint32Array,
  targets: Uint32Array,
  ends: Uint32Array,
  sources: Uint32Array,
  start: number,
  end: number,
): void {
  for (let row = end - 1; row >= start; row--) {
    for (let e = offsets[row + 1] - 1, first = offsets[row]; e >= first; e--) {
      const word = targets[e]
      sources[--ends[word & EDGE_ROW_MASK]] = row | (word & ~EDGE_ROW_MASK)
    }
  }
}
