import { headerField, ptrField } from '../reader/geometry.ts'
import { readUint } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'

/** What an LVALUE stands for: a part of its target, of the kind that the letter says (`x` = substr, `v` = vec ...). */
export interface LvalueRecord {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly target: SvIndex
}

export function decodeLvalue(heap: Heap, row: SvIndex): LvalueRecord {
  const { layout, geometry } = heap
  const { uintBytes, ptrBytes, littleEndian } = geometry
  const triple = layout.svTable[9]
  const cursor = heap.body(row)
  const uint = (at: number): number => {
    const field = headerField(triple, at, uintBytes)
    return field < 0 ? 0 : readUint(cursor.view, cursor.at + field, littleEndian, uintBytes)
  }
  const target = ptrField(triple, 0, ptrBytes)
  return {
    type: triple.header > 0 ? String.fromCharCode(cursor.bytes[cursor.at]) : '',
    offset: uint(1),
    length: uint(1 + uintBytes),
    target: target < 0 ? NO_SV : heap.rowOfPtr(cursor.view, cursor.at + target),
  }
}
