import { type Address, Cursor } from '../reader/cursor.ts'
import type { Scan } from '../reader/read-dump.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Heap, Warning } from './heap.ts'
import { NO_SV, type ExtensionTable, type SvIndex, orderOfRows } from './sv-table.ts'

/** One extension record, decoded. */
export type Extension =
  | {
      readonly tag: typeof Ext.MAGIC
      readonly type: number
      readonly isStrong: boolean
      readonly object: SvIndex
      readonly pointer: SvIndex
      readonly vtbl: Address
    }
  | { readonly tag: typeof Ext.MAGIC_V2; readonly magic: MagicV2 }
  | {
      readonly tag: typeof Ext.SAVED_SV | typeof Ext.SAVED_AV | typeof Ext.SAVED_HV | typeof Ext.SAVED_CV
      readonly value: SvIndex
    }
  | { readonly tag: typeof Ext.SAVED_AELEM; readonly index: Address; readonly value: SvIndex }
  | { readonly tag: typeof Ext.SAVED_HELEM; readonly key: SvIndex; readonly value: SvIndex }
  | { readonly tag: typeof Ext.NOTE; readonly value: SvIndex; readonly name: Uint8Array | null }
  | { readonly tag: typeof Ext.DEBUG; readonly serial: number; readonly line: number; readonly file: Uint8Array | null }
  | { readonly tag: typeof Ext.PV_SHARED_HEK; readonly hek: Address }

/** Magic of perl 5.45.2 and later. Addresses that are no SVs stay addresses. */
export interface MagicV2 {
  readonly funcs: Address
  readonly isAuxWeak: boolean
  readonly aux: SvIndex
  readonly pointer: Address
  readonly pointerLength: Address
  /** null = none. Signed. */
  readonly keyInteger: Address | null
  readonly key: SvIndex
  readonly userStruct: SvIndex
}

const NO_ADDRESS: Address = { lo: 0, hi: 0 }

/**
 * Order the extension records by their SV. A record belongs to the SV that stood at its address when it was read: one
 * that comes before that SV's (last) record is passed over and counted, as is one that names no SV at all.
 */
export function attachExtensions(scan: Scan, heap: Heap): { extensions: ExtensionTable; warnings: Warning[] } {
  const { extOffsets, extTargetLo, extTargetHi } = scan
  const { flags, kind, offset } = heap.svs
  const rows = new Int32Array(extOffsets.length)
  const kept = new Uint32Array(extOffsets.length)
  let numKept = 0
  let numMissing = 0
  let numUnknown = 0
  let numMisplaced = 0
  for (let i = 0; i < extOffsets.length; i++) {
    const row = heap.rowAt(extTargetLo[i], extTargetHi[i])
    const { bytes, start } = scan.bytes.at(extOffsets[i])
    const tag = bytes[extOffsets[i] - start]
    if (row === NO_SV || (!heap.isImmortal(row) && extOffsets[i] < offset[row])) numMissing++
    else if (tag > Ext.MAGIC_V2) numUnknown++
    else if (!fits(tag, kind[row])) numMisplaced++
    else {
      rows[numKept] = row
      kept[numKept++] = i
      flags[row] |= tag === Ext.MAGIC || tag === Ext.MAGIC_V2 ? SvFlag.HAS_MAGIC : SvFlag.HAS_NOTES
    }
  }
  const order = orderOfRows(rows.subarray(0, numKept))
  const ordered = extOffsets instanceof Float64Array ? new Float64Array(numKept) : new Uint32Array(numKept)
  for (let i = 0; i < numKept; i++) ordered[i] = extOffsets[kept[order[i]]]
  const table: ExtensionTable = { row: Int32Array.from(order, (at) => rows[at]), offset: ordered }
  const warnings: Warning[] = []
  const warn = (n: number, text: string) => {
    if (n > 0)
      warnings.push({ text: `${n.toLocaleString('en')} extension record${n === 1 ? '' : 's'} ${text}`, count: n })
  }
  warn(numMissing, 'of SVs that are not in the heap: skipped')
  warn(numUnknown, 'of a kind that is not known: skipped')
  warn(numMisplaced, 'on a kind of SV that cannot have them: skipped')
  return { extensions: table, warnings }
}

/** Saved values belong to GLOBs, ARRAYs and HASHes; a shared key to a SCALAR. */
function fits(tag: number, kind: number): boolean {
  switch (tag) {
    case Ext.SAVED_SV:
    case Ext.SAVED_AV:
    case Ext.SAVED_HV:
    case Ext.SAVED_CV:
      return kind === SvKind.GLOB
    case Ext.SAVED_AELEM:
      return kind === SvKind.ARRAY
    case Ext.SAVED_HELEM:
      return kind === SvKind.HASH || kind === SvKind.STASH || kind === SvKind.CLASS
    case Ext.PV_SHARED_HEK:
      return kind === SvKind.SCALAR
    default:
      return true
  }
}

/** The extension records of an SV, in file order. */
export function extensionsOf(heap: Heap, row: SvIndex): Extension[] {
  if (!(heap.svs.flags[row] & (SvFlag.HAS_MAGIC | SvFlag.HAS_NOTES))) return []
  const [start, end] = heap.extensionsOf(row)
  const records: Extension[] = []
  for (let i = start; i < end; i++) records.push(decodeExtension(heap, heap.data.extensions.offset[i]))
  return records
}

/** Decode the extension record at a byte of the dump. */
export function decodeExtension(heap: Heap, offset: number): Extension {
  const { layout } = heap
  const segment = heap.bytes.at(offset)
  const cursor = new Cursor(segment.bytes, segment.view, offset - segment.start, layout)
  const tag = cursor.u8()
  cursor.ptrAt()
  const row = () => heap.rowOfPtr(cursor.view, cursor.ptrAt())
  if (layout.minor === 0 && tag === Ext.MAGIC) {
    const object = row()
    return { tag, type: cursor.u8(), isStrong: true, object, pointer: NO_SV, vtbl: NO_ADDRESS }
  }
  const triple = layout.extTable[tag - Ext.MAGIC]
  const headerAt = cursor.at
  const ptrsAt = headerAt + triple.header
  const header = <Value>(at: number, bytes: number, read: () => Value, none: Value): Value => {
    if (at + bytes > triple.header) return none
    cursor.at = headerAt + at
    return read()
  }
  const ptr = (index: number): SvIndex =>
    index < triple.ptrs ? heap.rowOfPtr(cursor.view, ptrsAt + index * layout.ptrBytes) : NO_SV
  const address = (index: number): Address => {
    if (index >= triple.ptrs) return NO_ADDRESS
    cursor.at = ptrsAt + index * layout.ptrBytes
    return cursor.ptr()
  }
  const str = (): Uint8Array | null => {
    if (triple.strs === 0) return null
    cursor.at = ptrsAt + triple.ptrs * layout.ptrBytes
    return cursor.str()
  }
  const { uintBytes } = layout
  switch (tag) {
    case Ext.MAGIC: {
      const type = header(0, 1, () => cursor.u8(), 0)
      const isStrong = (header(1, 1, () => cursor.u8(), 0) & 1) !== 0
      return { tag, type, isStrong, object: ptr(0), pointer: ptr(1), vtbl: address(2) }
    }
    case Ext.MAGIC_V2: {
      const flags = header(1, 1, () => cursor.u8(), 0)
      return {
        tag,
        magic: {
          isAuxWeak: (flags & 1) !== 0,
          pointerLength: header(4, uintBytes, () => cursor.uint64(), NO_ADDRESS),
          keyInteger: flags & 2 ? header(4 + uintBytes, uintBytes, () => cursor.uint64(), NO_ADDRESS) : null,
          funcs: address(0),
          aux: ptr(1),
          pointer: address(2),
          key: ptr(3),
          userStruct: ptr(4),
        },
      }
    }
    case Ext.SAVED_AELEM:
      return { tag, index: header(0, uintBytes, () => cursor.uint64(), NO_ADDRESS), value: ptr(0) }
    case Ext.SAVED_HELEM:
      return { tag, key: ptr(0), value: ptr(1) }
    case Ext.NOTE:
      return { tag, value: ptr(0), name: str() }
    case Ext.DEBUG: {
      const serial = header(0, uintBytes, () => cursor.uint(), 0)
      return { tag, serial, line: header(uintBytes, uintBytes, () => cursor.uint(), 0), file: str() }
    }
    case Ext.PV_SHARED_HEK:
      return { tag, hek: header(0, layout.ptrBytes, () => cursor.ptr(), NO_ADDRESS) }
    default:
      return { tag: tag as typeof Ext.SAVED_SV, value: ptr(0) }
  }
}
