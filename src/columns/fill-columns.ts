import { U32_LIMIT } from '../base/byte-column.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { isStripped } from '../perl/nv-quirk.ts'
import { Cursor } from '../reader/cursor.ts'
import { headerField } from '../reader/geometry.ts'
import { readUint } from '../reader/primitives.ts'
import type { Scan } from '../reader/read-dump.ts'
import { FILE_NO, FILE_UNDEF, FILE_YES, SvFlag, SvKind, TAG_C_STRUCT } from '../reader/sv-types.ts'
import type { Segment } from '../reader/heap-bytes.ts'
import type { AddressIndex } from './address-index.ts'
import { hasBackrefsField } from './hash-record.ts'
import { NO_SV, type SvTable } from './sv-table.ts'

/**
 * Fill a row for each SV record, in file order: where an address stands twice the later record wins. O(1) a record
 * whatever its length.
 */
export async function fillColumns(scan: Scan, addresses: AddressIndex, slice: Slice): Promise<SvTable> {
  const { svOffsets } = scan
  const numSvs = addresses.numRows
  const numRows = numSvs + 3
  let svs: SvTable = {
    numSvs,
    numRows,
    kind: new Uint8Array(numRows),
    flags: new Uint8Array(numRows),
    refcount: new Uint32Array(numRows),
    size: new Uint32Array(numRows),
    blessed: new Int32Array(numRows).fill(NO_SV),
    offset: svOffsets instanceof Float64Array ? new Float64Array(numRows) : new Uint32Array(numRows),
  }
  const fields = { flagsAt: flagsFields(scan), backrefsAt: backrefsFields(scan), ...nvFields(scan), hasHuge: false }
  for (let i = 0, pause = 0; i < svOffsets.length; ) {
    if (i >= pause) {
      pause = i + STEP_MASK
      if (slice.isOver()) {
        slice.progress(i, svOffsets.length)
        await slice.next()
      }
    }
    i = fillRows(scan, addresses, svs, fields, i, Math.min(svOffsets.length, i + BLOCK))
  }
  if (fields.hasHuge) svs = { ...svs, size: hugeSizes(scan, svs) }
  svs.kind.set([SvKind.IMMORTAL_UNDEF, SvKind.IMMORTAL_YES, SvKind.IMMORTAL_NO], numSvs)
  return svs
}

/** Records between two returns, so that the compiler knows all of the loop early. */
const BLOCK = 256

/** Offsets in each type's own part, -1 where it has no such field. */
interface Fields {
  readonly flagsAt: Int32Array
  readonly backrefsAt: Int32Array
  /**
   * A byte of each SCALAR, and what it adds to its flags: `lostNv[(flags << 8) | byte]`. No branch, which few would take
   * first.
   */
  readonly nvEndAt: number
  readonly lostNv: Uint8Array
  /** Set when there is a size that u32 cannot hold. */
  hasHuge: boolean
}

/** The hot part: one visit of each record's head, up to `end` or the end of a segment. Answers where it stopped. */
function fillRows(
  scan: Scan,
  addresses: AddressIndex,
  { kind, flags, refcount, size, blessed, offset }: SvTable,
  fields: Fields,
  start: number,
  end: number,
): number {
  const { geometry, svOffsets, bytes } = scan
  const { flagsAt, backrefsAt, nvEndAt, lostNv } = fields
  const { littleEndian, uintBytes, ptrBytes, commonBytes, commonStrs, refcountAt, sizeAt, blessedAt } = geometry
  const loAt = littleEndian || ptrBytes === 4 ? 0 : 4
  const hiAt = littleEndian ? 4 : 0
  const isWide = ptrBytes === 8
  const segment = bytes.at(svOffsets[start])
  const { view, start: segmentStart, end: segmentEnd } = segment
  let i = start
  for (; i < end; i++) {
    const recordAt = svOffsets[i]
    if (recordAt >= segmentEnd) break
    const at = recordAt - segmentStart
    const address = at + 1
    const row = addresses.rowAt(
      view.getUint32(address + loAt, littleEndian),
      isWide ? view.getUint32(address + hiAt, littleEndian) : 0,
    )
    const tag = view.getUint8(at)
    offset[row] = recordAt
    kind[row] = KIND_OF_TAG[tag]
    refcount[row] = view.getUint32(at + refcountAt, littleEndian)
    const svBytes = readUint(view, at + sizeAt, littleEndian, uintBytes)
    if (svBytes >= U32_LIMIT) fields.hasHuge = true
    size[row] = svBytes
    const stashLo = view.getUint32(at + blessedAt + loAt, littleEndian)
    const stashHi = isWide ? view.getUint32(at + blessedAt + hiAt, littleEndian) : 0
    blessed[row] = (stashLo | stashHi) === 0 || tag === TAG_C_STRUCT ? NO_SV : addresses.rowAt(stashLo, stashHi)
    const body = commonStrs === 0 ? at + commonBytes : bodyAt(scan, segment, at)
    const flagAt = flagsAt[tag]
    let flag = FLAGS_OF_TAG[tag]
    if (flagAt >= 0) {
      flag = view.getUint8(body + flagAt) & FILE_FLAGS[tag]
      if (tag === SvKind.SCALAR) flag |= lostNv[(flag << 8) | view.getUint8(body + nvEndAt)]
    } else if (backrefsAt[tag] >= 0) {
      const backrefs = body + backrefsAt[tag]
      const hi = isWide ? view.getUint32(backrefs + 4, littleEndian) : 0
      if ((view.getUint32(backrefs, littleEndian) | hi) !== 0) flag = SvFlag.HASH_BACKREFS
    }
    flags[row] = flag
  }
  return i
}

/** The sizes again, of a heap with an SV of 4 GiB or more. */
function hugeSizes({ geometry, bytes }: Scan, { numSvs, numRows, offset }: SvTable): Float64Array<ArrayBuffer> {
  const { littleEndian, uintBytes, sizeAt } = geometry
  const sizes = new Float64Array(numRows)
  for (let row = 0; row < numSvs; row++) {
    const { view, start } = bytes.at(offset[row])
    sizes[row] = readUint(view, offset[row] - start + sizeAt, littleEndian, uintBytes)
  }
  return sizes
}

/** Where the type's own part begins in a file whose common head has strings. */
function bodyAt({ layout, geometry }: Scan, { bytes, view }: Segment, at: number): number {
  const cursor = new Cursor(bytes, view, at + geometry.commonBytes, layout)
  for (let i = 0; i < geometry.commonStrs; i++) cursor.skipStr()
  return cursor.at
}

/** Kinds that are another kind in columns than in the file, and the flag that is in the type code of some. */
const KIND_OF_TAG = Uint8Array.from({ length: 256 }, (_, tag) => tag)
KIND_OF_TAG[FILE_UNDEF] = SvKind.SCALAR
KIND_OF_TAG[FILE_YES] = SvKind.BOOL
KIND_OF_TAG[FILE_NO] = SvKind.BOOL
KIND_OF_TAG[TAG_C_STRUCT] = SvKind.C_STRUCT
const FLAGS_OF_TAG = new Uint8Array(256)
FLAGS_OF_TAG[FILE_YES] = SvFlag.BOOL_YES
/** The flags that each type has in the file. What else is in that byte is not ours to tell. */
const FILE_FLAGS = new Uint8Array(256)
FILE_FLAGS[SvKind.SCALAR] = 0x1f
FILE_FLAGS[SvKind.REF] = SvFlag.REF_WEAK
FILE_FLAGS[SvKind.ARRAY] = SvFlag.ARRAY_UNREAL
FILE_FLAGS[SvKind.CODE] = 0x3f

/** The flags byte in each type's header. */
function flagsFields({ layout }: Scan): Int32Array {
  const { uintBytes, svTable } = layout
  const fields = new Int32Array(128).fill(-1)
  fields[2] = headerField(svTable[2], 0, 1)
  fields[3] = headerField(svTable[3], 0, 1)
  fields[4] = headerField(svTable[4], uintBytes, 1)
  fields[7] = headerField(svTable[7], uintBytes, 1)
  return fields
}

/** The real tool loses an NV by its last byte (see perl/nv-quirk.ts), and every long double. */
function nvFields({ layout: { uintBytes, nvBytes, svTable } }: Scan): Pick<Fields, 'nvEndAt' | 'lostNv'> {
  const nvEnd = nvBytes === 8 ? headerField(svTable[2], 1 + uintBytes + nvBytes - 1, 1) : -1
  const lostNv = Uint8Array.from({ length: 32 * 256 }, (_, i) => {
    const hasNv = ((i >> 8) & SvFlag.SCALAR_NV) !== 0
    return hasNv && (nvEnd < 0 || isStripped(i & 0xff)) ? SvFlag.SCALAR_NV_LOST : 0
  })
  return { nvEndAt: Math.max(0, nvEnd), lostNv }
}

/** What a hash says of weak references to it: not NULL = there are some. */
function backrefsFields({ layout }: Scan): Int32Array {
  const fields = new Int32Array(128).fill(-1)
  for (const type of [SvKind.HASH, SvKind.STASH, SvKind.CLASS]) {
    if (hasBackrefsField(layout, type)) fields[type] = layout.svTable[type].header
  }
  return fields
}
