import { U32List } from '../base/grow.ts'
import type { Slice } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { ScalarFields } from '../model/scalar.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { Candidates } from './candidates.ts'

/**
 * The captured strings of all SCALARs, moved together: in the dump each stands in its record, and to look at one there
 * is to wait for memory, which takes longer than to search it. Strings ascend by row.
 */
export interface PackedStrings {
  /** String -> SvIndex. */
  readonly rows: Uint32Array
  /** Strings of characters, ascending; all others are bytes. */
  readonly utf8: Uint32Array
  /** Strings that are longer in the process than what was captured of them, ascending. */
  readonly cut: Uint32Array
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
  const { flags } = heap.svs
  const fields = new ScalarFields(heap)
  const candidates = new Candidates(heap.svs, [SvKind.SCALAR], SvFlag.SCALAR_PV)
  const packer = new Packer(candidates.count())
  for await (const rows of candidates.batches(slice)) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (!fields.locatePv(row)) continue
      packer.add(
        row,
        fields,
        (flags[row] & SvFlag.SCALAR_UTF8) !== 0,
        fields.pvLengthOf(row) !== fields.end - fields.start,
      )
    }
  }
  return packer.finish()
}

class Packer {
  readonly #rows: Uint32Array
  readonly #ends: Uint32Array
  readonly #utf8 = new U32List()
  readonly #cut = new U32List()
  readonly #chunks: StringChunk[] = []
  readonly #buffer = new Uint8Array(CHUNK_BYTES)
  /** Bytes of the buffer that are used, strings there are, and the first of those in the buffer. */
  #used = 0
  #length = 0
  #first = 0

  constructor(maxStrings: number) {
    this.#rows = new Uint32Array(maxStrings)
    this.#ends = new Uint32Array(maxStrings)
  }

  add(row: SvIndex, { bytes, start, end }: ScalarFields, isUtf8: boolean, isCut: boolean): void {
    const length = end - start
    if (length >= LONG_BYTES || this.#used + length > CHUNK_BYTES) this.#close()
    if (isUtf8) this.#utf8.push(this.#length)
    if (isCut) this.#cut.push(this.#length)
    this.#rows[this.#length] = row
    if (length >= LONG_BYTES) {
      this.#ends[this.#length++] = length
      this.#push(bytes.subarray(start, end))
      return
    }
    const buffer = this.#buffer
    const shift = this.#used - start
    for (let i = start; i < end; i++) buffer[i + shift] = bytes[i]
    this.#used += length
    this.#ends[this.#length++] = this.#used
  }

  finish(): PackedStrings {
    this.#close()
    const rows = this.#rows.subarray(0, this.#length)
    return { rows, utf8: this.#utf8.finish(), cut: this.#cut.finish(), chunks: this.#chunks }
  }

  #close(): void {
    if (this.#first < this.#length) this.#push(this.#buffer.slice(0, this.#used))
    this.#used = 0
  }

  #push(bytes: Uint8Array): void {
    this.#chunks.push({ bytes, first: this.#first, ends: this.#ends.subarray(this.#first, this.#length) })
    this.#first = this.#length
  }
}
