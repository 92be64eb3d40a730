import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { Csr } from './csr.ts'
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
  size: Float64Array,
  slice: Slice = UNSLICED,
): Promise<Float64Array> {
  const retained = new Float64Array(nodes.length)
  retained.set(size.subarray(0, numRows))
  for (let at = nodes.length - 1; at >= 0; at--) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(nodes.length - at, nodes.length)
      await slice.next()
    }
    const node = nodes[at]
    const above = idom[node]
    if (above >= 0) retained[above] += retained[node]
  }
  return retained
}

/**
 * The dominator tree, downwards. `children` is a graph over the nodes and then the three super-roots: the children of
 * SuperRoot s are row `numNodes - 1 - s`. Children ascend. Counting sort, O(nodes).
 */
export function dominatorChildren(idom: Int32Array): Csr {
  const numNodes = idom.length
  const numSuperRoots = 3
  const offsets = new Uint32Array(numNodes + numSuperRoots + 1)
  for (let node = 0; node < numNodes; node++) offsets[rowInTree(idom[node], numNodes)]++
  for (let row = 0, sum = 0; row < offsets.length; row++) {
    sum += offsets[row]
    offsets[row] = sum
  }
  const targets = new Uint32Array(numNodes)
  for (let node = numNodes - 1; node >= 0; node--) targets[--offsets[rowInTree(idom[node], numNodes)]] = node
  return { offsets, targets }
}

/** Row of a node or a SuperRoot in `dominatorChildren`. */
export function rowInTree(nodeOrRoot: number, numNodes: number): number {
  return nodeOrRoot >= 0 ? nodeOrRoot : numNodes - 1 - nodeOrRoot
}

/**
 * What surely goes when all these nodes go: the bytes below them in the dominator tree, counted once where one stands
 * above another. A lower bound, exact for one node: two SVs may together be all that holds a third, which neither
 * dominates (see retainedBySet). O(set + the nodes above it), so it is cheap enough to keep a table up to date.
 *
 * @param scratch a byte a node, all 0, and so again afterwards
 */
export function retainedInTree(
  set: ArrayLike<number>,
  idom: Int32Array,
  retained: Float64Array,
  scratch: Uint8Array,
): Bytes {
  const [free, member, under, counted] = [0, 1, 2, 3] // under: not in the set, but a member stands above
  const clear = 4 // no member stands above, nor is it one
  for (let i = 0; i < set.length; i++) scratch[set[i]] = member

  // Every node above the set is looked at once: who comes later stops where somebody has been.
  let total = 0
  for (let i = 0; i < set.length; i++) {
    if (scratch[set[i]] === counted) continue
    let above = idom[set[i]]
    while (above >= 0 && scratch[above] === free) above = idom[above]
    const isUnder = above >= 0 && scratch[above] !== clear
    for (let node = idom[set[i]]; node !== above; node = idom[node]) scratch[node] = isUnder ? under : clear
    if (!isUnder) total += retained[set[i]]
    scratch[set[i]] = counted
  }

  for (let i = 0; i < set.length; i++) {
    for (let node = set[i]; node >= 0 && scratch[node] !== free; node = idom[node]) scratch[node] = free
  }
  return total
}
