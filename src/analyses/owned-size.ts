import { type ByteColumn, packedBytes } from '../base/byte-column.ts'
import { U32List } from '../base/grow.ts'
import { type Slice, UNSLICED } from '../base/slice.ts'
import type { Csr } from '../graph/csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from '../graph/edge.ts'
import { ownedForest } from './owned-forest.ts'
import { addShared } from './owned-shared.ts'
import { findTrees } from './owned-trees.ts'
import type { EdgeOrder } from './value-order.ts'

/** What owned sizes are computed from. */
export interface OwnedInput {
  readonly csr: Csr
  /** Row -> Perl's count. */
  readonly refcount: Uint32Array
  /** Row -> Bytes of the SV itself. */
  readonly size: ByteColumn
  /** Rows from here on are the immortals: nobody owns them. */
  readonly numSvs: number
  /** The edges of a row in pmat's order. It shows where an SV is listed twice, so it is asked for only then. */
  readonly inOrder: EdgeOrder
}

/**
 * The owned set of an SV: itself and, again and again, what it alone holds, that is what strong references lead to and
 * has a refcount of 1. With pmat's duplicates: an SV counts as seen when it is taken off the stack, not
 * when it is put there, so one that has two such references from the same place is listed twice. (No heap in good order
 * has these: its refcount is 1, yet two references are there. Saved values and pads make some.)
 *
 * O(edges of the set); a byte a row of scratch.
 */
export function ownedSet(row: number, input: OwnedInput): Uint32Array {
  const set = walkOwned(row, input, null)
  return set ?? (walkOwned(row, input, input.inOrder) as Uint32Array)
}

/** Without an order null where it would show: as soon as an SV is met a second time. */
function walkOwned(row: number, { csr, refcount, numSvs }: OwnedInput, inOrder: EdgeOrder | null): Uint32Array | null {
  const { offsets, targets } = csr
  const isSeen = new Uint8Array(numSvs)
  const set = new U32List()
  const stack = [row]
  while (stack.length > 0) {
    const owner = stack.pop() as number
    set.push(owner)
    if (owner >= numSvs) continue
    isSeen[owner] = 1
    const start = offsets[owner]
    const end = offsets[owner + 1]
    const ordered = inOrder?.(owner, targets.subarray(start, end))
    for (let e = start; e < end; e++) {
      const target = ownedThrough(ordered ? ordered[e - start] : targets[e], refcount, numSvs)
      if (target < 0) continue
      if (isSeen[target] === 0) stack.push(target)
      else if (!ordered) return null
      if (!ordered) isSeen[target] = 1
    }
  }
  return set.finish()
}

/**
 * An order that is asked for only where it shows. What has one owner and owns a tree is met once, whenever its turn is:
 * there must be two others below an SV for their order to make a difference.
 *
 * @param isTree see OwnedSums
 * @param inrefs the outref graph turned around
 */
export function whereItShows({ refcount, numSvs, inOrder }: OwnedInput, isTree: Uint8Array, inrefs: Csr): EdgeOrder {
  return (row, edges) => {
    let numOthers = 0
    for (const word of edges) {
      const target = ownedThrough(word, refcount, numSvs)
      if (target >= 0 && (isTree[target] === 0 || inrefs.offsets[target + 1] - inrefs.offsets[target] > 1)) numOthers++
    }
    return numOthers < 2 ? edges : inOrder(row, edges)
  }
}

/** What an edge of the outref graph leads to if it is owned through it, else -1. */
export function ownedThrough(word: number, refcount: Uint32Array, numSvs: number): number {
  const target = word & EDGE_ROW_MASK
  const isOwning = ((ClassMask.STRONG_AND_SAVED >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 1
  return isOwning && target < numSvs && refcount[target] === 1 ? target : -1
}

/** Owned sizes of all SVs, and by what they were summed. */
export interface OwnedSums {
  /** Row -> Bytes of its owned set. */
  readonly sizes: ByteColumn
  /** Row -> 1 if its owned set is a tree: everything in it has one owner, and nothing is on a ring. */
  readonly isTree: Uint8Array
}

/**
 * Owned sizes of all SVs: row -> sum of the sizes in its `ownedSet`, duplicates and all, without walking each set.
 *
 * Nearly always the SVs of refcount 1 have one owner, and the owned sets are subtrees of a forest that is summed up from
 * its leaves (owned-forest.ts). What is left are those that several references lead to: they cut the forest into trees,
 * and only where two ways from an SV lead to such a one is there anything to find out (owned-shared.ts).
 *
 * Linear in rows and edges, but for SVs with several ways to several shared SVs that are connected; these take a walk
 * over that connected group each.
 */
export async function ownedSums(input: OwnedInput, slice: Slice = UNSLICED): Promise<OwnedSums> {
  const forest = await ownedForest(input, slice)
  if (slice.isOver()) await slice.next()
  if (forest.shared.length > 0) await addShared(findTrees(forest, input), forest, input.size, slice)
  return { sizes: packedBytes(forest.total), isTree: forest.isTree }
}
