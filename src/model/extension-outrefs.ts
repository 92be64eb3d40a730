import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { Ext } from '../reader/sv-types.ts'
import { type OutrefBuffer, RefCode } from './outref-buffer.ts'
import { Strength } from './strength.ts'

const { STRONG, WEAK, INFERRED } = Strength

/** The part of the outrefs that stands in extension records, not in the SV's own: magic, saved values, notes. */
export class ExtensionOutrefs {
  readonly #heap: Heap

  constructor(heap: Heap) {
    this.#heap = heap
  }

  /** Values that `local` put aside: given to every query. */
  saved(row: SvIndex, into: OutrefBuffer): void {
    this.#eachExtension(row, (tag, view, ptrs, at, offset) => {
      if (tag < Ext.SAVED_SV || tag > Ext.SAVED_CV) return
      const [first, second] = [0, 1].map((i) => (i < ptrs ? this.#heap.rowOfPtr(view, at + i * this.#ptrBytes) : NO_SV))
      if (tag === Ext.SAVED_HELEM) {
        if (first !== NO_SV) into.push(RefCode.SAVED_KEY, offset, INFERRED, first)
        if (second !== NO_SV) into.push(RefCode.SAVED_VALUE, offset, INFERRED, second)
      } else if (first !== NO_SV) {
        into.push(tag === Ext.SAVED_AELEM ? RefCode.SAVED_ELEMENT : RefCode.SAVED_SLOT, offset, INFERRED, first)
      }
    })
  }

  /** What was attached for dumping. */
  notes(row: SvIndex, into: OutrefBuffer): void {
    this.#eachExtension(row, (tag, view, ptrs, at, offset) => {
      if (tag !== Ext.NOTE || ptrs < 1) return
      const target = this.#heap.rowOfPtr(view, at)
      if (target !== NO_SV) into.push(RefCode.NOTE, offset, STRONG, target)
    })
  }

  magic(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    const heap = this.#heap
    const isMinor0 = heap.layout.minor === 0
    this.#eachExtension(row, (tag, view, ptrs, at, offset, headerAt, headerBytes) => {
      const ptr = (i: number): SvIndex => (i < ptrs ? heap.rowOfPtr(view, at + i * this.#ptrBytes) : NO_SV)
      if (tag === Ext.MAGIC) {
        const isStrong = isMinor0 || (headerBytes >= 2 && (view.getUint8(headerAt + 1) & 1) !== 0)
        const object = ptr(0)
        const strength = isStrong ? STRONG : WEAK
        if (object !== NO_SV && wanted & strength) into.push(RefCode.MAGIC_OBJECT, offset, strength, object)
        const pointer = isMinor0 ? NO_SV : ptr(1)
        if (pointer !== NO_SV && wanted & STRONG) into.push(RefCode.MAGIC_POINTER, offset, STRONG, pointer)
      } else if (tag === Ext.MAGIC_V2) {
        const isAuxWeak = headerBytes >= 2 && (view.getUint8(headerAt + 1) & 1) !== 0
        const strength = isAuxWeak ? WEAK : STRONG
        const [aux, key, user] = [ptr(1), ptr(3), ptr(4)]
        if (aux !== NO_SV && wanted & strength) into.push(RefCode.MAGIC_V2_AUX, offset, strength, aux)
        if (key !== NO_SV && wanted & STRONG) into.push(RefCode.MAGIC_V2_KEY, offset, STRONG, key)
        if (user !== NO_SV && wanted & STRONG) into.push(RefCode.MAGIC_V2_USER, offset, STRONG, user)
      }
    })
  }

  get #ptrBytes(): number {
    return this.#heap.geometry.ptrBytes
  }

  /** Visit the extension records of an SV: where their pointers and header bytes stand, without decoding them. */
  #eachExtension(
    row: SvIndex,
    visit: (
      tag: number,
      view: DataView,
      ptrs: number,
      ptrsAt: number,
      offset: number,
      headerAt: number,
      headerBytes: number,
    ) => void,
  ): void {
    const heap = this.#heap
    const { extTable, minor, ptrBytes } = heap.layout
    const [start, end] = heap.extensionsOf(row)
    for (let i = start; i < end; i++) {
      const offset = heap.data.extensions.offset[i]
      const segment = heap.bytes.at(offset)
      const recordAt = offset - segment.start
      const tag = segment.bytes[recordAt]
      const headerAt = recordAt + 1 + ptrBytes
      if (minor === 0) visit(tag, segment.view, 1, headerAt, offset, headerAt + ptrBytes, 1)
      else {
        const { header, ptrs } = extTable[tag - Ext.MAGIC]
        visit(tag, segment.view, ptrs, headerAt + header, offset, headerAt, header)
      }
    }
  }
}
