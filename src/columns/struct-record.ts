import type { Address } from '../reader/cursor.ts'
import { StructField, type StructType, structFieldBytes } from '../reader/struct-types.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** A field of a C structure: the SV of a pointer (NO_SV where it leads to none), or a number. */
export type StructValue =
  | { readonly name: string; readonly type: 'ptr'; readonly sv: SvIndex }
  | { readonly name: string; readonly type: 'bool'; readonly value: boolean }
  | { readonly name: string; readonly type: 'number'; readonly value: Address }

export function structValues(heap: Heap, row: SvIndex, struct: StructType): StructValue[] {
  const { ptrBytes, uintBytes } = heap.geometry
  const cursor = heap.body(row)
  return struct.fields.map(({ name, type }): StructValue => {
    switch (type) {
      case StructField.PTR:
        return { name, type: 'ptr', sv: heap.rowOfPtr(cursor.view, cursor.ptrAt()) }
      case StructField.BOOL:
        return { name, type: 'bool', value: cursor.u8() !== 0 }
      case StructField.U8:
        return { name, type: 'number', value: { lo: cursor.u8(), hi: 0 } }
      case StructField.U32:
        return { name, type: 'number', value: { lo: cursor.u32(), hi: 0 } }
      case StructField.UINT:
        return { name, type: 'number', value: cursor.uint64() }
      default:
        cursor.skip(Math.max(0, structFieldBytes(type, ptrBytes, uintBytes)))
        return { name, type: 'number', value: { lo: 0, hi: 0 } }
    }
  })
}
