import { elementsOf } from '../columns/array-record.ts'
import { hashHead } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import { readUint } from '../reader/primitives.ts'
import { headerField } from '../reader/geometry.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'

/**
 * How much of a string's buffer, an array's slots or a hash's buckets is not used, as far as sizes tell.
 *
 * A dump gives one size an SV: head, body and buffer together. Head and body of a string are taken for the largest that
 * they can be; those of arrays and hashes are learned from the dump itself, as what is left of the leanest ones when
 * their elements are taken away. So the slack is never more than it was.
 */
export class Slack {
  readonly #heap: Heap
  readonly #pvLengthAt: number
  readonly #scalarBytes: number
  readonly #arrayBytes: Bytes
  readonly #hashBytes: Bytes

  constructor(heap: Heap) {
    this.#heap = heap
    const { svTable, uintBytes, nvBytes, ptrBytes } = heap.layout
    this.#pvLengthAt = headerField(svTable[2], 1 + uintBytes + nvBytes, uintBytes)
    this.#scalarBytes = 9 * ptrBytes
    const { kind, size, numSvs } = heap.svs
    let arrayBytes = Number.POSITIVE_INFINITY
    let hashBytes = Number.POSITIVE_INFINITY
    for (let row = 0; row < numSvs; row++) {
      if (kind[row] === SvKind.ARRAY && size[row] < arrayBytes) arrayBytes = size[row]
      else if (kind[row] === SvKind.HASH && size[row] < hashBytes) hashBytes = size[row]
    }
    this.#arrayBytes = arrayBytes
    this.#hashBytes = hashBytes
  }

  /** Bytes of a string, in the process. */
  pvLength(row: SvIndex): Bytes {
    if (this.#pvLengthAt < 0) return 0
    const { geometry, svs } = this.#heap
    const { view, start } = this.#heap.segment(row)
    const body = svs.offset[row] - start + geometry.commonBytes
    return readUint(view, body + this.#pvLengthAt, geometry.littleEndian, geometry.uintBytes)
  }

  /** Bytes of its buffer that an SV does not use; 0 for what has none. */
  of(row: SvIndex): Bytes {
    const { kind, flags, size } = this.#heap.svs
    const { ptrBytes } = this.#heap.geometry
    switch (kind[row]) {
      case SvKind.SCALAR:
        if (!(flags[row] & SvFlag.SCALAR_PV)) return 0
        return Math.max(0, size[row] - this.#scalarBytes - this.pvLength(row))
      case SvKind.ARRAY:
        return Math.max(0, size[row] - this.#arrayBytes - elementsOf(this.#heap, row).count * ptrBytes)
      case SvKind.HASH:
        // A bucket and an entry of three pointers for each key.
        return Math.max(0, size[row] - this.#hashBytes - hashHead(this.#heap, row).count * 4 * ptrBytes)
      default:
        return 0
    }
  }

  /** Bytes that an SV does use of its buffer. */
  used(row: SvIndex): Bytes {
    const { kind } = this.#heap.svs
    const { ptrBytes } = this.#heap.geometry
    switch (kind[row]) {
      case SvKind.SCALAR:
        return this.pvLength(row)
      case SvKind.ARRAY:
        return elementsOf(this.#heap, row).count * ptrBytes
      case SvKind.HASH:
        return hashHead(this.#heap, row).count * 4 * ptrBytes
      default:
        return 0
    }
  }
}
