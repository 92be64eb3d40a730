import { headerField } from '../reader/geometry.ts'
import { UNDEF_LENGTH, readLength } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** File numbers of an IO: -1 = not open, null = the format does not say. */
export interface IoRecord {
  readonly inputFileno: number | null
  readonly outputFileno: number | null
}

export function decodeIo(heap: Heap, row: SvIndex): IoRecord {
  const { layout, geometry } = heap
  const cursor = heap.body(row)
  const fileno = (at: number): number | null => {
    const field = headerField(layout.svTable[8], at, geometry.uintBytes)
    if (field < 0) return null
    const number = readLength(cursor.view, cursor.at + field, geometry.littleEndian, geometry.uintBytes)
    return number === UNDEF_LENGTH ? -1 : number
  }
  return { inputFileno: fileno(0), outputFileno: fileno(geometry.uintBytes) }
}
