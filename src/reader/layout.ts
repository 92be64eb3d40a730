import { DumpError } from './dump-error.ts'

/** Bytes of a record's fixed part as a size table gives them: header bytes, pointers, strings. */
export interface Triple {
  readonly header: number
  readonly ptrs: number
  readonly strs: number
}

/**
 * What the first bytes of a dump say about all that follows: widths, byte order, size tables.
 * Plain data, so that it can be stored.
 */
export interface Layout {
  readonly flags: number
  readonly littleEndian: boolean
  /** Bytes of a UINT and of a PTR (4 or 8) and of an NV (8 or 10). */
  readonly uintBytes: number
  readonly ptrBytes: number
  readonly nvBytes: number
  readonly ithreads: boolean
  readonly minor: number
  /** revision << 24 | version << 16 | subversion, as the perl that wrote it. */
  readonly perlVersion: number
  /** Row 0 describes the head that all SVs share. */
  readonly svTable: readonly Triple[]
  readonly extTable: readonly Triple[]
  readonly ctxTable: readonly Triple[]
  /** Bytes of the header, tables included. */
  readonly bytes: number
}

export const FLAG_BIG_ENDIAN = 0x01
export const FLAG_UINT64 = 0x02
export const FLAG_PTR64 = 0x04
export const FLAG_LONG_DOUBLE = 0x08
export const FLAG_ITHREADS = 0x10

const NEWEST_MINOR = 6
/** Before minor 4 the file has no table of extensions: magic with two pointers is the only one. */
const EXTENSIONS_BEFORE_4: readonly Triple[] = [{ header: 2, ptrs: 2, strs: 0 }]
/** Number of SV types in files of the oldest layout that has size tables. */
const OLDEST_TABLE_ROWS = 13

/** "5.36.0" */
export function perlVersionText(version: number): string {
  return `${version >>> 24}.${(version >>> 16) & 255}.${version & 0xffff}`
}

/**
 * Read header and size tables from the start of a dump.
 * Returns null while `bytes` is too short to hold them; throws a DumpError when it is no dump we know.
 */
export function readLayout(bytes: Uint8Array): Layout | null {
  const magic = [0x50, 0x4d, 0x41, 0x54]
  for (let i = 0; i < 4; i++) {
    if (i < bytes.length && bytes[i] !== magic[i]) throw new DumpError('not-a-dump', notADump(bytes), i)
  }
  if (bytes.length < 13) return null
  const flags = bytes[4]
  if (flags & 0xe0) {
    throw new DumpError('unsupported', `Unknown header flags 0x${(flags & 0xe0).toString(16)} at byte 4`, 4)
  }
  if (bytes[5] !== 0) throw new DumpError('damaged', `Byte 5 of the header is ${bytes[5]} and must be 0`, 5)
  if (bytes[6] !== 0) throw new DumpError('unsupported', `Format version ${bytes[6]}.${bytes[7]} is not known`, 6)
  const minor = bytes[7]
  if (minor > NEWEST_MINOR) {
    throw new DumpError('unsupported', `Format version 0.${minor} is newer than the newest known one, 0.6`, 7)
  }
  const littleEndian = (flags & FLAG_BIG_ENDIAN) === 0
  const perlVersion = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, littleEndian)
  if (minor === 0 && bytes[12] !== OLDEST_TABLE_ROWS) {
    throw new DumpError('unsupported', 'A dump of Devel::MAT 0.10 or older, which has no size tables', 12)
  }

  let at = 12
  const readTable = (): Triple[] | null => {
    if (at >= bytes.length) return null
    const count = bytes[at]
    if (at + 1 + 3 * count > bytes.length) return null
    const rows: Triple[] = []
    for (let i = 0; i < count; i++) {
      const row = at + 1 + 3 * i
      rows.push({ header: bytes[row], ptrs: bytes[row + 1], strs: bytes[row + 2] })
    }
    at += 1 + 3 * count
    return rows
  }
  const svTable = readTable()
  if (!svTable) return null
  const extTable = minor >= 4 ? readTable() : EXTENSIONS_BEFORE_4
  if (!extTable) return null
  const ctxTable = minor >= 2 ? readTable() : []
  if (!ctxTable) return null

  const layout: Layout = {
    flags,
    littleEndian,
    uintBytes: flags & FLAG_UINT64 ? 8 : 4,
    ptrBytes: flags & FLAG_PTR64 ? 8 : 4,
    nvBytes: flags & FLAG_LONG_DOUBLE ? 10 : 8,
    ithreads: (flags & FLAG_ITHREADS) !== 0,
    minor,
    perlVersion,
    svTable,
    extTable,
    ctxTable,
    bytes: at,
  }
  const common = svTable[0]
  if (!common || common.header < layout.ptrBytes + 4 + layout.uintBytes || common.ptrs < 1) {
    throw new DumpError('damaged', 'The size table leaves no room for address, refcount, size and package of an SV', 12)
  }
  return layout
}

function notADump(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'Not a dump: gzip inside of gzip'
  if (bytes[0] === 0x7f && bytes[1] === 0x45) return 'Not a dump: an ELF file (a core dump or a program)'
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'Not a dump: a zip archive'
  return 'Not a dump: it does not begin with "PMAT"'
}
