import { U32List } from '../base/grow.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { ScalarFields } from '../model/scalar.ts'
import { SvFlag } from '../reader/sv-types.ts'

/**
 * The captured strings of all SCALARs, moved together: in the dump each stands in its record, and to look at one there
 * is to wait for memory, which takes longer than to search it. Strings ascend by row.
 */
export interface PackedStrings {
  /** String -> SvIndex. */
  readonly rows: Uint32Array
  /** Strings of characters, ascending; all others are bytes. */
  readonly utf8: Uint32Array
  readonly chunks: readonly StringChunk[]
}

/** Some strings in a row. */
export interface StringChunk {
  readonly bytes: Uint8Array
  /** The string that comes first. */
  readonly first: number
  /** Where each ends in `bytes`, exclusive; it starts where the one before ends. */
  readonly ends: Uint32Array
}

/** Bytes of a chunk: few enough to search between two looks at the clock. */
const CHUNK_BYTES = 1 << 20
/** A string from here on is a chunk of its own, and is not copied. */
const LONG_BYTES = 1 << 16

/** O(SVs + bytes of the strings); a copy of these, and 8 bytes a string. */
export async function packStrings(heap: Heap, slice: Slice): Promise<PackedStrings> {
  const { numSvs, flags } = heap.svs
  const fields = new ScalarFields(heap)
  const packer = new Packer()
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (fields.locatePv(row)) packer.add(row, fields, (flags[row] & SvFlag.SCALAR_UTF8) !== 0)
  }
  return packer.finish()
}

class Packer {
  readonly #rows = new U32List()
  readonly #utf8 = new U32List()
  readonly #chunks: StringChunk[] = []
  readonly #buffer = new Uint8Array(CHUNK_BYTES)
  #used = 0
  #ends = new U32List()

  add(row: SvIndex, { bytes, start, end }: ScalarFields, isUtf8: boolean): void {
    if (isUtf8) this.#utf8.push(this.#rows.length)
    const length = end - start
    if (length >= LONG_BYTES) {
      this.#close()
      this.#chunks.push({ bytes: bytes.subarray(start, end), first: this.#rows.length, ends: Uint32Array.of(length) })
    } else {
      if (this.#used + length > CHUNK_BYTES) this.#close()
      const buffer = this.#buffer
      const shift = this.#used - start
      for (let i = start; i < end; i++) buffer[i + shift] = bytes[i]
      this.#used += length
      this.#ends.push(this.#used)
    }
    this.#rows.push(row)
  }

  finish(): PackedStrings {
    this.#close()
    return { rows: this.#rows.finish(), utf8: this.#utf8.finish(), chunks: this.#chunks }
  }

  #close(): void {
    const ends = this.#ends.finish()
    if (ends.length === 0) return
    this.#chunks.push({ bytes: this.#buffer.slice(0, this.#used), first: this.#rows.length - ends.length, ends })
    this.#used = 0
    this.#ends = new U32List()
  }
}
