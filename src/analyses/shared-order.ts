import type { OwnedTrees } from './owned-trees.ts'

/** Shared SVs, ordered so that none leads to a later one, but in knots. */
export interface SharedOrder {
  readonly order: Uint32Array
  /** 1 = the one at this place of `order` leads back to itself. Members of a knot stand together. */
  readonly isInKnot: Uint8Array
}

const FINISHED = 0xffff_ffff

/**
 * Tarjan's algorithm over the shared SVs (an edge = a turn in the tree of one that leads to the other): it finishes
 * components in this very order. O(turns).
 */
export function sharedInOrder({ treeStart, treeEnd, turnStart, turnEnd, sharedOfTurn }: OwnedTrees): SharedOrder {
  const numShared = treeStart.length
  const number = new Uint32Array(numShared) // 0 = not met
  const low = new Uint32Array(numShared)
  const cursor = new Uint32Array(numShared)
  const endTurn = new Uint32Array(numShared)
  const path = new Uint32Array(numShared)
  const open = new Uint32Array(numShared)
  const order = new Uint32Array(numShared)
  const isInKnot = new Uint8Array(numShared)
  let [numMet, numOpen, numOrdered, depth] = [0, 0, 0, 0]

  for (let root = 0; root < numShared; root++) {
    let entered = number[root] === 0 ? root : -1
    while (entered >= 0 || depth > 0) {
      if (entered >= 0) {
        low[entered] = number[entered] = ++numMet
        const node = treeStart[entered]
        if (node < treeEnd[entered]) {
          cursor[entered] = turnStart[node]
          endTurn[entered] = turnEnd[node]
        }
        path[depth++] = entered
        open[numOpen++] = entered
        entered = -1
      }
      const at = path[depth - 1]
      if (cursor[at] < endTurn[at]) {
        const target = sharedOfTurn[cursor[at]++]
        if (number[target] === 0) entered = target
        else if (number[target] !== FINISHED && number[target] < low[at]) low[at] = number[target]
        if (target === at) isInKnot[at] = 1 // by member so far
        continue
      }
      depth--
      if (depth > 0 && low[at] < low[path[depth - 1]]) low[path[depth - 1]] = low[at]
      if (low[at] !== number[at]) continue
      const isKnot = open[numOpen - 1] !== at
      let member = -1
      while (member !== at) {
        member = open[--numOpen]
        number[member] = FINISHED
        if (isKnot) isInKnot[member] = 1
        order[numOrdered++] = member
      }
    }
  }
  return { order, isInKnot: isInKnot.map((_, i) => isInKnot[order[i]]) }
}
