import type { Address } from '../reader/cursor.ts'
import { headerField } from '../reader/geometry.ts'
import { readHi, readLo } from '../reader/primitives.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

const NULL: Address = { lo: 0, hi: 0 }
const GLOB = 1
const CODE = 7

/** Address of the shared string that is a GLOB's or CODE's name; NULL where there is none, or the format has none. */
export function nameHek(heap: Heap, row: SvIndex): Address {
  const { littleEndian, ptrBytes, uintBytes } = heap.geometry
  const { svTable } = heap.layout
  const at =
    heap.svs.kind[row] === SvKind.GLOB
      ? headerField(svTable[GLOB], uintBytes, ptrBytes)
      : headerField(svTable[CODE], uintBytes + 1 + ptrBytes + 4, ptrBytes)
  if (at < 0) return NULL
  const cursor = heap.body(row)
  const { view } = cursor
  return {
    lo: readLo(view, cursor.at + at, littleEndian, ptrBytes),
    hi: readHi(view, cursor.at + at, littleEndian, ptrBytes),
  }
}
