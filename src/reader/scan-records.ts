import { decodeLatin1 } from '../perl/utf8.ts'
import { OffsetList, U32List } from '../base/grow.ts'
import { AddressBitmap } from './address-bitmap.ts'
import { CodePart } from './code-parts.ts'
import { absurdLength, cutInside, damagedAt } from './damage.ts'
import type { DumpError } from './dump-error.ts'
import type { Geometry } from './geometry.ts'
import type { Segment } from './heap-bytes.ts'
import { ABSURD_BYTES, UNDEF_LENGTH, readHi, readLength, readLo, readUint } from './primitives.ts'
import { StructTypes, structBytes } from './struct-types.ts'
import { FILE_TYPE_NAMES, SvFlag, TAG_C_STRUCT, TAG_EXTENSION, TAG_META_STRUCT, TAG_UNKNOWN } from './sv-types.ts'

/** Position behind a record that is not whole in the segment. */
const INCOMPLETE = -1

/** Records walked in one go. */
const BLOCK = 1024

/**
 * The hot loop of the reader: walks the records of the heap, which have no length and no index, so that the start of
 * one is known only when the one before has been walked. It checks and skips; it interprets nothing.
 * Cost: one visit of each record, each string skipped by its length.
 */
export class RecordScan {
  readonly #geometry: Geometry
  /** Bytes of the whole dump if known, to tell a damaged length from a window that ends here. */
  readonly #limit: number
  /** Where each SV record starts, in file order. */
  readonly svOffsets = new OffsetList()
  /** Where each extension record starts, and the address of its SV. */
  readonly extOffsets = new OffsetList()
  readonly extTargetLo = new U32List()
  readonly extTargetHi = new U32List()
  /**
   * HASHes with more than one key beyond ASCII: a UTF-8 and a Latin-1 key of one hash may have equal bytes, and only
   * these hashes have to be looked through for that.
   */
  readonly oddKeyOffsets: number[] = []
  /** SCALARs that say they have a string and have none. */
  readonly lostPvOffsets: number[] = []
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

  constructor(geometry: Geometry, limit: number) {
    this.#geometry = geometry
    this.#limit = limit
  }

  /**
   * Walk records from `at` (relative to the segment). Answers the position behind the last whole one; `ended` says
   * whether the heap ends there. Throws a DumpError at the first impossible byte.
   */
  scan(segment: Segment, from: number): number {
    this.#at = from
    try {
      while (this.#walk(segment)) continue
      return this.#at
    } finally {
      this.lastEnd = segment.start + this.#at
    }
  }

  /**
   * The loop itself knows only what scalars need, which are most of a heap; other kinds have functions of their own, so
   * that the compiler need not throw the loop away whenever the first record of a kind turns up. And it ends after some
   * records, so that its way out is known when it is compiled. False when it cannot go on.
   */
  #walk(segment: Segment): boolean {
    const { bytes, view } = segment
    const end = bytes.length
    const { littleEndian, uintBytes, ptrBytes, commonBytes, commonStrs, fixedBytes, numStrs, badFlags } = this.#geometry
    const { svOffsets, addresses } = this
    const scalarStrs = numStrs[2]
    let at = this.#at
    for (let left = BLOCK; at < end; left--) {
      this.#at = at
      if (left === 0) return true
      const type = bytes[at]
      let p = at + commonBytes
      if (type === 0 || type >= TAG_C_STRUCT || commonStrs > 0) {
        p = this.#scanOdd(segment, at, type)
        if (p === INCOMPLETE) return false
        if (this.ended) {
          this.#at = p
          return false
        }
        if (type >= TAG_EXTENSION) {
          at = p
          continue
        }
      } else {
        const fixed = fixedBytes[type]
        if (fixed < 0) throw this.#unknownType(type, segment.start + at)
        p += fixed
        if (p > end) return false
        if (bytes[at + commonBytes] & badFlags[type]) throw this.#wrongFlags(segment, at, at + commonBytes)
        for (let strs = numStrs[type]; strs > 0; strs--) {
          if (p + uintBytes > end) return false
          const length = readLength(view, p, littleEndian, uintBytes)
          p += uintBytes
          if (length !== UNDEF_LENGTH) {
            if (length > end - p) return this.#tooLong(segment, at, p, length)
            p += length
          } else if (type === 2 && strs === scalarStrs) this.#noteLostPv(segment, at, at + commonBytes)
        }
        if (type >= 4 && type !== 13) {
          p = this.#skipBody(segment, at, type, at + commonBytes, p)
          if (p === INCOMPLETE) return false
        }
      }
      const added = addresses.add(
        readLo(view, at + 1, littleEndian, ptrBytes),
        readHi(view, at + 1, littleEndian, ptrBytes),
      )
      if (added !== true && !this.#acceptAddress(added, readLo(view, at + 1, littleEndian, ptrBytes))) return false
      svOffsets.push(segment.start + at)
      at = p
    }
    this.#at = at
    return false
  }

  /** False when the map of addresses must be made finer before this record can be taken. */
  #acceptAddress(added: false | null, lo: number): boolean {
    if (added === null) {
      this.needsShift = lo & 3 ? 0 : 2
      return false
    }
    this.numRepeated++
    return true
  }

  /** The end of the heap, extensions, C_STRUCTs, and SVs of a file whose common head has strings. */
  #scanOdd(segment: Segment, at: number, type: number): number {
    const { littleEndian, uintBytes, commonBytes, commonStrs, fixedBytes, numStrs, badFlags } = this.#geometry
    if (type === 0) {
      this.ended = true
      return at + 1
    }
    if (type >= TAG_EXTENSION) return this.#scanMeta(segment, at, type)
    if (at + commonBytes > segment.bytes.length) return INCOMPLETE
    const body = this.#skipStrs(segment, at + commonBytes, commonStrs, at)
    if (body === INCOMPLETE) return INCOMPLETE
    if (type === TAG_C_STRUCT) return this.#skipStruct(segment, at, body)
    const fixed = fixedBytes[type]
    if (fixed < 0) throw this.#unknownType(type, segment.start + at)
    if (body + fixed > segment.bytes.length) return INCOMPLETE
    if (segment.bytes[body] & badFlags[type]) throw this.#wrongFlags(segment, at, body)
    const p = this.#skipStrs(segment, body + fixed, numStrs[type], at)
    if (p === INCOMPLETE) return INCOMPLETE
    if (
      type === 2 &&
      numStrs[2] > 0 &&
      readLength(segment.view, body + fixed, littleEndian, uintBytes) === UNDEF_LENGTH
    ) {
      this.#noteLostPv(segment, at, body)
    }
    return this.#skipBody(segment, at, type, body, p)
  }

  #noteLostPv(segment: Segment, at: number, flagsAt: number): void {
    const hasFlags = this.#geometry.badFlags[2] !== 0
    if (hasFlags && segment.bytes[flagsAt] & SvFlag.SCALAR_PV) this.lostPvOffsets.push(segment.start + at)
  }

  /** Position behind what follows the fixed part and the strings, which end at `p`. */
  #skipBody(segment: Segment, at: number, type: number, body: number, p: number): number {
    switch (type) {
      case 4: // ARRAY
      case 16: // OBJECT
        return this.#skipPtrs(segment, at, type, body, p)
      case 5: // HASH
      case 6: // STASH
        return this.#skipPairs(segment, at, type, body, p)
      case 17: {
        // CLASS
        const fields = this.#skipPairs(segment, at, type, body, p)
        return fields === INCOMPLETE ? INCOMPLETE : this.#skipClassFields(segment, at, fields)
      }
      case 7: // CODE
        return this.#skipCodeBody(segment, at, p)
      default:
        if (FILE_TYPE_NAMES[type] === undefined) throw this.#unknownType(type, segment.start + at)
        return p
    }
  }

  #skipPtrs(segment: Segment, at: number, type: number, body: number, p: number): number {
    const { littleEndian, uintBytes, ptrBytes, hasCount } = this.#geometry
    const count = hasCount[type] ? readUint(segment.view, body, littleEndian, uintBytes) : 0
    const length = count * ptrBytes
    if (length > segment.bytes.length - p) {
      this.#tooLong(segment, at, p, length)
      return INCOMPLETE
    }
    return p + length
  }

  #skipPairs(segment: Segment, at: number, type: number, body: number, from: number): number {
    const { bytes, view } = segment
    const { littleEndian, uintBytes, ptrBytes, hekBytes, hasCount } = this.#geometry
    const end = bytes.length
    const count = hasCount[type] ? readUint(view, body, littleEndian, uintBytes) : 0
    const behindKey = hekBytes + ptrBytes
    let p = from
    if (count * (uintBytes + behindKey) > end - p) {
      this.#tooLong(segment, at, p, count * (uintBytes + behindKey))
      return INCOMPLETE
    }
    let numHighKeys = 0
    for (let i = 0; i < count; i++) {
      if (p + uintBytes > end) return INCOMPLETE
      const length = readLength(view, p, littleEndian, uintBytes)
      p += uintBytes
      if (length !== UNDEF_LENGTH) {
        if (length > end - p) {
          this.#tooLong(segment, at, p, length)
          return INCOMPLETE
        }
        const keyEnd = p + length
        let high = 0
        for (; p + 4 <= keyEnd; p += 4) high |= view.getUint32(p)
        for (; p < keyEnd; p++) high |= bytes[p]
        if (high & 0x8080_8080) numHighKeys++
      }
      p += behindKey
    }
    if (p > end) return INCOMPLETE
    if (numHighKeys > 1) this.oddKeyOffsets.push(segment.start + at)
    return p
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
      end = this.#skipStrs(segment, end, triple.strs, at)
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
    if (numFields * (uintBytes + 1) > bytes.length - p) {
      this.#tooLong(segment, at, p, numFields * (uintBytes + 1))
      return INCOMPLETE
    }
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

  #skipCodeBody(segment: Segment, at: number, body: number): number {
    const { bytes } = segment
    const { codePartBytes, padnameTail } = this.#geometry
    let p = body
    while (p < bytes.length) {
      const part = bytes[p++]
      if (part === CodePart.END) return p
      if (codePartBytes[part] < 0) throw damagedAt(`Unknown part ${part} of a CODE`, segment.start + p - 1)
      p += codePartBytes[part]
      if (part === CodePart.PADNAME) {
        p = this.#skipStrs(segment, p, 1, at)
        if (p === INCOMPLETE) return INCOMPLETE
        p += padnameTail
      }
    }
    return INCOMPLETE
  }

  #skipClassFields(segment: Segment, at: number, body: number): number {
    const { bytes } = segment
    let p = body
    for (;;) {
      if (p >= bytes.length) return INCOMPLETE
      const item = bytes[p++]
      if (item === 0) return p
      if (item !== 1) throw damagedAt(`Unknown part ${item} of a CLASS`, segment.start + p - 1)
      p = this.#skipStrs(segment, p + this.#geometry.uintBytes, 1, at)
      if (p === INCOMPLETE) return INCOMPLETE
    }
  }

  /** Position behind `count` strings from `at` on. */
  #skipStrs(segment: Segment, at: number, count: number, record = at): number {
    const { littleEndian, uintBytes } = this.#geometry
    const end = segment.bytes.length
    let p = at
    for (let i = 0; i < count; i++) {
      if (p + uintBytes > end) return INCOMPLETE
      const length = readLength(segment.view, p, littleEndian, uintBytes)
      p += uintBytes
      if (length === UNDEF_LENGTH) continue
      if (length > end - p) {
        this.#tooLong(segment, record, p, length)
        return INCOMPLETE
      }
      p += length
    }
    return p
  }

  #strAt(segment: Segment, record: number, at: number): { text: string; next: number } | typeof INCOMPLETE {
    const next = this.#skipStrs(segment, at, 1, record)
    if (next === INCOMPLETE) return INCOMPLETE
    return { text: decodeLatin1(segment.bytes.subarray(at + this.#geometry.uintBytes, next)), next }
  }

  /**
   * A record claims more bytes than the window has. Fine if the file has them, or if this is its end and the next look for
   * more tells so: answers false, it cannot be walked before there is more. Otherwise the file was cut, or, where no process ever had so much, the length itself is damaged.
   */
  #tooLong(segment: Segment, record: number, at: number, length: number): false {
    const offset = segment.start + at
    const what = recordName(segment.bytes[record])
    if (length >= ABSURD_BYTES) throw absurdLength(length, what, offset)
    if (length > this.#limit - offset && segment.end < this.#limit) throw cutInside(what, offset)
    return false
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

/** What a record is called by its tag, in messages. */
export function recordName(tag: number): string {
  if (tag === TAG_META_STRUCT) return 'description of a struct'
  return FILE_TYPE_NAMES[tag] ?? (tag >= TAG_EXTENSION ? 'extension record' : 'record')
}

function hex2(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(2, '0')
}
