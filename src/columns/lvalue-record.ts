import type { Address } from '../reader/cursor.ts'
import { headerField, ptrField } from '../reader/geometry.ts'
import { readHi, readLo } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'

/** What an LVALUE stands for: a part of its target, of the kind that the letter says (`x` = substr, `v` = vec ...). */
export interface LvalueRecord {
  readonly type: string
  readonly offset: Address
  readonly length: Address
  readonly target: SvIndex
}

export function decodeLvalue(heap: Heap, row: SvIndex): LvalueRecord {
  const { layout, geometry } = heap
  const { uintBytes, ptrBytes, littleEndian } = geometry
  const triple = layout.svTable[9]
  const cursor = heap.body(row)
  const uint = (at: number): Address => {
    const field = headerField(triple, at, uintBytes)
    if (field < 0) return { lo: 0, hi: 0 }
    return {
      lo: readLo(cursor.view, cursor.at + field, littleEndian, uintBytes),
      hi: readHi(cursor.view, cursor.at + field, littleEndian, uintBytes),
    }
  }
  const target = ptrField(triple, 0, ptrBytes)
  return {
    type: triple.header > 0 ? String.fromCharCode(cursor.bytes[cursor.at]) : '',
    offset: uint(1),
    length: uint(1 + uintBytes),
    target: target < 0 ? NO_SV : heap.rowOfPtr(cursor.view, cursor.at + target),
  }
}
