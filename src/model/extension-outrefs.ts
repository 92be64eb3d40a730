import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { Ext } from '../reader/sv-types.ts'
import { type OutrefBuffer, RefCode } from './outref-buffer.ts'
import { Strength } from './strength.ts'

const { STRONG, WEAK, INFERRED } = Strength

/** The part of the outrefs that stands in extension records, not in the SV's own: magic, saved values, notes. */
export class ExtensionOutrefs {
  readonly #heap: Heap
  readonly #record: ExtensionPtrs

  constructor(heap: Heap) {
    this.#heap = heap
    this.#record = new ExtensionPtrs(heap)
  }

  /** Values that `local` put aside: given to every query. */
  saved(row: SvIndex, into: OutrefBuffer): void {
    const record = this.#record
    const [start, end] = this.#heap.extensionsOf(row)
    for (let i = start; i < end; i++) {
      record.moveTo(i)
      const { tag, offset } = record
      if (tag < Ext.SAVED_SV || tag > Ext.SAVED_CV) continue
      const first = record.ptr(0)
      if (tag === Ext.SAVED_HELEM) {
        const second = record.ptr(1)
        if (first !== NO_SV) into.push(RefCode.SAVED_KEY, offset, INFERRED, first)
        if (second !== NO_SV) into.push(RefCode.SAVED_VALUE, offset, INFERRED, second)
      } else if (first !== NO_SV) {
        into.push(tag === Ext.SAVED_AELEM ? RefCode.SAVED_ELEMENT : RefCode.SAVED_SLOT, offset, INFERRED, first)
      }
    }
  }

  /** What was attached for dumping. */
  notes(row: SvIndex, into: OutrefBuffer): void {
    const record = this.#record
    const [start, end] = this.#heap.extensionsOf(row)
    for (let i = start; i < end; i++) {
      record.moveTo(i)
      const target = record.tag === Ext.NOTE ? record.ptr(0) : NO_SV
      if (target !== NO_SV) into.push(RefCode.NOTE, record.offset, STRONG, target)
    }
  }

  magic(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    const record = this.#record
    const isMinor0 = this.#heap.layout.minor === 0
    const [start, end] = this.#heap.extensionsOf(row)
    for (let i = start; i < end; i++) {
      record.moveTo(i)
      const { tag, offset } = record
      if (tag === Ext.MAGIC) {
        const strength = isMinor0 || record.hasFlag ? STRONG : WEAK
        into.pushWanted(wanted, RefCode.MAGIC_OBJECT, offset, strength, record.ptr(0))
        into.pushWanted(wanted, RefCode.MAGIC_POINTER, offset, STRONG, isMinor0 ? NO_SV : record.ptr(1))
      } else if (tag === Ext.MAGIC_V2) {
        const strength = record.hasFlag ? WEAK : STRONG
        into.pushWanted(wanted, RefCode.MAGIC_V2_AUX, offset, strength, record.ptr(1))
        into.pushWanted(wanted, RefCode.MAGIC_V2_KEY, offset, STRONG, record.ptr(3))
        into.pushWanted(wanted, RefCode.MAGIC_V2_USER, offset, STRONG, record.ptr(4))
      }
    }
  }
}

/** The pointers of one extension record after the other, without decoding them: one object that is moved. */
class ExtensionPtrs {
  tag = 0
  /** Byte of the dump at which the record stands. */
  offset = 0
  /** The lowest bit of its flags, where it has flags. */
  hasFlag = false
  readonly #heap: Heap
  #view: DataView
  #numPtrs = 0
  #ptrsAt = 0

  constructor(heap: Heap) {
    this.#heap = heap
    this.#view = heap.bytes.segments[0].view
  }

  /** @param index among the extension records of the heap */
  moveTo(index: number): void {
    const heap = this.#heap
    const { extTable, minor, ptrBytes } = heap.layout
    this.offset = heap.data.extensions.offset[index]
    const { view, start } = heap.bytes.at(this.offset)
    const at = this.offset - start
    this.#view = view
    this.tag = view.getUint8(at)
    const headerAt = at + 1 + ptrBytes
    if (minor === 0) {
      this.#numPtrs = 1
      this.#ptrsAt = headerAt
    } else {
      const { header, ptrs } = extTable[this.tag - Ext.MAGIC]
      this.hasFlag = header >= 2 && (view.getUint8(headerAt + 1) & 1) !== 0
      this.#numPtrs = ptrs
      this.#ptrsAt = headerAt + header
    }
  }

  /** What its pointer `index` leads to; NO_SV where it has none. */
  ptr(index: number): SvIndex {
    if (index >= this.#numPtrs) return NO_SV
    return this.#heap.rowOfPtr(this.#view, this.#ptrsAt + index * this.#heap.geometry.ptrBytes)
  }
}
