import { codePartBytes, padnameTail } from './code-parts.ts'
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
  /** Per type code: 1 where the header begins with the number of elements or pairs that follow. */
  readonly hasCount: Uint8Array
  /** Per type code: bits that the first header byte cannot have. */
  readonly badFlags: Uint8Array
  /** Bytes between a hash key and its value: the shared key's address, from minor 6 on. */
  readonly hekBytes: number
  /** See code-parts.ts. */
  readonly codePartBytes: Int32Array
  readonly padnameTail: number
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
  const hasCount = new Uint8Array(128)
  for (const type of [4, 5, 6, 16, 17]) hasCount[type] = headerField(svTable[type], 0, uintBytes) < 0 ? 0 : 1
  // What a STASH or CLASS begins with is a HASH as the HASH row says it is.
  if (hasCount[5] === 0) hasCount[6] = hasCount[17] = 0
  const badFlags = new Uint8Array(128)
  if (headerField(svTable[2], 0, 1) === 0) badFlags[2] = 0xe0
  if (headerField(svTable[3], 0, 1) === 0) badFlags[3] = 0xfe
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
    hasCount,
    badFlags,
    hekBytes: layout.minor >= 6 ? ptrBytes : 0,
    codePartBytes: codePartBytes(layout),
    padnameTail: padnameTail(layout),
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
