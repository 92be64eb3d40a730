import type { Csr } from './csr.ts'

/**
 * The dominator tree downwards, as a graph over the nodes and then the three super-roots: see `rowInTree`. Children
 * ascend. Counting sort, O(nodes).
 *
 * @param idom node -> immediate dominator: see dominators
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

/** A node and all that it dominates, nearest first. O(these). */
export function dominatedBy(node: number, { offsets, targets }: Csr): Uint32Array {
  const nodes = [node]
  for (let next = 0; next < nodes.length; next++) {
    for (let e = offsets[nodes[next]], end = offsets[nodes[next] + 1]; e < end; e++) nodes.push(targets[e])
  }
  return Uint32Array.from(nodes)
}

/** Up the dominator tree from a node to `goal`, else to its super-root. O(depth in the tree). */
export function climb(node: number, goal: number, idom: Int32Array): number {
  let at = node
  while (at >= 0 && at !== goal) at = idom[at]
  return at
}
