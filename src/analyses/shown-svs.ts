import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import type { OwnedInput, OwnedSums } from './owned-size.ts'
import { ownerOf } from './tree-parts.ts'

/** Bits of a row: shown itself; all else of its owned set too. */
const ITSELF = 1
const PARTS = 2

/**
 * Which SVs a listing by owned size has shown, without going through all of a tree to mark it: SVs of trees carry how
 * much is shown below them, and what is below one that was shown with its parts is shown.
 */
export class ShownSvs {
  /** SV sizes of all that is shown. */
  bytes: Bytes = 0
  readonly #input: OwnedInput
  readonly #sums: OwnedSums
  readonly #inrefs: Csr
  readonly #marks: Uint8Array
  /** Row of a tree -> SV sizes of what is shown below it. */
  readonly #below: Float64Array

  constructor(input: OwnedInput, sums: OwnedSums, inrefs: Csr) {
    this.#input = input
    this.#sums = sums
    this.#inrefs = inrefs
    this.#marks = new Uint8Array(input.numSvs)
    this.#below = new Float64Array(input.numSvs)
  }

  /** O(depth of the SV in its tree). */
  show(row: SvIndex): void {
    if ((this.#marks[row] & ITSELF) !== 0) return
    this.#marks[row] |= ITSELF
    const owner = this.#ownerInTree(row)
    if (owner < 0 || !this.#arePartsShown(owner)) this.#count(owner, this.#input.size[row])
  }

  /** All that is below the root of a tree. O(depth of that in a larger tree). */
  showTree(root: SvIndex): void {
    const hidden = this.hiddenInTree(root)
    this.#marks[root] |= PARTS
    this.#count(root, hidden)
  }

  hiddenInTree(root: SvIndex): Bytes {
    return this.#arePartsShown(root) ? 0 : this.#sums.sizes[root] - this.#input.size[root] - this.#below[root]
  }

  /** The parts of an owned set that is no tree, each behind what owns it. O(parts). */
  showSet(parts: Uint32Array): void {
    this.#markBelowTrees(parts)
    for (const part of parts) {
      if ((this.#marks[part] & ITSELF) === 0) this.bytes += this.#input.size[part]
      this.#marks[part] = ITSELF | PARTS
    }
  }

  /** As in the real tool what is listed twice counts twice. O(parts). */
  hiddenInSet(parts: Uint32Array): Bytes {
    this.#markBelowTrees(parts)
    let bytes = 0
    for (const part of parts) if ((this.#marks[part] & ITSELF) === 0) bytes += this.#input.size[part]
    return bytes
  }

  /** Mark those one by one that were shown with a tree. */
  #markBelowTrees(parts: Uint32Array): void {
    for (const part of parts) {
      const owner = this.#ownerInTree(part)
      if (owner >= 0 && (this.#marks[owner] & PARTS) !== 0) this.#marks[part] = ITSELF | PARTS
    }
  }

  #arePartsShown(row: SvIndex): boolean {
    for (let at = row; at >= 0; at = this.#ownerInTree(at)) if ((this.#marks[at] & PARTS) !== 0) return true
    return false
  }

  #count(from: SvIndex, bytes: Bytes): void {
    this.bytes += bytes
    for (let at = from; at >= 0; at = this.#ownerInTree(at)) this.#below[at] += bytes
  }

  #ownerInTree(row: SvIndex): SvIndex {
    const owner = ownerOf(row, this.#input.refcount, this.#inrefs)
    return owner >= 0 && this.#sums.isTree[owner] === 1 ? owner : -1
  }
}
