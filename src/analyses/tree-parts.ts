import type { ByteColumn } from '../base/byte-column.ts'
import type { Csr } from '../graph/csr.ts'
import { ClassMask, EDGE_ROW_MASK, isFollowed } from '../graph/edge.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { type OwnedInput, ownedThrough } from './owned-size.ts'
import { topRows } from './top-rows.ts'

/** Whether an edge of a graph of the heap is one by which SVs are owned. */
function isOwning(word: number): boolean {
  return isFollowed(word, ClassMask.STRONG_AND_SAVED)
}

/** What an SV owns itself. For SVs whose owned set is a tree: then nobody else owns these. */
export function ownedBy(row: SvIndex, { csr: { offsets, targets }, refcount, numSvs }: OwnedInput): Uint32Array {
  const owned = targets.slice(offsets[row], offsets[row + 1])
  let length = 0
  for (const word of owned) {
    const target = ownedThrough(word, refcount, numSvs)
    if (target >= 0) owned[length++] = target
  }
  return owned.subarray(0, length)
}

/** An SV that owns this one, -1 if none does. There may be others, unless the owned set of that one is a tree. */
export function ownerOf(row: SvIndex, refcount: Uint32Array, { offsets, targets }: Csr): SvIndex {
  if (refcount[row] !== 1) return -1
  for (let e = offsets[row]; e < offsets[row + 1]; e++) if (isOwning(targets[e])) return targets[e] & EDGE_ROW_MASK
  return -1
}

/**
 * What is below SVs whose owned sets are trees, the largest owned sizes first. What is further down is no larger, so only
 * what is below the largest is looked at.
 */
export class TreeParts {
  readonly #sizes: ByteColumn
  readonly #input: OwnedInput
  readonly #count: number
  /** SV -> the largest of what it owns itself: lists lead through the same SVs again and again. */
  readonly #largest = new Map<SvIndex, readonly SvIndex[]>()

  /**
   * @param sizes owned sizes by row
   * @param count how many at most will be asked for
   */
  constructor(sizes: ByteColumn, input: OwnedInput, count: number) {
    this.#sizes = sizes
    this.#input = input
    this.#count = count
  }

  isEmpty(root: SvIndex): boolean {
    return this.#below(root).length === 0
  }

  /** As topRows gives them. O(count · count), and at first what each of them owns. */
  top(root: SvIndex, count: number): SvIndex[] {
    const top: SvIndex[] = []
    let next = this.#below(root)
    while (top.length < count && next.length > 0) {
      const [first, ...others] = next
      top.push(first)
      const below = this.#input.size[first] > 0 ? this.#below(first) : []
      next = topRows(this.#sizes, Uint32Array.from([...others, ...below]), count - top.length)
    }
    return top
  }

  #below(row: SvIndex): readonly SvIndex[] {
    const known = this.#largest.get(row)
    if (known) return known
    const largest = topRows(this.#sizes, this.#parts(row), this.#count)
    this.#largest.set(row, largest)
    return largest
  }

  /** What an SV owns itself; with what has no size of its own what that owns: it is as large, and may come before it. */
  #parts(row: SvIndex): Uint32Array {
    const input = this.#input
    const owned = ownedBy(row, input)
    if (owned.every((part) => input.size[part] > 0)) return owned
    const all = Array.from(owned)
    for (let i = 0; i < all.length; i++) {
      if (input.size[all[i]] === 0) for (const part of ownedBy(all[i], input)) all.push(part)
    }
    return Uint32Array.from(all)
  }
}
