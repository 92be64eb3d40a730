import type { ByteColumn } from '../base/byte-column.ts'
import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { PreorderGraph } from './preorder.ts'

/** Row -> Reach: what holds each SV. O(rows). */
export function reachOfRows({ nodes, numRows, starts }: PreorderGraph): Uint8Array {
  const reach = new Uint8Array(numRows)
  for (let at = 0, part = 0; at < nodes.length; at++) {
    while (at >= starts[part + 1]) part++
    if (nodes[at] < numRows) reach[nodes[at]] = part
  }
  return reach
}

/** SVs that are freed together. */
export interface FreedSet {
  /** In the order in which a search from the roots meets them. */
  readonly rows: Uint32Array
  /** Bytes of the SVs themselves, each counted once. */
  readonly bytes: number
}

/**
 * Exactly what goes when all these SVs go: what no path from a root reaches any more that does not lead through one of
 * them. Their retained size as a set, never less than what the dominator tree says (see retainedInTree). SVs that
 * nothing holds now are freed with what holds them in their island. One search around the set, O(rows + edges).
 *
 * @param set rows or islands; repeats do no harm
 * @param size row -> Bytes
 */
export async function freedWith(
  set: ArrayLike<number>,
  { nodes, position, numRows, offsets, targets, entries }: PreorderGraph,
  size: ByteColumn,
  slice: Slice = UNSLICED,
): Promise<FreedSet> {
  const numNodes = nodes.length
  const isKept = new Uint8Array(numNodes)
  const barred = 2
  for (let i = 0; i < set.length; i++) isKept[position[set[i]]] = barred

  const stack = new Uint32Array(numNodes)
  let steps = 0
  for (let i = 0; i < entries.length; i++) {
    if (isKept[entries[i]] !== 0) continue
    let top = 0
    isKept[entries[i]] = 1
    stack[top++] = entries[i]
    while (top > 0) {
      if ((++steps & STEP_MASK) === 0 && slice.isOver()) {
        slice.progress(steps, numNodes)
        await slice.next()
      }
      const at = stack[--top]
      for (let e = offsets[at], end = offsets[at + 1]; e < end; e++) {
        const target = targets[e]
        if (isKept[target] !== 0) continue
        isKept[target] = 1
        stack[top++] = target
      }
    }
  }

  let numFreed = 0
  let bytes = 0
  const freed = stack // every element is read before it is overwritten: it is not read any more
  for (let at = 0; at < numNodes; at++) {
    if (isKept[at] === 1 || nodes[at] >= numRows) continue
    freed[numFreed++] = nodes[at]
    bytes += size[nodes[at]]
  }
  return { rows: freed.slice(0, numFreed), bytes }
}
