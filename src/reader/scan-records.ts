import { decodeLatin1 } from '../perl/utf8.ts'
import { OffsetList, U32List } from '../base/grow.ts'
import { AddressBitmap } from './address-bitmap.ts'
import { damagedAt } from './damage.ts'
import type { DumpError } from './dump-error.ts'
import type { Geometry } from './geometry.ts'
import type { Segment } from './heap-bytes.ts'
import { UNDEF_LENGTH, readHi, readLength, readLo, readUint } from './primitives.ts'
import { INCOMPLETE, RecordBodies, SKIPS, TOO_LONG } from './record-bodies.ts'
import { StructTypes, structBytes } from './struct-types.ts'
import { FILE_TYPE_NAMES, SvFlag, TAG_C_STRUCT, TAG_EXTENSION, TAG_META_STRUCT, TAG_UNKNOWN } from './sv-types.ts'

/** Records walked in one go. */
const BLOCK = 1024

/** How a walk ended: more of the same follows, or something else, or it needs more bytes. */
const [MORE, ODD, STOPPED] = [0, 1, 2]

/**
 * The hot loop of the reader: walks the records of the heap, which have no length and no index, so that the start of
 * one is known only when the one before has been walked. It checks and skips; it interprets nothing.
 * Cost: one visit of each record, each string skipped by its length.
 */
export class RecordScan {
  readonly #geometry: Geometry
  readonly #bodies: RecordBodies
  /** Per first byte of a record: fixed bytes of an SV behind the common head, -1 for all that is odd. */
  readonly #usualBytes: Int32Array
  /** Where each SV record starts, in file order. */
  readonly svOffsets = new OffsetList()
  /** Where each extension record starts, and the address of its SV. */
  readonly extOffsets = new OffsetList()
  readonly extTargetLo = new U32List()
  readonly extTargetHi = new U32List()
  /** SCALARs that say they have a string and have none. */
  readonly lostPvOffsets: number[] = []
  /**
   * HASHes with more than one key beyond ASCII: a UTF-8 and a Latin-1 key of one hash may have equal bytes, and only
   * these hashes have to be looked through for that.
   */
  readonly oddKeyOffsets: number[] = []
  addresses = new AddressBitmap(3)
  /** SVs whose address another record had before. */
  numRepeated = 0
  /** SVs of a kind that the dumper itself did not know. */
  numUnknown = 0
  /** Set when an address fell between the bits: the map must be rebuilt with this shift. */
  needsShift = -1
  readonly structs = new StructTypes()
  /** True when the terminating 0 was read. */
  ended = false
  /** Byte of the dump behind the last record that was walked whole: where a partial dump ends. */
  lastEnd = 0
  /** Start of the record being walked, relative to the segment. */
  #at = 0

  /** @param limit bytes of the whole dump if known */
  constructor(geometry: Geometry, limit: number) {
    this.#geometry = geometry
    this.#bodies = new RecordBodies(geometry, limit)
    this.#usualBytes = new Int32Array(256).fill(-1)
    if (geometry.commonStrs > 0) return
    for (let type = 1; FILE_TYPE_NAMES[type] !== undefined; type++) {
      this.#usualBytes[type] = geometry.fixedBytes[type]
    }
  }

  /**
   * Walk records from `at` (relative to the segment). Answers the position behind the last whole one; `ended` says
   * whether the heap ends there. Throws a DumpError at the first impossible byte.
   */
  scan(segment: Segment, from: number): number {
    this.#at = from
    try {
      for (;;) {
        const walk = this.#walk(segment)
        if (walk === STOPPED || (walk === ODD && !this.#takeOdd(segment))) return this.#at
      }
    } finally {
      this.lastEnd = segment.start + this.#at
    }
  }

  /**
   * The loop knows only SVs as they should be. It leaves everything else to others, and ends after some records, so that
   * all it does is known when it is compiled: what turns up later would make the compiler throw it away.
   */
  #walk(segment: Segment): number {
    const { bytes, view, start } = segment
    const end = bytes.length
    const { littleEndian, uintBytes, ptrBytes, commonBytes, numStrs, badFlags } = this.#geometry
    const { svOffsets, addresses } = this
    const bodies = this.#bodies
    const usualBytes = this.#usualBytes
    let at = this.#at
    for (let left = BLOCK; ; left--) {
      this.#at = at
      if (at >= end) return STOPPED
      if (left === 0) return MORE
      const type = bytes[at]
      const fixed = usualBytes[type]
      if (fixed < 0) return ODD
      const body = at + commonBytes
      let p = body + fixed
      if (p > end) return STOPPED
      const flags = bytes[body]
      if (flags & badFlags[type]) return ODD
      for (let strs = numStrs[type]; strs > 0; strs--) {
        if (p + uintBytes > end) return STOPPED
        const length = readLength(view, p, littleEndian, uintBytes)
        p += uintBytes
        if (length > end - p) return ODD
        if (length !== UNDEF_LENGTH) p += length
        else if (type === 2 && flags & SvFlag.SCALAR_PV) return ODD
      }
      if (type >= 4 && type !== 13) {
        p = SKIPS[type](bodies, segment, at, body, p)
        if (p === INCOMPLETE) return STOPPED
        if (p === TOO_LONG || bodies.numHighKeys > 1) return ODD
      }
      const lo = readLo(view, at + 1, littleEndian, ptrBytes)
      const hi = readHi(view, at + 1, littleEndian, ptrBytes)
      if (addresses.add(lo, hi) !== true) return ODD
      svOffsets.push(start + at)
      at = p
    }
  }

  /** One record that is not as most are; nothing was done about it yet. False when the walk cannot go on. */
  #takeOdd(segment: Segment): boolean {
    const at = this.#at
    const type = segment.bytes[at]
    if (type === 0) {
      this.ended = true
      this.#at = at + 1
      return false
    }
    const isSv = type < TAG_EXTENSION
    const p = isSv ? this.#skipSv(segment, at, type) : this.#scanMeta(segment, at, type)
    if (p === INCOMPLETE || (isSv && !this.#takeSv(segment, at))) return false
    this.#at = p
    return true
  }

  /** False when the map of addresses must be made finer before this record can be taken. */
  #takeSv({ view, start }: Segment, at: number): boolean {
    const { littleEndian, ptrBytes } = this.#geometry
    const lo = readLo(view, at + 1, littleEndian, ptrBytes)
    const added = this.addresses.add(lo, readHi(view, at + 1, littleEndian, ptrBytes))
    if (added === null) {
      this.needsShift = lo & 3 ? 0 : 2
      return false
    }
    if (!added) this.numRepeated++
    this.svOffsets.push(start + at)
    return true
  }

  /** Position behind any SV or C_STRUCT. */
  #skipSv(segment: Segment, at: number, type: number): number {
    const { bytes, view, start } = segment
    const { littleEndian, uintBytes, commonBytes, commonStrs, fixedBytes, numStrs, badFlags } = this.#geometry
    const fixed = fixedBytes[type]
    const isUnknown = type !== TAG_C_STRUCT && (fixed < 0 || FILE_TYPE_NAMES[type] === undefined)
    if (isUnknown) throw this.#unknownType(type, start + at)
    if (at + commonBytes > bytes.length) return INCOMPLETE
    const body = this.#skipStrs(segment, at, at + commonBytes, commonStrs)
    if (body === INCOMPLETE) return INCOMPLETE
    if (type === TAG_C_STRUCT) return this.#skipStruct(segment, at, body)
    if (body + fixed > bytes.length) return INCOMPLETE
    if (bytes[body] & badFlags[type]) throw this.#wrongFlags(segment, at, body)
    const p = this.#skipStrs(segment, at, body + fixed, numStrs[type])
    if (p === INCOMPLETE) return INCOMPLETE
    const isScalar = type === 2 && numStrs[type] > 0
    if (isScalar && readLength(view, body + fixed, littleEndian, uintBytes) === UNDEF_LENGTH) {
      this.#noteLostPv(segment, at, body)
    }
    const bodies = this.#bodies
    const end = SKIPS[type](bodies, segment, at, body, p)
    if (bodies.numHighKeys > 1) this.oddKeyOffsets.push(start + at)
    bodies.numHighKeys = 0
    return end === TOO_LONG ? bodies.tooLong(segment, at) : end
  }

  /** Position behind `count` strings from `at` on, which belong to a record. */
  #skipStrs(segment: Segment, record: number, at: number, count: number): number {
    const end = this.#bodies.skipStrs(segment, at, count)
    return end === TOO_LONG ? this.#bodies.tooLong(segment, record) : end
  }

  #noteLostPv(segment: Segment, at: number, flagsAt: number): void {
    const hasFlags = this.#geometry.badFlags[2] !== 0
    if (hasFlags && segment.bytes[flagsAt] & SvFlag.SCALAR_PV) this.lostPvOffsets.push(segment.start + at)
  }

  /** Make the address map anew with bits for finer addresses; `segmentAt` finds the records seen so far. */
  refineAddresses(segmentAt: (offset: number) => Segment): void {
    const { littleEndian, ptrBytes } = this.#geometry
    const finer = new AddressBitmap(this.needsShift)
    const offsets = this.svOffsets.finish()
    this.numRepeated = 0
    for (let i = 0; i < offsets.length; i++) {
      const { view, start } = segmentAt(offsets[i])
      const at = offsets[i] - start + 1
      const added = finer.add(readLo(view, at, littleEndian, ptrBytes), readHi(view, at, littleEndian, ptrBytes))
      if (added === false) this.numRepeated++
    }
    this.addresses = finer
    this.needsShift = -1
  }

  /** Extension, META_STRUCT or unknown tag at `at`. */
  #scanMeta(segment: Segment, at: number, tag: number): number {
    const { bytes, view } = segment
    const { littleEndian, ptrBytes, layout } = this.#geometry
    if (tag === TAG_META_STRUCT) return this.#scanStructType(segment, at)
    if (tag === TAG_UNKNOWN) {
      this.numUnknown++
      return at + 1
    }
    if (tag > TAG_META_STRUCT) {
      throw damagedAt(`Unrecognised META tag ${hex2(tag)}`, segment.start + at)
    }
    let end: number
    if (layout.minor === 0 && tag === TAG_EXTENSION) {
      end = at + 1 + 2 * ptrBytes + 1
    } else {
      const triple = layout.extTable[tag - TAG_EXTENSION]
      if (!triple) {
        throw damagedAt(`Unrecognised SV extension type ${hex2(tag).toLowerCase()}`, segment.start + at)
      }
      end = at + 1 + ptrBytes + triple.header + triple.ptrs * ptrBytes
      if (end > bytes.length) return INCOMPLETE
      end = this.#skipStrs(segment, at, end, triple.strs)
      if (end === INCOMPLETE) return INCOMPLETE
    }
    if (end > bytes.length) return INCOMPLETE
    this.extOffsets.push(segment.start + at)
    this.extTargetLo.push(readLo(view, at + 1, littleEndian, ptrBytes))
    this.extTargetHi.push(readHi(view, at + 1, littleEndian, ptrBytes))
    return end
  }

  #scanStructType(segment: Segment, at: number): number {
    const { bytes, view } = segment
    const { littleEndian, uintBytes } = this.#geometry
    let p = at + 1 + 2 * uintBytes
    if (p + uintBytes > bytes.length) return INCOMPLETE
    const id = readUint(view, at + 1, littleEndian, uintBytes)
    const numFields = readUint(view, at + 1 + uintBytes, littleEndian, uintBytes)
    this.#bodies.claim = numFields * (uintBytes + 1)
    this.#bodies.claimAt = p
    if (this.#bodies.claim > bytes.length - p) return this.#bodies.tooLong(segment, at)
    const name = this.#strAt(segment, at, p)
    if (name === INCOMPLETE) return INCOMPLETE
    p = name.next
    const fields: { name: string; type: number }[] = []
    for (let i = 0; i < numFields; i++) {
      const field = this.#strAt(segment, at, p)
      if (field === INCOMPLETE || field.next >= bytes.length) return INCOMPLETE
      fields.push({ name: field.text, type: bytes[field.next] })
      p = field.next + 1
    }
    this.structs.define({ id, name: name.text, fields, definedAt: segment.start + at })
    return p
  }

  #skipStruct(segment: Segment, at: number, body: number): number {
    const { littleEndian, uintBytes, ptrBytes, blessedAt } = this.#geometry
    const lo = readLo(segment.view, at + blessedAt, littleEndian, ptrBytes)
    const hi = readHi(segment.view, at + blessedAt, littleEndian, ptrBytes)
    const id = hi * 0x1_0000_0000 + lo
    const struct = this.structs.get(id)
    if (!struct) {
      throw damagedAt(`Dumpfile does not define a struct type of ID=${id}`, segment.start + at)
    }
    const length = structBytes(struct, ptrBytes, uintBytes)
    if (length < 0) {
      const field = struct.fields.find((f) => f.type > 4)
      throw damagedAt(`A struct field of the unknown type ${field?.type}`, segment.start + at)
    }
    return body + length > segment.bytes.length ? INCOMPLETE : body + length
  }

  #strAt(segment: Segment, record: number, at: number): { text: string; next: number } | typeof INCOMPLETE {
    const next = this.#skipStrs(segment, record, at, 1)
    if (next === INCOMPLETE) return INCOMPLETE
    return { text: decodeLatin1(segment.bytes.subarray(at + this.#geometry.uintBytes, next)), next }
  }

  #unknownType(type: number, offset: number): DumpError {
    const known = FILE_TYPE_NAMES[type]
    return damagedAt(
      known ? `This file's size table has no row for the SV type ${known}` : `Cannot load unknown SV type ${type}`,
      offset,
    )
  }

  #wrongFlags(segment: Segment, at: number, flagsAt: number): DumpError {
    const type = segment.bytes[at]
    const wrong = segment.bytes[flagsAt] & this.#geometry.badFlags[type]
    return damagedAt(`Unrecognised ${FILE_TYPE_NAMES[type]} flags ${hex2(wrong).toLowerCase()}`, segment.start + at)
  }
}

function hex2(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(2, '0')
}
