import { type ByteColumn, packedBytes, unpackedBytes } from '../base/byte-column.ts'
import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { PreorderGraph } from './preorder.ts'

/** Bytes in the dumped process. */
type Bytes = number

/**
 * Node -> retained size: bytes of all that it dominates, itself included. One sweep from the last met to the first, in
 * which a node is complete before it is added to its dominator. O(nodes).
 *
 * @param idom node -> immediate dominator: see dominators
 * @param size row -> Bytes; islands have none
 */
export async function retainedSizes(
  { nodes, numRows }: PreorderGraph,
  idom: Int32Array,
  size: ByteColumn,
  slice: Slice = UNSLICED,
): Promise<ByteColumn> {
  const retained = unpackedBytes(size.subarray(0, numRows), nodes.length)
  for (let at = nodes.length - 1; at >= 0; at--) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(nodes.length - at, nodes.length)
      await slice.next()
    }
    const node = nodes[at]
    const above = idom[node]
    if (above >= 0) retained[above] += retained[node]
  }
  return packedBytes(retained)
}

/** What `retainedInTree` writes on nodes. */
const Mark = {
  FREE: 0,
  /** In the set, not yet looked at. */ MEMBER: 1,
  /** In the set, looked at. */ SEEN: 2,
  /** Above some of the set, and below some of it. */ BELOW: 3,
  /** Above some of the set, and below none. */ ABOVE: 4,
} as const

/**
 * What surely goes when all these nodes go: the bytes below them in the dominator tree, counted once where one stands
 * above another. A lower bound, exact for one node: two SVs may together be all that holds a third, which neither
 * dominates (see freedWith). O(set + the nodes above it), so it is cheap enough to keep a table up to date.
 *
 * @param scratch a byte a node, all 0, and so again afterwards
 */
export function retainedInTree(
  set: ArrayLike<number>,
  idom: Int32Array,
  retained: ByteColumn,
  scratch: Uint8Array,
): Bytes {
  for (let i = 0; i < set.length; i++) scratch[set[i]] = Mark.MEMBER

  // Every node above the set is looked at once: who comes later stops where somebody has been.
  let total = 0
  for (let i = 0; i < set.length; i++) {
    const member = set[i]
    if (scratch[member] === Mark.SEEN) continue
    scratch[member] = Mark.SEEN
    let met = idom[member]
    while (met >= 0 && scratch[met] === Mark.FREE) met = idom[met]
    const isBelow = met >= 0 && scratch[met] !== Mark.ABOVE
    for (let node = idom[member]; node !== met; node = idom[node]) scratch[node] = isBelow ? Mark.BELOW : Mark.ABOVE
    if (!isBelow) total += retained[member]
  }

  for (let i = 0; i < set.length; i++) {
    for (let node = set[i]; node >= 0 && scratch[node] !== Mark.FREE; node = idom[node]) scratch[node] = Mark.FREE
  }
  return total
}
