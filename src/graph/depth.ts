import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { PreorderGraph } from './preorder.ts'
import { Reach } from './preorder.ts'

/** Depth of an SV that no root leads to. */
export const NO_DEPTH = 0xffff_ffff

/**
 * Row -> how many references lie between a root and the SV at the least: 0 = a root points at it. Breadth-first search,
 * O(rows + edges); 8 bytes a row of scratch.
 */
export async function depths(
  { nodes, numRows, offsets, targets, entries, starts }: PreorderGraph,
  slice: Slice = UNSLICED,
): Promise<Uint32Array> {
  const numRooted = starts[Reach.OUTSIDE]
  const depthAt = new Uint32Array(numRooted).fill(NO_DEPTH)
  const queue = new Uint32Array(numRooted)
  let end = 0
  for (let i = 0; i < entries.length && entries[i] < numRooted; i++) {
    depthAt[entries[i]] = 0
    queue[end++] = entries[i]
  }
  for (let next = 0; next < end; next++) {
    if ((next & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(next, numRooted)
      await slice.next()
    }
    const at = queue[next]
    const below = depthAt[at] + 1
    for (let e = offsets[at], endEdge = offsets[at + 1]; e < endEdge; e++) {
      const target = targets[e]
      if (depthAt[target] !== NO_DEPTH) continue
      depthAt[target] = below
      queue[end++] = target
    }
  }

  const depth = new Uint32Array(numRows).fill(NO_DEPTH)
  for (let at = 0; at < numRooted; at++) depth[nodes[at]] = depthAt[at]
  return depth
}
