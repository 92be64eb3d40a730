import { headerField, ptrField } from '../reader/geometry.ts'
import { readUint } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'
import type { Address } from '../reader/cursor.ts'

/** Slots of a GLOB in the order of the file. */
export const GLOB_SLOTS = ['stash', 'scalar', 'array', 'hash', 'code', 'egv', 'io', 'form'] as const

/** The details of a GLOB. Rows are NO_SV where a slot is empty or leads nowhere. */
export interface GlobRecord {
  readonly line: number
  readonly nameHek: Address
  readonly stash: SvIndex
  readonly scalar: SvIndex
  readonly array: SvIndex
  readonly hash: SvIndex
  readonly code: SvIndex
  readonly egv: SvIndex
  readonly io: SvIndex
  readonly form: SvIndex
  /** Bytes up to the first NUL; null = undef. */
  readonly name: Uint8Array | null
  readonly file: Uint8Array | null
}

const NULL: Address = { lo: 0, hi: 0 }

export function decodeGlob(heap: Heap, row: SvIndex): GlobRecord {
  const { layout, geometry } = heap
  const { ptrBytes, uintBytes, littleEndian } = geometry
  const triple = layout.svTable[1]
  const cursor = heap.body(row)
  const start = cursor.at
  const lineAt = headerField(triple, 0, uintBytes)
  const hekAt = headerField(triple, uintBytes, ptrBytes)
  const line = lineAt < 0 ? 0 : readUint(cursor.view, start + lineAt, littleEndian, uintBytes)
  let nameHek = NULL
  if (hekAt >= 0) {
    cursor.at = start + hekAt
    nameHek = cursor.ptr()
  }
  cursor.at = start + geometry.fixedBytes[1]
  const name = triple.strs > 0 ? cString(cursor.str()) : null
  const file = triple.strs > 1 ? cString(cursor.str()) : null
  return {
    line,
    nameHek,
    stash: globSlot(heap, row, 0),
    scalar: globSlot(heap, row, 1),
    array: globSlot(heap, row, 2),
    hash: globSlot(heap, row, 3),
    code: globSlot(heap, row, 4),
    egv: globSlot(heap, row, 5),
    io: globSlot(heap, row, 6),
    form: globSlot(heap, row, 7),
    name,
    file,
  }
}

/** One slot of a GLOB, by its place in GLOB_SLOTS, without decoding the rest. */
export function globSlot(heap: Heap, row: SvIndex, index: number): SvIndex {
  const at = ptrField(heap.layout.svTable[1], index, heap.geometry.ptrBytes)
  return at < 0 ? NO_SV : heap.ptrIn(row, at)
}

/** Names and files are C strings: what follows a NUL is not part of them. */
export function cString(bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null) return null
  const nul = bytes.indexOf(0)
  return nul < 0 ? bytes : bytes.subarray(0, nul)
}
