import { CodePart } from './code-parts.ts'
import type { Geometry } from './geometry.ts'
import { joined } from './input.ts'
import { UNDEF_LENGTH, readLength, readUint } from './primitives.ts'
import { SvKind, TAG_EXTENSION } from './sv-types.ts'

/** A record in which the file ends. */
export interface CutRecord {
  /** Where the field begins of which bytes are missing; the header of a type counts as one. */
  readonly fieldAt: number
  /**
   * The record put right, to stand for the SV: what is missing of its own fields is NULL, undef or 0, and a string ends
   * where the file does. null where nothing can be told of the SV, or only a part of what it holds.
   */
  readonly whole: Uint8Array<ArrayBuffer> | null
}

/** Kinds whose elements, pairs or parts follow their fields: with some of these left out they would say what is not true. */
const HAS_BODY: ReadonlySet<number> = new Set([
  SvKind.ARRAY,
  SvKind.HASH,
  SvKind.STASH,
  SvKind.CODE,
  SvKind.OBJECT,
  SvKind.CLASS,
])

/** So large a part of a string is not copied to stand for the string. */
const MAX_KEPT = 64 << 20

/** What can be said of a record that begins at the first of these bytes, and is longer than they are. */
export function cutRecord(bytes: Uint8Array, geometry: Geometry): CutRecord {
  const { commonBytes, commonStrs, fixedBytes, numStrs, layout, ptrBytes, uintBytes, littleEndian } = geometry
  const type = bytes[0]
  if (type >= TAG_EXTENSION || commonStrs > 0 || !(fixedBytes[type] >= 0)) {
    return { fieldAt: bytes.length, whole: null }
  }
  const { length } = bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  if (length < commonBytes) return { fieldAt: lastAtMost(length, headFields(geometry)), whole: null }

  const { header, ptrs } = layout.svTable[type]
  const fixedEnd = commonBytes + fixedBytes[type]
  const pieces: Uint8Array[] = []
  let at = fixedEnd
  let fieldAt = -1
  if (length < fixedEnd) {
    const ptrsAt = commonBytes + header
    const wholePtrs = Math.min(ptrs, Math.max(0, Math.floor((length - ptrsAt) / ptrBytes)))
    fieldAt = length < ptrsAt ? commonBytes : ptrsAt + wholePtrs * ptrBytes
    const fixed = new Uint8Array(fixedEnd)
    fixed.set(bytes.subarray(0, fieldAt))
    pieces.push(fixed)
  } else pieces.push(bytes.subarray(0, fixedEnd))

  for (let i = 0; i < numStrs[type]; i++) {
    const hasLength = fieldAt < 0 && at + uintBytes <= length
    const claimed = hasLength ? readLength(view, at, littleEndian, uintBytes) : UNDEF_LENGTH
    const kept = Math.max(0, Math.min(claimed, length - at - uintBytes))
    if (fieldAt < 0 && !hasLength) fieldAt = at
    if (kept < claimed) fieldAt = at + uintBytes
    pieces.push(lengthField(claimed < 0 ? claimed : kept, geometry))
    pieces.push(bytes.subarray(at + uintBytes, at + uintBytes + kept))
    at += uintBytes + kept
  }
  if (HAS_BODY.has(type)) return { fieldAt: fieldAt < 0 ? cutInBody(view, at, type, geometry) : fieldAt, whole: null }
  return { fieldAt, whole: length > MAX_KEPT ? null : joined(pieces) }
}

/** The last of ascending positions that is not beyond `end`. */
function lastAtMost(end: number, positions: readonly number[]): number {
  return positions.findLast((position) => position <= end) ?? 0
}

/** Where the fields begin that all SVs have. */
function headFields({ refcountAt, sizeAt, blessedAt }: Geometry): number[] {
  return [0, 1, refcountAt, sizeAt, blessedAt]
}

function cutInBody(view: DataView, bodyAt: number, type: number, geometry: Geometry): number {
  const { littleEndian, uintBytes, ptrBytes, hekBytes, codePartBytes, padnameTail } = geometry
  const end = view.byteLength
  let at = bodyAt
  /** Pass over a field, if it is whole. */
  const pass = (bytes: number): boolean => {
    if (at + bytes > end) return false
    at += bytes
    return true
  }
  const passStr = (): boolean => {
    if (at + uintBytes > end) return false
    const length = readLength(view, at, littleEndian, uintBytes)
    return pass(uintBytes) && pass(Math.max(0, length))
  }
  if (type === SvKind.ARRAY || type === SvKind.OBJECT) {
    while (pass(ptrBytes)) continue
  } else if (type === SvKind.CODE) {
    for (let part = 1; part !== CodePart.END && at < end; ) {
      part = view.getUint8(at)
      if (!pass(1) || !pass(codePartBytes[part])) break
      if (part === CodePart.PADNAME && !(passStr() && pass(padnameTail))) break
    }
  } else {
    const count = geometry.hasCount[type] ? readUint(view, geometry.commonBytes, littleEndian, uintBytes) : 0
    let left = count
    while (left > 0 && passStr() && pass(hekBytes) && pass(ptrBytes)) left--
    // The fields of a CLASS, each behind a byte that is 1; a 0 ends them.
    if (type === SvKind.CLASS && left === 0) while (pass(1) && pass(uintBytes) && passStr()) continue
  }
  return at
}

function lengthField(length: number, { uintBytes, littleEndian }: Geometry): Uint8Array {
  const field = new Uint8Array(uintBytes)
  if (length === UNDEF_LENGTH) return field.fill(0xff)
  new DataView(field.buffer).setUint32(littleEndian ? 0 : uintBytes - 4, length, littleEndian)
  return field
}
