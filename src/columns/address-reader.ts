import { readHi, readLo } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** Addresses of SVs, for whoever goes through all of a heap: one object that is moved from SV to SV. */
export class AddressReader {
  lo = 0
  hi = 0
  readonly #heap: Heap

  constructor(heap: Heap) {
    this.#heap = heap
  }

  /** Read the address of an SV of the heap. */
  moveTo(row: SvIndex): void {
    const { svs, bytes, geometry } = this.#heap
    const offset = svs.offset[row]
    const { view, start } = bytes.at(offset)
    const at = offset - start + 1
    this.lo = readLo(view, at, geometry.littleEndian, geometry.ptrBytes)
    this.hi = readHi(view, at, geometry.littleEndian, geometry.ptrBytes)
  }
}
