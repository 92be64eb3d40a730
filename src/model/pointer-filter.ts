import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { readHi, readLo } from '../reader/primitives.ts'

/**
 * Tells pointers to a few SVs from all others by their bytes, without looking up what the others lead to: to find an SV
 * among the many elements of an array or values of a hash.
 */
export class PointerFilter {
  readonly #littleEndian: boolean
  readonly #ptrBytes: number
  readonly #lo: readonly number[]
  readonly #hi: readonly number[]

  constructor(heap: Heap, rows: readonly SvIndex[]) {
    this.#littleEndian = heap.geometry.littleEndian
    this.#ptrBytes = heap.geometry.ptrBytes
    const addresses = rows.map((row) => heap.addressOf(row))
    this.#lo = addresses.map(({ lo }) => lo)
    this.#hi = addresses.map(({ hi }) => hi)
  }

  /** Whether the pointer at `at` leads to one of them. */
  matches(view: DataView, at: number): boolean {
    const lo = readLo(view, at, this.#littleEndian, this.#ptrBytes)
    for (let i = 0; i < this.#lo.length; i++) {
      if (lo === this.#lo[i] && readHi(view, at, this.#littleEndian, this.#ptrBytes) === this.#hi[i]) return true
    }
    return false
  }
}
