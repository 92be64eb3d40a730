import { CodePart } from './code-parts.ts'
import { absurdLength, cutInside, damagedAt } from './damage.ts'
import type { Geometry } from './geometry.ts'
import type { Segment } from './heap-bytes.ts'
import { ABSURD_BYTES, UNDEF_LENGTH, readLength, readUint } from './primitives.ts'
import { FILE_TYPE_NAMES, TAG_EXTENSION, TAG_META_STRUCT } from './sv-types.ts'

/** Position behind a record that is not whole in the segment. */
export const INCOMPLETE = -1

/** Types of SVs in the file are below. */
const NUM_TYPES = 18

/** Position behind the body of the record at `at`, where its own part starts at `body` and its strings end at `p`. */
type Skip = (segment: Segment, at: number, body: number, p: number) => number

/** Knows how far the parts of records go whose length depends on what is in them. Throws DumpErrors. */
export class RecordBodies {
  /**
   * HASHes with more than one key beyond ASCII: a UTF-8 and a Latin-1 key of one hash may have equal bytes, and only
   * these hashes have to be looked through for that.
   */
  readonly oddKeyOffsets: number[] = []
  /** By type. A table, not a switch: to a compiled loop no kind of record is new then, and it need not be thrown away. */
  readonly skips: readonly Skip[]
  readonly #geometry: Geometry
  readonly #limit: number

  /** @param limit bytes of the whole dump if known, to tell a damaged length from a window that ends here */
  constructor(geometry: Geometry, limit: number) {
    this.#geometry = geometry
    this.#limit = limit
    const skips: Skip[] = Array.from({ length: NUM_TYPES }, () => (_segment, _at, _body, p) => p)
    for (const type of [4, 16]) {
      // ARRAY, OBJECT
      skips[type] = (segment, at, body, p) => this.#skipPtrs(segment, at, type, body, p)
    }
    for (const type of [5, 6]) {
      // HASH, STASH
      skips[type] = (segment, at, body, p) => this.#skipPairs(segment, at, type, body, p)
    }
    skips[7] = (segment, at, _body, p) => this.#skipCodeBody(segment, at, p) // CODE
    skips[17] = (segment, at, body, p) => {
      // CLASS
      const fields = this.#skipPairs(segment, at, 17, body, p)
      return fields === INCOMPLETE ? INCOMPLETE : this.#skipClassFields(segment, at, fields)
    }
    this.skips = skips
  }

  #skipPtrs(segment: Segment, at: number, type: number, body: number, p: number): number {
    const { littleEndian, uintBytes, ptrBytes, hasCount } = this.#geometry
    const count = hasCount[type] ? readUint(segment.view, body, littleEndian, uintBytes) : 0
    const length = count * ptrBytes
    if (length > segment.bytes.length - p) {
      return this.tooLong(segment, at, p, length)
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
      return this.tooLong(segment, at, p, count * (uintBytes + behindKey))
    }
    let numHighKeys = 0
    for (let i = 0; i < count; i++) {
      if (p + uintBytes > end) return INCOMPLETE
      const length = readLength(view, p, littleEndian, uintBytes)
      p += uintBytes
      if (length !== UNDEF_LENGTH) {
        if (length > end - p) {
          this.tooLong(segment, at, p, length)
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
        p = this.skipStrs(segment, p, 1, at)
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
      p = this.skipStrs(segment, p + this.#geometry.uintBytes, 1, at)
      if (p === INCOMPLETE) return INCOMPLETE
    }
  }

  /** Position behind `count` strings from `at` on. */
  skipStrs(segment: Segment, at: number, count: number, record = at): number {
    const { littleEndian, uintBytes } = this.#geometry
    const end = segment.bytes.length
    let p = at
    for (let i = 0; i < count; i++) {
      if (p + uintBytes > end) return INCOMPLETE
      const length = readLength(segment.view, p, littleEndian, uintBytes)
      p += uintBytes
      if (length === UNDEF_LENGTH) continue
      if (length > end - p) return this.tooLong(segment, record, p, length)
      p += length
    }
    return p
  }

  /**
   * A record claims more bytes than the window has. Fine if the file has them, or if this is its end and the next look for
   * more tells so: the record cannot be walked before there is more. Otherwise the file was cut, or, where no process ever
   * had so much, the length itself is damaged.
   */
  tooLong(segment: Segment, record: number, at: number, length: number): typeof INCOMPLETE {
    const offset = segment.start + at
    const what = recordName(segment.bytes[record])
    if (length >= ABSURD_BYTES) throw absurdLength(length, what, offset)
    if (length > this.#limit - offset && segment.end < this.#limit) throw cutInside(what, offset)
    return INCOMPLETE
  }
}

/** What a record is called by its tag, in messages. */
export function recordName(tag: number): string {
  if (tag === TAG_META_STRUCT) return 'description of a struct'
  return FILE_TYPE_NAMES[tag] ?? (tag >= TAG_EXTENSION ? 'extension record' : 'record')
}
