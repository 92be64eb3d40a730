import { unpackedBytes } from '../base/byte-column.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from '../graph/edge.ts'
import type { OwnedInput } from './owned-size.ts'

/**
 * Who owns whom, as far as there is one owner. An *owning* edge is a strong or saved one to an SV of refcount 1. An SV
 * is *shared* if several owning edges lead to it. To be shared it is also enough to be chosen on a ring (a cycle on which
 * each is owned by the one before it) that leads to a shared SV: so without the shared ones' edges there is no cycle.
 */
export interface OwnedForest {
  /** Row -> its only owner; NO_OWNER; or `sharedOwner(i)` for shared SV i. */
  readonly owner: Int32Array
  /** Rows of the shared SVs. */
  readonly shared: readonly number[]
  /** Whether an owning edge leads from here, or from below here in the tree, to a shared SV. */
  readonly leadsToShared: Uint8Array
  /** Whether neither leads to a shared SV, nor stands on a ring: then its owned set is a tree. */
  readonly isTree: Uint8Array
  /** How many lead to a shared SV. */
  readonly numLeading: number
  /** Owning edges to shared SVs. */
  readonly numSharedEdges: number
  /** Row -> bytes of its tree, where trees end before shared SVs. That is its owned size, if it leads to none. */
  readonly total: Float64Array<ArrayBuffer>
}

export const NO_OWNER = -1
const FIRST_SHARED = -2

export function sharedOwner(shared: number): number {
  return FIRST_SHARED - shared
}

/** Which shared SV a negative element of `owner` stands for. */
export function sharedAt(owner: number): number {
  return FIRST_SHARED - owner
}

const SUMMED = 0xffff_ffff

/** Find the owners and sum up the trees. O(rows + edges); 9 bytes a row of scratch. */
export async function ownedForest({ csr, refcount, size, numSvs }: OwnedInput, slice: Slice): Promise<OwnedForest> {
  const { offsets, targets } = csr
  const owner = new Int32Array(numSvs).fill(NO_OWNER)
  const numOwned = new Uint32Array(numSvs) // not yet added to their owner; SUMMED
  const shared: number[] = []
  const holders: number[] = [] // from which owning edges lead to shared SVs
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, 2 * numSvs)
      await slice.next()
    }
    for (let e = offsets[row], end = offsets[row + 1]; e < end; e++) {
      const word = targets[e]
      const target = word & EDGE_ROW_MASK
      if (((ClassMask.STRONG_AND_SAVED >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
      if (target >= numSvs || refcount[target] !== 1) continue
      const known = owner[target]
      if (known === NO_OWNER) {
        owner[target] = row
        numOwned[row]++
        continue
      }
      if (known >= 0) {
        numOwned[known]--
        holders.push(known)
        owner[target] = sharedOwner(shared.length)
        shared.push(target)
      }
      holders.push(row)
    }
  }

  const leadsToShared = new Uint8Array(numSvs)
  let numLeading = 0
  for (const holder of holders) {
    for (let row = holder; row >= 0 && leadsToShared[row] === 0; row = owner[row]) {
      leadsToShared[row] = 1
      numLeading++
    }
  }

  if (slice.isOver()) await slice.next()
  const total = unpackedBytes(size, numSvs)
  let numSharedEdges = holders.length
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(numSvs + row, 2 * numSvs)
      await slice.next()
    }
    sumUp(row, owner, numOwned, total)
  }
  if (slice.isOver()) await slice.next()
  // What is left over stands on rings.
  const isTree = leadsToShared.map((leads) => leads ^ 1)
  for (let row = 0; row < numSvs; row++) {
    if (numOwned[row] === SUMMED) continue
    if (leadsToShared[row] === 0) {
      sumRing(row, owner, numOwned, total, isTree)
      continue
    }
    const last = owner[row]
    owner[row] = sharedOwner(shared.length)
    shared.push(row)
    numSharedEdges++
    numOwned[last]--
    sumUp(last, owner, numOwned, total)
  }
  return { owner, shared, leadsToShared, isTree, numLeading, numSharedEdges, total }
}

/** Add a complete tree to its owner's, and so on upwards as long as that makes these complete. */
function sumUp(row: number, owner: Int32Array, numOwned: Uint32Array, total: Float64Array): void {
  let top = row
  while (numOwned[top] === 0) {
    numOwned[top] = SUMMED
    const above = owner[top]
    if (above < 0) break
    total[above] += total[top]
    numOwned[above]--
    top = above
  }
}

/** All members of a ring own all of it. */
function sumRing(
  first: number,
  owner: Int32Array,
  numOwned: Uint32Array,
  total: Float64Array,
  isTree: Uint8Array,
): void {
  let sum = 0
  let row = first
  do {
    sum += total[row]
    row = owner[row]
  } while (row !== first)
  do {
    total[row] = sum
    isTree[row] = 0
    numOwned[row] = SUMMED
    row = owner[row]
  } while (row !== first)
}
