import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { type LongDouble, decodeLongDouble } from '../perl/long-double.ts'
import type { Address } from '../reader/cursor.ts'
import { headerField, ptrField } from '../reader/geometry.ts'
import type { Triple } from '../reader/layout.ts'
import { UNDEF_LENGTH, readHi, readLength, readLo, readUint } from '../reader/primitives.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'

/** The parts of a SCALAR as they were in the process; absent parts are null. */
export interface ScalarRecord {
  /** The integer in 64 bits, two's complement, and whether Perl took it for an unsigned one. */
  readonly integer: Address | null
  readonly isUnsigned: boolean
  readonly nv: number | null
  /** What a 10-byte NV was in decimal, where a double cannot hold it. */
  readonly nvText: string | null
  /** The captured start of the string: at most 256 bytes unless the dumper was told otherwise. */
  readonly pv: Uint8Array | null
  readonly isUtf8: boolean
  /** Bytes of the string in the process: exact to the last as an Address. */
  readonly pvLength: number
  readonly exactPvLength: Address
}

export function decodeScalar(heap: Heap, row: SvIndex): ScalarRecord {
  const { svs, layout, geometry } = heap
  const flags = svs.flags[row]
  if (svs.kind[row] === SvKind.BOOL) return decodeBool(flags)
  if (svs.kind[row] !== SvKind.SCALAR || (flags & 0x1f) === 0) return NOTHING
  const triple = layout.svTable[2]
  const cursor = heap.body(row)
  const start = cursor.at
  const { uintBytes, nvBytes } = layout
  const ivAt = headerField(triple, 1, uintBytes)
  const nvAt = headerField(triple, 1 + uintBytes, nvBytes)
  const lengthAt = headerField(triple, 1 + uintBytes + nvBytes, uintBytes)
  let integer: Address | null = null
  if (flags & SvFlag.SCALAR_INTEGER) {
    cursor.at = start + ivAt
    integer = ivAt < 0 ? ZERO : cursor.uint64()
    if (uintBytes === 4 && !(flags & SvFlag.SCALAR_UNSIGNED)) integer = { lo: integer.lo, hi: (integer.lo >> 31) >>> 0 }
  }
  let nv: number | null = null
  let nvText: string | null = null
  if (flags & SvFlag.SCALAR_NV && nvAt >= 0) {
    if (nvBytes === 8) nv = cursor.view.getFloat64(start + nvAt, layout.littleEndian)
    else {
      const long = longDoubleAt(cursor.bytes, start + nvAt, layout.littleEndian)
      nv = long.value
      nvText = long.exact ? null : long.text
    }
  }
  let pv: Uint8Array | null = null
  let exactPvLength = ZERO
  if (flags & SvFlag.SCALAR_PV) {
    if (lengthAt >= 0) {
      cursor.at = start + lengthAt
      exactPvLength = cursor.uint64()
    }
    cursor.at = start + geometry.fixedBytes[2]
    pv = triple.strs > 0 ? cursor.str() : new Uint8Array(0)
  }
  return {
    integer,
    isUnsigned: (flags & SvFlag.SCALAR_UNSIGNED) !== 0,
    nv,
    nvText,
    pv,
    isUtf8: (flags & SvFlag.SCALAR_UTF8) !== 0,
    pvLength: exactPvLength.hi * 0x1_0000_0000 + exactPvLength.lo,
    exactPvLength,
  }
}

/** The captured string of an SV, or null: what searches look at. Reads nothing else of the record. */
export function pvOf(heap: Heap, row: SvIndex): Uint8Array | null {
  if (heap.svs.kind[row] !== SvKind.SCALAR || !(heap.svs.flags[row] & SvFlag.SCALAR_PV)) return null
  if (heap.layout.svTable[2].strs === 0) return new Uint8Array(0)
  const cursor = heap.body(row)
  cursor.at += heap.geometry.fixedBytes[2]
  return cursor.str()
}

const NO_BYTES = new Uint8Array(0)
const NO_VIEW = new DataView(NO_BYTES.buffer)

/**
 * The parts of SCALARs for whoever looks at all of a heap: one object that is moved from SV to SV, so that none is made
 * for each. A part is where `locateX` found it until the next call; the bytes are those of the dump, not a copy.
 */
export class ScalarFields {
  /** The captured string is bytes[start, end). */
  bytes: Uint8Array = NO_BYTES
  start = 0
  end = 0
  /** The halves of the integer. */
  lo = 0
  hi = 0
  readonly #heap: Heap
  readonly #littleEndian: boolean
  readonly #uintBytes: number
  readonly #hasPlainHead: boolean
  readonly #kind: Uint8Array
  readonly #flags: Uint8Array
  readonly #offset: Uint32Array | Float64Array
  #view: DataView = NO_VIEW
  // The segment that the SV before was in, and what makes an offset in the file a position behind the common head.
  #segmentStart = 0
  #segmentEnd = 0
  #toBody = 0
  readonly #integerAt: number
  readonly #nvAt: number
  readonly #lengthAt: number
  readonly #pvAt: number

  constructor(heap: Heap) {
    const triple: Triple | undefined = heap.layout.svTable[2] // a damaged table may end before it
    const { uintBytes, nvBytes } = heap.layout
    this.#heap = heap
    this.#littleEndian = heap.layout.littleEndian
    this.#uintBytes = uintBytes
    this.#hasPlainHead = heap.geometry.commonStrs === 0
    this.#kind = heap.svs.kind
    this.#flags = heap.svs.flags
    this.#offset = heap.svs.offset
    this.#integerAt = headerField(triple, 1, uintBytes)
    this.#nvAt = nvBytes === 8 ? headerField(triple, 1 + uintBytes, nvBytes) : -1
    this.#lengthAt = headerField(triple, 1 + uintBytes + nvBytes, uintBytes)
    this.#pvAt = heap.geometry.numStrs[2] > 0 ? heap.geometry.fixedBytes[2] : -1
  }

  /** Whether an SV has a captured string, as pvOf has it. */
  locatePv(row: SvIndex): boolean {
    if (this.#kind[row] !== SvKind.SCALAR || !(this.#flags[row] & SvFlag.SCALAR_PV)) return false
    const at = this.#locate(row, this.#pvAt)
    this.start = this.end = 0
    if (this.#pvAt < 0) return true
    const length = readLength(this.#view, at, this.#littleEndian, this.#uintBytes)
    if (length === UNDEF_LENGTH) return false
    this.start = at + this.#uintBytes
    this.end = this.start + length
    return true
  }

  /** Whether a SCALAR has an integer. */
  locateInteger(row: SvIndex): boolean {
    if (this.#kind[row] !== SvKind.SCALAR || !(this.#flags[row] & SvFlag.SCALAR_INTEGER)) return false
    this.lo = this.hi = 0
    if (this.#integerAt < 0) return true
    const at = this.#locate(row, this.#integerAt)
    this.lo = readLo(this.#view, at, this.#littleEndian, this.#uintBytes)
    this.hi = readHi(this.#view, at, this.#littleEndian, this.#uintBytes)
    return true
  }

  /** The NV of a SCALAR that has one, if that is a double; else NaN. */
  nvOf(row: SvIndex): number {
    if (this.#nvAt < 0) return Number.NaN
    const at = this.#locate(row, this.#nvAt)
    return this.#view.getFloat64(at, this.#littleEndian)
  }

  /** Bytes of the string of a SCALAR that has one, as it was in the process. */
  pvLengthOf(row: SvIndex): number {
    if (this.#lengthAt < 0) return 0
    const at = this.#locate(row, this.#lengthAt)
    return readUint(this.#view, at, this.#littleEndian, this.#uintBytes)
  }

  /** Position of a field in the view of the SV's segment. */
  #locate(row: SvIndex, field: number): number {
    const offset = this.#offset[row]
    if (offset < this.#segmentStart || offset >= this.#segmentEnd) this.#moveTo(offset)
    return (this.#hasPlainHead ? offset + this.#toBody : this.#heap.bodyAt(row)) + field
  }

  #moveTo(offset: number): void {
    const { bytes, view, start, end } = this.#heap.bytes.at(offset)
    this.bytes = bytes
    this.#view = view
    this.#segmentStart = start
    this.#segmentEnd = end
    this.#toBody = this.#heap.geometry.commonBytes - start
  }
}

/** The SV of `our` that perls up to 5.20 recorded: where its pointer stands in the record, or -1. */
export function ourStashField(heap: Heap): number {
  return ptrField(heap.layout.svTable[2], 0, heap.geometry.ptrBytes)
}

function longDoubleAt(bytes: Uint8Array, at: number, littleEndian: boolean): LongDouble {
  return decodeLongDouble(bytes.subarray(at, at + 10), littleEndian)
}

const ZERO: Address = { lo: 0, hi: 0 }

const NOTHING: ScalarRecord = {
  integer: null,
  isUnsigned: false,
  nv: null,
  nvText: null,
  pv: null,
  isUtf8: false,
  pvLength: 0,
  exactPvLength: ZERO,
}

function decodeBool(flags: number): ScalarRecord {
  const yes = flags & SvFlag.BOOL_YES ? 1 : 0
  return { ...NOTHING, integer: { lo: yes, hi: 0 } }
}
