import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { GLOB_SLOTS } from '../columns/glob-record.ts'
import { hasBackrefsField, pairRange } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Address } from '../reader/cursor.ts'
import { ptrField } from '../reader/geometry.ts'
import { behindStr, readHi, readLo } from '../reader/primitives.ts'
import { StructField, structFieldBytes } from '../reader/struct-types.ts'
import { FILE_UNDEF, SvKind } from '../reader/sv-types.ts'

/** A field of an SV that holds a pointer. Three of them have an argument, see DanglingPtr. */
export type PtrField =
  | 'backrefs'
  | 'blessed'
  | 'constval'
  | 'elem'
  | 'field'
  | 'outside'
  | 'ourstash'
  | 'padlist'
  | 'rv'
  | 'struct field'
  | 'value'
  | (typeof GLOB_SLOTS)[number]
  | 'glob'

/** A pointer to where no SV is. */
export interface DanglingPtr {
  readonly field: PtrField
  /** elem, field, struct field: index. value: byte of the dump at which its key stands. Else 0. */
  readonly arg: number
  readonly address: Address
}

type PtrVisitor = (field: PtrField, arg: number, view: DataView, at: number) => void

/**
 * SVs with pointers that are not NULL and lead to nothing in the heap, ascending. Pointers of magic, caches of method
 * lookup and IO handles are not looked at, as in the real tool. O(pointers), nothing is allocated per SV.
 */
export async function svsWithDanglingPtrs(heap: Heap, slice: Slice): Promise<Int32Array> {
  const test = new DanglingTest(heap)
  const { numSvs } = heap.svs
  const found: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (test.has(row)) found.push(row)
  }
  return Int32Array.from(found)
}

/** Whether an SV has pointers that lead nowhere: for most SVs without a call for each of them. */
class DanglingTest {
  readonly #heap: Heap
  readonly #fields: PtrFields
  /** Where a SCALAR and a REF have their pointers, -1 = nowhere. */
  readonly #scalarPtr: number
  readonly #refPtrs: readonly number[]

  constructor(heap: Heap) {
    const { svTable, ptrBytes } = heap.layout
    this.#heap = heap
    this.#fields = new PtrFields(heap)
    this.#scalarPtr = ptrField(svTable[SvKind.SCALAR], 0, ptrBytes)
    this.#refPtrs = [0, 1].map((index) => ptrField(svTable[SvKind.REF], index, ptrBytes))
  }

  has(row: SvIndex): boolean {
    const { svs, geometry } = this.#heap
    const { view, bytes, start } = this.#heap.segment(row)
    const record = svs.offset[row] - start
    const kind = svs.kind[row]
    // Most that are not blessed have NULL there.
    const isBlessedLost = svs.blessed[row] === NO_SV && this.#leadsNowhere(view, record + geometry.blessedAt)
    switch (kind) {
      case SvKind.SCALAR: {
        if (isBlessedLost) return true
        const at = this.#scalarPtr
        return at >= 0 && bytes[record] !== FILE_UNDEF && this.#leadsNowhere(view, this.#heap.bodyAt(row) + at)
      }
      case SvKind.REF: {
        const body = this.#heap.bodyAt(row)
        return (
          isBlessedLost || this.#dangles(view, body, this.#refPtrs[0]) || this.#dangles(view, body, this.#refPtrs[1])
        )
      }
      case SvKind.ARRAY:
      case SvKind.PAD:
        return isBlessedLost || this.#hasLostElement(row)
      case SvKind.HASH: {
        if (isBlessedLost || this.#hasLostValue(row)) return true
        const { layout } = this.#heap
        const at = hasBackrefsField(layout, bytes[record])
          ? ptrField(layout.svTable[bytes[record]], 0, layout.ptrBytes)
          : -1
        return this.#dangles(view, this.#heap.bodyAt(row), at)
      }
      default: {
        let has = false
        this.#fields.visit(row, (_field, _arg, ptrView, at) => {
          has ||= this.#leadsNowhere(ptrView, at)
        })
        return has
      }
    }
  }

  #dangles(view: DataView, body: number, at: number): boolean {
    return at >= 0 && this.#leadsNowhere(view, body + at)
  }

  #leadsNowhere(view: DataView, at: number): boolean {
    const { littleEndian, ptrBytes } = this.#heap.geometry
    const lo = readLo(view, at, littleEndian, ptrBytes)
    const hi = readHi(view, at, littleEndian, ptrBytes)
    return (lo | hi) !== 0 && this.#heap.rowAt(lo, hi) === NO_SV
  }

  #hasLostElement(row: SvIndex): boolean {
    const { view, at, count } = elementsOf(this.#heap, row)
    const { ptrBytes } = this.#heap.geometry
    for (let i = 0; i < count; i++) if (this.#leadsNowhere(view, at + i * ptrBytes)) return true
    return false
  }

  #hasLostValue(row: SvIndex): boolean {
    const { littleEndian, uintBytes, ptrBytes, hekBytes } = this.#heap.geometry
    const { view, count, pairsAt } = pairRange(this.#heap, row)
    let at = pairsAt
    for (let i = 0; i < count; i++) {
      at = behindStr(view, at, littleEndian, uintBytes) + hekBytes
      if (this.#leadsNowhere(view, at)) return true
      at += ptrBytes
    }
    return false
  }
}

/** The pointers of one SV that lead nowhere, in the order of its record. */
export function danglingPtrs(heap: Heap, row: SvIndex): DanglingPtr[] {
  const { littleEndian, ptrBytes } = heap.geometry
  const fields = new PtrFields(heap)
  const found: DanglingPtr[] = []
  fields.visit(row, (field, arg, view, at) => {
    if (!fields.leadsNowhere(view, at)) return
    const address = { lo: readLo(view, at, littleEndian, ptrBytes), hi: readHi(view, at, littleEndian, ptrBytes) }
    found.push({ field, arg, address })
  })
  return found
}

const CODE_PTRS = ['stash', 'glob', 'outside', 'padlist', 'constval'] as const

/** Where the pointers of SVs stand. */
class PtrFields {
  readonly #heap: Heap
  readonly #ptrs: (type: number, index: number) => number

  constructor(heap: Heap) {
    this.#heap = heap
    const { svTable, ptrBytes } = heap.layout
    this.#ptrs = (type, index) => ptrField(svTable[type], index, ptrBytes)
  }

  leadsNowhere(view: DataView, at: number): boolean {
    const { littleEndian, ptrBytes } = this.#heap.geometry
    const lo = readLo(view, at, littleEndian, ptrBytes)
    const hi = readHi(view, at, littleEndian, ptrBytes)
    return (lo | hi) !== 0 && this.#heap.rowAt(lo, hi) === NO_SV
  }

  visit(row: SvIndex, visit: PtrVisitor): void {
    const heap = this.#heap
    const { kind, offset } = heap.svs
    const { view, bytes, start } = heap.segment(row)
    const record = offset[row] - start
    const body = heap.bodyAt(row)
    const own = (field: PtrField, type: number, index: number) => {
      const at = this.#ptrs(type, index)
      if (at >= 0) visit(field, 0, view, body + at)
    }
    if (kind[row] !== SvKind.C_STRUCT) visit('blessed', 0, view, record + heap.geometry.blessedAt)
    switch (kind[row]) {
      case SvKind.GLOB:
        for (let slot = 0; slot < GLOB_SLOTS.length; slot++) own(GLOB_SLOTS[slot], SvKind.GLOB, slot)
        break
      case SvKind.SCALAR:
        if (bytes[record] !== FILE_UNDEF) own('ourstash', SvKind.SCALAR, 0)
        break
      case SvKind.REF:
        own('rv', SvKind.REF, 0)
        own('ourstash', SvKind.REF, 1)
        break
      case SvKind.ARRAY:
      case SvKind.PAD:
      case SvKind.PADLIST:
      case SvKind.PADNAMES:
        this.#visitElements('elem', row, visit)
        break
      case SvKind.OBJECT:
        this.#visitElements('field', row, visit)
        break
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS:
        if (hasBackrefsField(heap.layout, bytes[record])) own('backrefs', bytes[record], 0)
        this.#visitValues(row, visit)
        break
      case SvKind.CODE:
        for (let i = 0; i < CODE_PTRS.length; i++) {
          // A sub that a GLOB holds is named by that one, wherever it was born.
          if (CODE_PTRS[i] !== 'glob' || relatedTo(heap.data.globs, row) === NO_SV) own(CODE_PTRS[i], SvKind.CODE, i)
        }
        break
      case SvKind.C_STRUCT:
        this.#visitStruct(row, view, body, visit)
        break
    }
  }

  #visitElements(field: PtrField, row: SvIndex, visit: PtrVisitor): void {
    const { view, at, count } = elementsOf(this.#heap, row)
    const { ptrBytes } = this.#heap.geometry
    for (let i = 0; i < count; i++) visit(field, i, view, at + i * ptrBytes)
  }

  #visitValues(row: SvIndex, visit: PtrVisitor): void {
    const { littleEndian, uintBytes, ptrBytes, hekBytes } = this.#heap.geometry
    const { view, count, pairsAt } = pairRange(this.#heap, row)
    const { start } = this.#heap.segment(row)
    let at = pairsAt
    for (let i = 0; i < count; i++) {
      const key = start + at
      at = behindStr(view, at, littleEndian, uintBytes) + hekBytes
      visit('value', key, view, at)
      at += ptrBytes
    }
  }

  #visitStruct(row: SvIndex, view: DataView, body: number, visit: PtrVisitor): void {
    const { ptrBytes, uintBytes } = this.#heap.geometry
    let at = body
    this.#heap.structOf(row)?.fields.forEach(({ type }, i) => {
      if (type === StructField.PTR) visit('struct field', i, view, at)
      at += structFieldBytes(type, ptrBytes, uintBytes)
    })
  }
}
