import { headerField } from '../reader/geometry.ts'
import { UNDEF_LENGTH, readLength } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** File numbers of an IO, -1 = not open. */
export interface IoRecord {
  readonly inputFileno: number
  readonly outputFileno: number
}

export function decodeIo(heap: Heap, row: SvIndex): IoRecord {
  const { layout, geometry } = heap
  const cursor = heap.body(row)
  const fileno = (at: number): number => {
    const field = headerField(layout.svTable[8], at, geometry.uintBytes)
    if (field < 0) return 0
    const number = readLength(cursor.view, cursor.at + field, geometry.littleEndian, geometry.uintBytes)
    return number === UNDEF_LENGTH ? -1 : number
  }
  return { inputFileno: fileno(0), outputFileno: fileno(geometry.uintBytes) }
}
