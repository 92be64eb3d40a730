import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { Csr } from './csr.ts'
import type { PreorderGraph } from './preorder.ts'

/** The cycles of a heap: its strongly connected components that have one. Nearly all SVs are in none. */
export interface Components {
  readonly numComponents: number
  /** Row -> component, NO_COMPONENT where no way leads back. */
  readonly component: Int32Array
  /** Component -> its rows, ascending. */
  readonly members: Csr
}

export const NO_COMPONENT = -1

const DONE = 0x7fff_ffff // `low` of what is in a finished component: above all positions

/**
 * Strongly connected components: R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1
 * (1972). The depth-first search has been made: positions are its numbers and `parent` its tree, so that going through
 * the positions and finishing what the next one is not below is all that is left of it, and a node looks at its edges
 * once, when it is finished. Leaves are finished where they stand. O(rows + edges); 8 bytes a row of scratch.
 *
 * Components are numbered in the order in which the search finishes them: a component before those that lead to it.
 */
export async function components(graph: PreorderGraph, slice: Slice = UNSLICED): Promise<Components> {
  const { nodes, numRows, offsets, targets, parent } = graph
  const numNodes = nodes.length
  const low = new Int32Array(numNodes)
  const open = new Int32Array(numNodes) // Tarjan's stack: in no finished component, ascending
  const component = new Int32Array(numRows).fill(NO_COMPONENT)
  let numOpen = 0
  let numComponents = 0
  let numMembers = 0

  let current = -1 // deepest node that is not finished
  for (let at = 0; at <= numNodes; at++) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(at, numNodes)
      await slice.next()
    }
    const above = at < numNodes ? parent[at] : -1
    while (current !== above) {
      let lowest = current
      let isOnCycle = false
      for (let e = offsets[current], end = offsets[current + 1]; e < end; e++) {
        const target = targets[e]
        if (low[target] < lowest) lowest = low[target]
        if (target === current) isOnCycle = true
      }
      low[current] = lowest
      if (lowest === current) {
        if (open[numOpen - 1] !== current) isOnCycle = true
        if (isOnCycle) {
          let member = 0
          do {
            member = open[--numOpen]
            low[member] = DONE
            component[nodes[member]] = numComponents
            numMembers++
          } while (member !== current)
          numComponents++
        } else {
          low[current] = DONE
          numOpen--
        }
      }
      current = parent[current]
    }
    if (at === numNodes) break
    if (offsets[at] === offsets[at + 1]) {
      low[at] = DONE
    } else {
      low[at] = at
      open[numOpen++] = at
      current = at
    }
  }
  return { numComponents, component, members: groupByComponent(component, numComponents, numMembers) }
}

/** Counting sort of the rows that have a component. */
function groupByComponent(component: Int32Array, numComponents: number, numMembers: number): Csr {
  const offsets = new Uint32Array(numComponents + 1)
  const targets = new Uint32Array(numMembers)
  if (numMembers === 0) return { offsets, targets }
  for (let row = 0; row < component.length; row++) if (component[row] >= 0) offsets[component[row]]++
  for (let i = 0, sum = 0; i <= numComponents; i++) {
    sum += offsets[i]
    offsets[i] = sum
  }
  for (let row = component.length - 1; row >= 0; row--)
    if (component[row] >= 0) targets[--offsets[component[row]]] = row
  return { offsets, targets }
}
