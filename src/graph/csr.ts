import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
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
  for (let e = 0; e < numEdges; e++) {
    if ((e & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(e, 2 * numEdges)
      await slice.next()
    }
    starts[targets[e] & EDGE_ROW_MASK]++
  }

  // Last edges first: `starts` counts down from the end of each row to its start.
  for (let row = 0, sum = 0; row <= numRows; row++) {
    sum += starts[row]
    starts[row] = sum
  }
  const sources = new Uint32Array(numEdges)
  for (let row = numRows - 1; row >= 0; row--) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(2 * numEdges - offsets[row], 2 * numEdges)
      await slice.next()
    }
    for (let e = offsets[row + 1] - 1, start = offsets[row]; e >= start; e--) {
      const word = targets[e]
      sources[--starts[word & EDGE_ROW_MASK]] = row | (word & ~EDGE_ROW_MASK)
    }
  }
  return { offsets: starts, targets: sources }
}
