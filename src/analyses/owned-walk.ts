import type { ByteColumn } from '../base/byte-column.ts'
import type { OwnedForest } from './owned-forest.ts'
import type { OwnedTrees } from './owned-trees.ts'

/** Bytes that a walk met in the trees of shared SVs. */
export interface WalkResult {
  /** What a walk from here adds, but for the tree in which it started. */
  readonly bytes: number
  /** Whether the walk came back to the root of the tree in which it started. */
  readonly isBack: boolean
}

const NO_TURN = -1

/**
 * pmat's walk of an owned set (see ownedSet), from shared SV to shared SV: their trees are summed up already, so a walk
 * only takes the turns between them, in pmat's order. O(turns taken).
 *
 * When an edge has its turn and its target has been seen, pmat counts the target once more if it was not seen yet when
 * the edge's owner was: for then the edge had been put on the stack. Owners are seen just before the first turn below
 * them, so with a clock that goes on at each turn: if the target was seen after that turn.
 */
export class OwnedWalk {
  /** Shared SV -> Bytes of its own tree. */
  readonly treeBytes: Float64Array
  /** Turns taken by all walks so far: what they have cost. */
  steps = 0
  readonly #trees: OwnedTrees
  readonly #sharedBytes: Float64Array
  readonly #seenIn: Uint32Array // the walk that saw a shared SV
  readonly #seenAt: Float64Array // by the clock
  readonly #seenAfter: Int32Array // the turn of the walk's own that led there
  readonly #turnAt: Float64Array // turn -> clock
  readonly #next: Uint32Array // stack of turns [next, end) that are left
  readonly #end: Uint32Array
  #walk = 0
  #clock = 0

  constructor(trees: OwnedTrees, { shared, total }: OwnedForest, size: ByteColumn) {
    this.#trees = trees
    this.treeBytes = Float64Array.from(shared, (row) => total[row])
    this.#sharedBytes = Float64Array.from(shared, (row) => size[row])
    this.#seenIn = new Uint32Array(shared.length)
    this.#seenAt = new Float64Array(shared.length)
    this.#seenAfter = new Int32Array(shared.length)
    this.#turnAt = new Float64Array(trees.sharedOfTurn.length)
    this.#next = new Uint32Array(shared.length + 2)
    this.#end = new Uint32Array(shared.length + 2)
  }

  /**
   * Walk on from an SV that does not own itself, over some of the turns below it.
   *
   * @param first the first turn, and
   * @param following turn -> the one after it, NO_TURN after the last
   */
  overChain(first: number, following: Int32Array): number {
    this.#walk++
    let bytes = 0
    for (let turn = first; turn !== NO_TURN; turn = following[turn]) bytes += this.#take(turn, 0, 0, -1)
    return bytes
  }

  /**
   * Walk on from a node in the tree of a shared SV, over all turns [start, end) below it. Where the walk comes back to
   * the root of the tree it does not go below the node again.
   *
   * @param isRoot whether the node is that root itself, which has been seen then
   */
  fromWithin(shared: number, start: number, end: number, isRoot: boolean): WalkResult {
    this.#walk++
    if (isRoot) {
      this.#seenIn[shared] = this.#walk
      this.#seenAt[shared] = this.#clock
      this.#seenAfter[shared] = NO_TURN
    }
    let bytes = 0
    for (let turn = start; turn < end; turn++) bytes += this.#take(turn, start, end, isRoot ? -1 : shared)
    const isBack = !isRoot && this.#seenIn[shared] === this.#walk
    return { bytes: isBack ? bytes - this.treeBytes[shared] : bytes, isBack }
  }

  /** One turn of the walk's own and all that follow from it. Turns [start, end) lie below where the walk began. */
  #take(own: number, start: number, end: number, home: number): number {
    const { turnStart, turnEnd, sharedOfTurn, nodeOfTurn, treeStart, treeEnd } = this.#trees
    const { treeBytes } = this
    const next = this.#next
    const ends = this.#end
    const turnAt = this.#turnAt
    let bytes = 0
    let top = 0
    let turn = own
    while (true) {
      this.steps++
      turnAt[turn] = ++this.#clock
      const shared = sharedOfTurn[turn]
      if (this.#seenIn[shared] !== this.#walk) {
        this.#seenIn[shared] = this.#walk
        this.#seenAt[shared] = ++this.#clock
        this.#seenAfter[shared] = own
        bytes += treeBytes[shared]
        if (treeStart[shared] < treeEnd[shared]) {
          const root = treeStart[shared]
          if (shared === home) {
            next[top] = end
            ends[top++] = turnEnd[root]
            next[top] = turnStart[root]
            ends[top++] = start
          } else {
            next[top] = turnStart[root]
            ends[top++] = turnEnd[root]
          }
        }
      } else {
        const firstBelow = turnStart[nodeOfTurn[turn]]
        const isPushed =
          turn === own
            ? this.#seenAfter[shared] >= firstBelow
            : this.#seenAt[shared] >= turnAt[firstBelow >= start && firstBelow < end ? end : firstBelow]
        if (isPushed) bytes += this.#sharedBytes[shared]
      }
      while (top > 0 && next[top - 1] === ends[top - 1]) top--
      if (top === 0) return bytes
      turn = next[top - 1]++
    }
  }
}
