import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from '../graph/edge.ts'
import { NO_OWNER, type OwnedForest, sharedAt } from './owned-forest.ts'
import type { OwnedInput } from './owned-size.ts'

/**
 * The trees of the owned forest, as far as they lead to shared SVs, in the order in which pmat walks them: an SV, then
 * what it owns, last edge first. A *turn* is an owning edge to a shared SV, at its place in this order; the turns below
 * an SV are an interval.
 */
export interface OwnedTrees {
  /** Node -> row. The nodes of a tree stand together, its root first, everyone before what is below. */
  readonly row: Uint32Array
  /** Node -> turns [start, end) from it and from below it; never empty. */
  readonly turnStart: Uint32Array
  readonly turnEnd: Uint32Array
  /** Turn -> shared SV that it leads to. */
  readonly sharedOfTurn: Uint32Array
  /** Turn -> node that it leads from. */
  readonly nodeOfTurn: Uint32Array
  /** Trees whose root nobody owns: nodes [start, end) of each, one after the other. */
  readonly topTrees: readonly (readonly [start: number, end: number])[]
  /** Shared SV -> nodes of its tree; empty if nothing shared is below it. */
  readonly treeStart: Uint32Array
  readonly treeEnd: Uint32Array
}

/** O(nodes and their edges). */
export function findTrees(forest: OwnedForest, { csr, refcount, numSvs, inOrder }: OwnedInput): OwnedTrees {
  const { owner, shared, leadsToShared, numLeading, numSharedEdges } = forest
  const { offsets, targets } = csr
  const row = new Uint32Array(numLeading)
  const turnStart = new Uint32Array(numLeading)
  const turnEnd = new Uint32Array(numLeading)
  const sharedOfTurn = new Uint32Array(numSharedEdges)
  const nodeOfTurn = new Uint32Array(numSharedEdges)
  const treeStart = new Uint32Array(shared.length)
  const treeEnd = new Uint32Array(shared.length)
  const topTrees: [number, number][] = []
  const path = new Uint32Array(numLeading) // nodes
  const edges: Uint32Array[] = [] // depth -> of the node
  const cursor = new Uint32Array(numLeading) // depth -> edges of the node before this one are left
  let numNodes = 0
  let numTurns = 0

  const walkTree = (root: number): void => {
    let depth = 0
    let entered = root
    while (true) {
      if (entered >= 0) {
        row[numNodes] = entered
        turnStart[numNodes] = numTurns
        path[depth] = numNodes++
        edges[depth] = inOrder(entered, targets.subarray(offsets[entered], offsets[entered + 1]))
        cursor[depth] = edges[depth].length
        depth++
        entered = -1
      }
      const node = path[depth - 1]
      if (cursor[depth - 1] === 0) {
        turnEnd[node] = numTurns
        if (--depth === 0) return
        continue
      }
      const word = edges[depth - 1][--cursor[depth - 1]]
      const target = word & EDGE_ROW_MASK
      if (((ClassMask.STRONG_AND_SAVED >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
      if (target >= numSvs || refcount[target] !== 1) continue
      if (owner[target] < NO_OWNER) {
        nodeOfTurn[numTurns] = node
        sharedOfTurn[numTurns++] = sharedAt(owner[target])
      } else if (leadsToShared[target] === 1) {
        entered = target
      }
    }
  }

  for (let i = 0; i < shared.length; i++) {
    treeStart[i] = numNodes
    if (leadsToShared[shared[i]] === 1) walkTree(shared[i])
    treeEnd[i] = numNodes
  }
  for (let top = 0; top < numSvs; top++) {
    if (leadsToShared[top] === 0 || owner[top] !== NO_OWNER) continue
    const start = numNodes
    walkTree(top)
    topTrees.push([start, numNodes])
  }
  return { row, turnStart, turnEnd, sharedOfTurn, nodeOfTurn, topTrees, treeStart, treeEnd }
}
