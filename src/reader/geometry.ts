import type { Layout, Triple } from './layout.ts'

/**
 * Where the fields of each record stand, worked out once from the size tables: offsets are relative to
 * the start of the type's own part (after the head that all SVs share); -1 = this file has no such field.
 */
export interface Geometry {
  readonly layout: Layout
  readonly littleEndian: boolean
  readonly uintBytes: number
  readonly ptrBytes: number
  /** Bytes of tag and common head without its strings, and the number of those strings (0 in all known files). */
  readonly commonBytes: number
  readonly commonStrs: number
  /** Offsets inside the record, from the tag byte. */
  readonly refcountAt: number
  readonly sizeAt: number
  readonly blessedAt: number
  /** Per type code: bytes of header and pointers, and number of strings; -1 where the table has no row. */
  readonly fixedBytes: Int32Array
  readonly numStrs: Int32Array
  /** Bytes between a hash key and its value: the shared key's address, from minor 6 on. */
  readonly hekBytes: number
}

export function geometryOf(layout: Layout): Geometry {
  const { svTable, ptrBytes, uintBytes } = layout
  const common = svTable[0]
  const fixedBytes = new Int32Array(128).fill(-1)
  const numStrs = new Int32Array(128)
  for (let type = 1; type < svTable.length && type < 0x7f; type++) {
    fixedBytes[type] = svTable[type].header + svTable[type].ptrs * ptrBytes
    numStrs[type] = svTable[type].strs
  }
  return {
    layout,
    littleEndian: layout.littleEndian,
    uintBytes,
    ptrBytes,
    commonBytes: 1 + common.header + common.ptrs * ptrBytes,
    commonStrs: common.strs,
    refcountAt: 1 + ptrBytes,
    sizeAt: 1 + ptrBytes + 4,
    blessedAt: 1 + common.header,
    fixedBytes,
    numStrs,
    hekBytes: layout.minor >= 6 ? ptrBytes : 0,
  }
}

/** Offset of header field bytes [at, at + bytes), or -1 where the row is too short for all of them. */
export function headerField(triple: Triple | undefined, at: number, bytes: number): number {
  return triple && at + bytes <= triple.header ? at : -1
}

/** Offset of pointer `index` of a record whose row is `triple`, or -1. */
export function ptrField(triple: Triple | undefined, index: number, ptrBytes: number): number {
  return triple && index < triple.ptrs ? triple.header + index * ptrBytes : -1
}
