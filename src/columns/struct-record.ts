import type { Address } from '../reader/cursor.ts'
import { StructField } from '../reader/struct-types.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** A field of a C structure: the SV of a pointer (NO_SV where it leads to none), or a number. */
export type StructValue =
  | { readonly name: string; readonly type: 'ptr'; readonly sv: SvIndex }
  | { readonly name: string; readonly type: 'bool'; readonly value: boolean }
  /** 64 bits, two's complement. */
  | { readonly name: string; readonly type: 'number'; readonly value: Address }

export function structValues(heap: Heap, row: SvIndex): StructValue[] {
  const cursor = heap.body(row)
  return (heap.structOf(row)?.fields ?? []).map(({ name, type }): StructValue => {
    switch (type) {
      case StructField.PTR:
        return { name, type: 'ptr', sv: heap.rowOfPtr(cursor.view, cursor.ptrAt()) }
      case StructField.BOOL:
        return { name, type: 'bool', value: cursor.u8() !== 0 }
      case StructField.U8:
        return { name, type: 'number', value: { lo: cursor.u8(), hi: 0 } }
      case StructField.U32:
        return { name, type: 'number', value: { lo: cursor.u32(), hi: 0 } }
      default: // UINT: the reader takes no instance with a field of another type
        return { name, type: 'number', value: cursor.uint64() }
    }
  })
}
