import { CodePart } from './code-parts.ts'
import { absurdLength, cutInside, damagedAt } from './damage.ts'
import type { Geometry } from './geometry.ts'
import type { Segment } from './heap-bytes.ts'
import { ABSURD_BYTES, UNDEF_LENGTH, readLength, readUint } from './primitives.ts'
import { FILE_TYPE_NAMES, TAG_EXTENSION, TAG_META_STRUCT } from './sv-types.ts'

/** Position behind a record that is not whole in the segment. */
export const INCOMPLETE = -1
/** The same of a record of which something claims more than the segment has; see RecordBodies.tooLong. */
export const TOO_LONG = -2

/** Types of SVs in the file are below. */
const NUM_TYPES = 18

/**
 * Position behind the body of the record at `at`, where its own part starts at `body` and its strings end at `p`. What
 * is seldom true is told by a constant: anything that was never done before would throw away what has been compiled.
 */
type Skip = (bodies: RecordBodies, segment: Segment, at: number, body: number, p: number) => number

/**
 * By type: the parts of records whose length depends on what is in them. A table, not a switch: to a compiled loop no
 * kind of record is new then.
 */
export const SKIPS: readonly Skip[] = Array.from({ length: NUM_TYPES }, (_, type) => {
  switch (FILE_TYPE_NAMES[type]) {
    case 'ARRAY':
    case 'OBJECT':
      return skipPtrs
    case 'HASH':
    case 'STASH':
      return skipPairs
    case 'CODE':
      return skipCode
    case 'CLASS':
      return skipClass
    default:
      return (_bodies, _segment, _at, _body, p) => p
  }
})

/** What those functions share. Throws DumpErrors. */
export class RecordBodies {
  /** Keys beyond ASCII of the HASH, STASH or CLASS looked at last. */
  numHighKeys = 0
  /** What the list or string looked at last claims to be long, and from where on. */
  claim = 0
  claimAt = 0
  readonly geometry: Geometry
  readonly #limit: number

  /** @param limit bytes of the whole dump if known, to tell a damaged length from a window that ends here */
  constructor(geometry: Geometry, limit: number) {
    this.geometry = geometry
    this.#limit = limit
  }

  /** Position behind `count` strings from `at` on. */
  skipStrs(segment: Segment, at: number, count: number): number {
    const { littleEndian, uintBytes } = this.geometry
    const end = segment.bytes.length
    let p = at
    for (let i = 0; i < count; i++) {
      if (p + uintBytes > end) return INCOMPLETE
      const length = readLength(segment.view, p, littleEndian, uintBytes)
      p += uintBytes
      if (length === UNDEF_LENGTH) continue
      this.claim = length
      this.claimAt = p
      if (length > end - p) return TOO_LONG
      p += length
    }
    return p
  }

  /**
   * Its last claim is more than the window has. Fine if the file has them, or if this is its end and the next look for
   * more tells so: the record cannot be walked before there is more. Otherwise the file was cut, or, where no process ever
   * had so much, the length itself is damaged.
   */
  tooLong(segment: Segment, record: number): typeof INCOMPLETE {
    const offset = segment.start + this.claimAt
    const what = recordName(segment.bytes[record])
    if (this.claim >= ABSURD_BYTES) throw absurdLength(this.claim, what, offset)
    if (this.claim > this.#limit - offset && segment.end < this.#limit) throw cutInside(what, offset)
    return INCOMPLETE
  }
}

function skipPtrs(bodies: RecordBodies, segment: Segment, at: number, body: number, p: number): number {
  const { littleEndian, uintBytes, ptrBytes, hasCount } = bodies.geometry
  const count = hasCount[segment.bytes[at]] ? readUint(segment.view, body, littleEndian, uintBytes) : 0
  const length = count * ptrBytes
  bodies.claim = length
  bodies.claimAt = p
  return length > segment.bytes.length - p ? TOO_LONG : p + length
}

function skipPairs(bodies: RecordBodies, segment: Segment, at: number, body: number, from: number): number {
  const { bytes, view } = segment
  const { littleEndian, uintBytes, ptrBytes, hekBytes, hasCount } = bodies.geometry
  const end = bytes.length
  const count = hasCount[bytes[at]] ? readUint(view, body, littleEndian, uintBytes) : 0
  const behindKey = hekBytes + ptrBytes
  let p = from
  bodies.claim = count * (uintBytes + behindKey) // at the least
  bodies.claimAt = p
  if (bodies.claim > end - p) return TOO_LONG
  let numHighKeys = 0
  for (let i = 0; i < count; i++) {
    if (p + uintBytes > end) return INCOMPLETE
    const length = readLength(view, p, littleEndian, uintBytes)
    p += uintBytes
    if (length !== UNDEF_LENGTH) {
      bodies.claim = length
      bodies.claimAt = p
      if (length > end - p) return TOO_LONG
      const keyEnd = p + length
      let high = 0
      for (; p + 4 <= keyEnd; p += 4) high |= view.getUint32(p)
      for (; p < keyEnd; p++) high |= bytes[p]
      numHighKeys += (high & 0x8080_8080) === 0 ? 0 : 1
    }
    p += behindKey
  }
  if (p > end) return INCOMPLETE
  bodies.numHighKeys = numHighKeys
  return p
}

function skipCode(bodies: RecordBodies, segment: Segment, _at: number, _body: number, from: number): number {
  const { bytes } = segment
  const { codePartBytes, padnameTail } = bodies.geometry
  let p = from
  while (p < bytes.length) {
    const part = bytes[p++]
    if (part === CodePart.END) return p
    if (codePartBytes[part] < 0) throw damagedAt(`Unknown part ${part} of a CODE`, segment.start + p - 1)
    p += codePartBytes[part]
    if (part === CodePart.PADNAME) {
      p = bodies.skipStrs(segment, p, 1)
      if (p < 0) return p
      p += padnameTail
    }
  }
  return INCOMPLETE
}

function skipClass(bodies: RecordBodies, segment: Segment, at: number, body: number, from: number): number {
  const { bytes } = segment
  let p = skipPairs(bodies, segment, at, body, from)
  while (p >= 0) {
    if (p >= bytes.length) return INCOMPLETE
    const item = bytes[p++]
    if (item === 0) return p
    if (item !== 1) throw damagedAt(`Unknown part ${item} of a CLASS`, segment.start + p - 1)
    p = bodies.skipStrs(segment, p + bodies.geometry.uintBytes, 1)
  }
  return p
}

/** What a record is called by its tag, in messages. */
export function recordName(tag: number): string {
  if (tag === TAG_META_STRUCT) return 'description of a struct'
  return FILE_TYPE_NAMES[tag] ?? (tag >= TAG_EXTENSION ? 'extension record' : 'record')
}
