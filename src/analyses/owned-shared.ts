import type { ByteColumn } from '../base/byte-column.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { Groups } from './groups.ts'
import type { OwnedForest } from './owned-forest.ts'
import type { OwnedTrees } from './owned-trees.ts'
import { OwnedWalk } from './owned-walk.ts'
import { sharedInOrder } from './shared-order.ts'

/**
 * Add to the sizes of the owned forest what its SVs own by way of shared SVs.
 *
 * Shared SVs are taken in an order in which those that one leads to come before it (or with it: a *knot*, where they lead
 * to each other), each with its tree; then the trees at the top. Owned sets of shared SVs that are not connected so far
 * have nothing in common. So what an SV owns is what is below its edges, one by one, unless two of them lead into one
 * connected group. Where these ways meet, that group is counted anew, and what it was counted below is taken off: by a
 * formula if both lead to the same shared SV (its owned set is then met whole or not at all), else by a walk. Above, all
 * is sums again.
 *
 * In a knot every SV that leads to something shared takes a walk; those with the same turns below share it.
 */
export async function addShared(trees: OwnedTrees, forest: OwnedForest, size: ByteColumn, slice: Slice): Promise<void> {
  const { shared, total } = forest
  const walk = new OwnedWalk(trees, forest, size)
  const sums = new SharedSums(trees, forest, size, walk)
  const groups = sums.groups
  let steps = 0
  const pause = async (done: number) => {
    if (walk.steps + sums.steps - steps <= STEP_MASK) return
    steps = walk.steps + sums.steps
    if (!slice.isOver()) return
    slice.progress(done, shared.length)
    await slice.next()
  }

  const { order, isInKnot } = sharedInOrder(trees)
  for (let i = 0; i < order.length; i++) {
    const member = order[i]
    await pause(i)
    const start = trees.treeStart[member]
    const end = trees.treeEnd[member]
    if (isInKnot[i] === 1) await sumKnotTree(member, trees, walk, total, () => pause(i))
    else sums.addTree(start, end)
    sums.owned[member] = total[shared[member]]
    if (start < end) {
      for (let turn = trees.turnStart[start]; turn < trees.turnEnd[start]; turn++) {
        groups.join(member, trees.sharedOfTurn[turn])
      }
    }
  }
  for (const [start, end] of trees.topTrees) {
    await pause(order.length)
    sums.addTree(start, end)
  }
}

/** The tree of a shared SV that leads back to itself. */
async function sumKnotTree(
  shared: number,
  { treeStart, treeEnd, turnStart, turnEnd, row }: OwnedTrees,
  walk: OwnedWalk,
  total: Float64Array,
  pause: () => Promise<void>,
): Promise<void> {
  const root = treeStart[shared]
  const treeBytes = walk.treeBytes[shared]
  let known = { bytes: 0, isBack: false }
  for (let node = root; node < treeEnd[shared]; node++) {
    const start = turnStart[node]
    const end = turnEnd[node]
    const isKnown = node > root + 1 && start === turnStart[node - 1] && end === turnEnd[node - 1]
    if (!isKnown) {
      known = walk.fromWithin(shared, start, end, node === root)
      await pause()
    }
    total[row[node]] = known.bytes + (known.isBack ? treeBytes : total[row[node]])
  }
}

const NONE = -1

/** Sums over a tree whose SVs do not own themselves. */
class SharedSums {
  readonly groups: Groups
  /** Shared SV -> its owned size, once that is known. */
  readonly owned: Float64Array
  /** What the sums have cost so far. */
  steps = 0
  readonly #trees: OwnedTrees
  readonly #rows: readonly number[]
  readonly #total: Float64Array
  readonly #size: ByteColumn
  readonly #walk: OwnedWalk

  // The path from the root to the current node, by depth.
  readonly #node: Uint32Array
  readonly #bytes: Float64Array // by way of shared SVs
  readonly #meeting: Int32Array // last of the groups in which ways meet here

  // A way: some turns that lead into one group, which are counted together. Its number is its first turn.
  readonly #lastTurn: Int32Array
  readonly #following: Int32Array // turn -> next turn of the same way
  readonly #previous: Int32Array // way -> the way into the same group before it
  readonly #gate: Int32Array // way -> the one shared SV it leads to, NONE if there are several
  readonly #repeats: Float64Array // way -> how often this is counted once more
  readonly #counted: Float64Array // way -> bytes
  // Meetings, as linked lists.
  readonly #meetingGroup: Int32Array
  readonly #meetingBefore: Int32Array
  #numMeetings = 0
  /** Group -> its last way, in the tree that is being summed. */
  readonly #lastWay: Int32Array
  readonly #lastTree: Int32Array
  #tree = 0
  readonly #merging: number[] = []

  constructor(trees: OwnedTrees, { shared, total }: OwnedForest, size: ByteColumn, walk: OwnedWalk) {
    const numTurns = trees.sharedOfTurn.length
    this.groups = new Groups(shared.length)
    this.owned = new Float64Array(shared.length)
    this.#trees = trees
    this.#rows = shared
    this.#total = total
    this.#size = size
    this.#walk = walk
    this.#node = new Uint32Array(trees.row.length)
    this.#bytes = new Float64Array(trees.row.length)
    this.#meeting = new Int32Array(trees.row.length)
    this.#lastTurn = new Int32Array(numTurns)
    this.#following = new Int32Array(numTurns)
    this.#previous = new Int32Array(numTurns)
    this.#gate = new Int32Array(numTurns)
    this.#repeats = new Float64Array(numTurns)
    this.#counted = new Float64Array(numTurns)
    this.#meetingGroup = new Int32Array(numTurns)
    this.#meetingBefore = new Int32Array(numTurns)
    this.#lastWay = new Int32Array(shared.length)
    this.#lastTree = new Int32Array(shared.length)
  }

  /** Add to the totals of nodes [start, end), a whole tree. O(nodes + turns * log depth), and the walks. */
  addTree(start: number, end: number): void {
    if (start === end) return
    const { turnStart, turnEnd, sharedOfTurn } = this.#trees
    this.#tree++
    this.#numMeetings = 0
    this.steps += end - start
    let depth = 0
    let entered = start
    for (let turn = turnStart[start]; turn < turnEnd[start]; turn++) {
      while (depth > 0 && turnEnd[this.#node[depth - 1]] <= turn) this.#leave(--depth)
      for (; entered < end && turnStart[entered] <= turn; entered++) {
        this.#node[depth] = entered
        this.#bytes[depth] = 0
        this.#meeting[depth++] = NONE
      }
      const gate = sharedOfTurn[turn]
      this.#bytes[depth - 1] += this.owned[gate]
      this.#addWay(turn, gate, depth)
    }
    while (depth > 0) this.#leave(--depth)
  }

  #addWay(turn: number, gate: number, depth: number): void {
    const group = this.groups.of(gate)
    const before = this.#lastTree[group] === this.#tree ? this.#lastWay[group] : NONE
    if (before !== NONE) {
      // They meet at the deepest node on the path that has the way before below it.
      const { turnStart } = this.#trees
      let low = 0
      let high = depth - 1
      while (low < high) {
        const middle = (low + high + 1) >>> 1
        if (turnStart[this.#node[middle]] <= before) low = middle
        else high = middle - 1
      }
      const meeting = this.#numMeetings++
      this.#meetingGroup[meeting] = group
      this.#meetingBefore[meeting] = this.#meeting[low]
      this.#meeting[low] = meeting
    }
    this.#lastTurn[turn] = turn
    this.#following[turn] = NONE
    this.#gate[turn] = gate
    this.#repeats[turn] = 0
    this.#counted[turn] = this.owned[gate]
    this.#push(turn, group, before)
  }

  #push(way: number, group: number, before: number): void {
    this.#previous[way] = before
    this.#lastWay[group] = way
    this.#lastTree[group] = this.#tree
  }

  #leave(depth: number): void {
    const node = this.#node[depth]
    for (let meeting = this.#meeting[depth]; meeting !== NONE; meeting = this.#meetingBefore[meeting]) {
      this.#bytes[depth] += this.#merge(this.#meetingGroup[meeting], node)
    }
    this.#total[this.#trees.row[node]] += this.#bytes[depth]
    if (depth > 0) this.#bytes[depth - 1] += this.#bytes[depth]
  }

  /** Make one way of all that lead from a node into a group. Returns by how much that changes what they count. */
  #merge(group: number, node: number): number {
    const { turnStart, nodeOfTurn } = this.#trees
    const ways = this.#merging
    ways.length = 0
    let before = this.#lastWay[group]
    while (before !== NONE && before >= turnStart[node]) {
      ways.push(before)
      before = this.#previous[before]
    }
    if (ways.length === 1) return 0 // merged already: they met here more than once
    const first = ways[ways.length - 1] // they came last first
    this.steps += ways.length

    let countedBefore = 0
    let numDirect = 0 // edges of the node's own; ways that were merged further down begin there
    let gate = this.#gate[first]
    for (const way of ways) {
      countedBefore += this.#counted[way]
      if (this.#gate[way] !== gate) gate = NONE
      if (nodeOfTurn[way] === node) numDirect++
    }
    for (let i = ways.length - 1; i > 0; i--) this.#following[this.#lastTurn[ways[i]]] = ways[i - 1]
    this.#lastTurn[first] = this.#lastTurn[ways[0]]
    this.#gate[first] = gate
    if (gate === NONE) {
      this.#counted[first] = this.#walk.overChain(first, this.#following)
    } else {
      // The first way sees the gate. By then the node's own edges wait on the stack, and each will count it again; what
      // leads there from elsewhere finds it seen.
      const isDirect = nodeOfTurn[first] === node
      this.#repeats[first] = isDirect ? numDirect - 1 : this.#repeats[first] + numDirect
      this.#counted[first] = this.owned[gate] + this.#repeats[first] * this.#size[this.#rows[gate]]
    }
    this.#push(first, group, before)
    return this.#counted[first] - countedBefore
  }
}
