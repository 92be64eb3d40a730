import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { type Csr, reverse } from './csr.ts'
import type { PreorderGraph } from './preorder.ts'

/** What stands above the SVs that no single SV dominates, in place of a node: -1 - Reach. */
export const SuperRoot = {
  /** Above what roots lead to. */ ROOTS: -1,
  /** Above what only SVs held from outside lead to. */ OUTSIDE: -2,
  /** Above what nothing leads to but itself. */ NOTHING: -3,
} as const
export type SuperRoot = (typeof SuperRoot)[keyof typeof SuperRoot]

/**
 * Node -> its immediate dominator: the nearest node that is on every path to it from its super-root. A SuperRoot where
 * there is none. Nodes are rows and then islands: see PreorderGraph. Paths are those of one part: what roots lead to is
 * dominated as if nothing else were there.
 *
 * Members of an island (a cycle that nothing leads to) have the island for their immediate dominator, since the cycle
 * can be entered at any of them; so has what only they hold together. What several islands hold hangs under NOTHING.
 * Retained sizes stay honest that way: that of a member is what goes with it while the rest of the cycle stays, that of
 * the island is what goes once the cycle is broken, and nothing is promised twice.
 *
 * Semi-NCA: L. Georgiadis, R. E. Tarjan et al., "Finding dominators in practice", J. Graph Algorithms and Applications
 * 10 (2006), section 2.3; semidominators as Lengauer and Tarjan (1979), path compression iterative. O(edges log nodes)
 * at worst, in practice linear; scratch of 16 bytes a node and a reversed graph.
 */
export async function dominators(graph: PreorderGraph, slice: Slice = UNSLICED): Promise<Int32Array> {
  const { nodes, starts, entries } = graph
  const inrefs = await reverse(graph, slice)
  const parent = graph.parent.slice()
  for (let i = 0; i < entries.length; i++) parent[entries[i]] = -1 // above them there is the super-root alone
  const semi = await semidominators(parent, inrefs, slice)
  const idom = immediateDominators(parent, semi)

  // From positions to nodes.
  const idomOf = new Int32Array(nodes.length)
  for (let at = 0, part = 0; at < nodes.length; at++) {
    while (at >= starts[part + 1]) part++
    const above = idom[at]
    idomOf[nodes[at]] = above < 0 ? -1 - part : nodes[above]
  }
  return idomOf
}

/** Position -> position of its semidominator, -1 for entries. Last positions first, preorder numbers as Lengauer-Tarjan's. */
async function semidominators(parent: Int32Array, inrefs: Csr, slice: Slice): Promise<Int32Array> {
  const { offsets, targets: sources } = inrefs
  const numNodes = parent.length
  const semi = new Int32Array(numNodes)
  const label = new Int32Array(numNodes) // least semidominator from here up to below `linked`
  const linked = parent.slice() // ancestor in the forest of the nodes that are done; compressed
  const path = new Int32Array(numNodes)

  for (let at = numNodes - 1; at >= 0; at--) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(numNodes - at, numNodes)
      await slice.next()
    }
    let least = parent[at]
    if (least >= 0) {
      for (let e = offsets[at], end = offsets[at + 1]; e < end; e++) {
        const source = sources[e]
        if (source <= at) {
          if (source < least) least = source
          continue
        }
        // The least label on the way up from the source, as far as that is done. The way is made short at that.
        let top = source
        let numBelow = 0
        while (linked[top] > at) {
          path[numBelow++] = top
          top = linked[top]
        }
        const above = linked[top]
        let leastOnPath = label[top]
        while (numBelow > 0) {
          const below = path[--numBelow]
          if (label[below] > leastOnPath) label[below] = leastOnPath
          else leastOnPath = label[below]
          linked[below] = above
        }
        if (leastOnPath < least) least = leastOnPath
      }
    }
    semi[at] = least
    label[at] = least
  }
  return semi
}

/** First positions first: the nearest ancestor in the dominator tree that is not below the semidominator. */
function immediateDominators(parent: Int32Array, semi: Int32Array): Int32Array {
  const idom = new Int32Array(parent.length)
  for (let at = 0; at < parent.length; at++) {
    let above = parent[at]
    const highest = semi[at]
    while (above > highest) above = idom[above]
    idom[at] = above
  }
  return idom
}
