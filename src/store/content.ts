import type { HeapData } from '../columns/heap.ts'
import { HeapBytes, type Segment, segmentOf } from '../reader/heap-bytes.ts'
import { type ColumnArray, MAX_CHUNK_BYTES } from './column.ts'

/** All of a dump that is stored: its tables and bytes, and the references of its SVs, packed by row (graph/csr.ts). */
export interface DumpContent {
  readonly heap: HeapData
  readonly edges: { readonly offsets: Uint32Array; readonly targets: Uint32Array }
}

/** The small part, which the manifest itself holds. */
export type PlainHeap = Pick<
  HeapData,
  'name' | 'fingerprint' | 'layout' | 'roots' | 'contexts' | 'structs' | 'warnings' | 'damage'
> & { readonly numSvs: number; readonly numRows: number; readonly addressShift: number }

export function plainOf({ heap }: DumpContent): PlainHeap {
  const { name, fingerprint, layout, roots, contexts, structs, warnings, damage, svs, pages } = heap
  return {
    name,
    fingerprint,
    layout,
    roots,
    contexts,
    structs,
    warnings,
    damage,
    numSvs: svs.numSvs,
    numRows: svs.numRows,
    addressShift: pages.shift,
  }
}

/** The large part but for the bytes: columns by name. */
export function columnsOf({ heap, edges }: DumpContent): ReadonlyMap<string, ColumnArray> {
  const { svs, pages, extensions, stack, mortals, globs, padOwners, distinctKeys } = heap
  return new Map<string, ColumnArray>([
    ['kind', svs.kind],
    ['flags', svs.flags],
    ['refcount', svs.refcount],
    ['size', svs.size],
    ['blessed', svs.blessed],
    ['offset', svs.offset],
    ['pageLo', pages.pageLo],
    ['pageHi', pages.pageHi],
    ['ranks', pages.ranks],
    ['extensionRow', extensions.row],
    ['extensionOffset', extensions.offset],
    ['stackLo', Uint32Array.from(stack, ({ address }) => address.lo)],
    ['stackHi', Uint32Array.from(stack, ({ address }) => address.hi)],
    ['stackRow', Int32Array.from(stack, ({ row }) => row)],
    ['mortals', mortals],
    ['globsFrom', globs.from],
    ['globsTo', globs.to],
    ['padOwnersFrom', padOwners.from],
    ['padOwnersTo', padOwners.to],
    ['distinctKeysFrom', distinctKeys.from],
    ['distinctKeysTo', distinctKeys.to],
    ['edgeOffsets', edges.offsets as Uint32Array<ArrayBuffer>],
    ['edgeTargets', edges.targets as Uint32Array<ArrayBuffer>],
  ])
}

/** Put a dump together again. Throws a TypeError if a column is not there or is of another type. */
export function contentOf(plain: PlainHeap, columns: ReadonlyMap<string, ColumnArray>, bytes: HeapBytes): DumpContent {
  const { numSvs, numRows, addressShift, ...heap } = plain
  const u8 = (name: string) => typed(columns, name, (array) => array instanceof Uint8Array)
  const i32 = (name: string) => typed(columns, name, (array) => array instanceof Int32Array)
  const u32 = (name: string) => typed(columns, name, (array) => array instanceof Uint32Array)
  const f64 = (name: string) => typed(columns, name, (array) => array instanceof Float64Array)
  const u32OrF64 = (name: string) => (columns.get(name) instanceof Float64Array ? f64(name) : u32(name))
  const relation = (name: string) => ({ from: i32(`${name}From`), to: i32(`${name}To`) })
  const stackRow = i32('stackRow')
  const stackLo = u32('stackLo')
  const stackHi = u32('stackHi')
  return {
    heap: {
      ...heap,
      bytes,
      svs: {
        numSvs,
        numRows,
        kind: u8('kind'),
        flags: u8('flags'),
        refcount: u32('refcount'),
        size: u32OrF64('size'),
        blessed: i32('blessed'),
        offset: u32OrF64('offset'),
      },
      pages: { shift: addressShift, pageLo: u32('pageLo'), pageHi: u32('pageHi'), ranks: u32('ranks') },
      extensions: { row: i32('extensionRow'), offset: u32OrF64('extensionOffset') },
      stack: Array.from(stackRow, (row, i) => ({ address: { lo: stackLo[i], hi: stackHi[i] }, row })),
      mortals: i32('mortals'),
      globs: relation('globs'),
      padOwners: relation('padOwners'),
      distinctKeys: relation('distinctKeys'),
    },
    edges: { offsets: u32('edgeOffsets'), targets: u32('edgeTargets') },
  }
}

function typed<A extends ColumnArray>(
  columns: ReadonlyMap<string, ColumnArray>,
  name: string,
  isRight: (array: ColumnArray) => array is A,
): A {
  const column = columns.get(name)
  if (!column || !isRight(column)) throw new TypeError(`store: there is no column ${name}, or one of another type`)
  return column
}

/**
 * The bytes of a dump as chunks: small segments that follow each other become one, one that is too large for a chunk is cut.
 * `segments` says of how many chunks each segment consists when it is put together again.
 */
export function* byteChunks(
  bytes: HeapBytes,
): Generator<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly startsSegment: boolean }> {
  let group: Segment[] = []
  let groupBytes = 0
  function* flush() {
    if (groupBytes > 0) yield { bytes: joined(group, groupBytes), startsSegment: true }
    group = []
    groupBytes = 0
  }
  for (const segment of bytes.segments) {
    const { length } = segment.bytes
    if (groupBytes + length > MAX_CHUNK_BYTES) yield* flush()
    if (length <= MAX_CHUNK_BYTES) {
      group.push(segment)
      groupBytes += length
      continue
    }
    for (let at = 0; at < length; at += MAX_CHUNK_BYTES) {
      yield { bytes: new Uint8Array(segment.bytes.subarray(at, at + MAX_CHUNK_BYTES)), startsSegment: at === 0 }
    }
  }
  yield* flush()
}

function joined(segments: readonly Segment[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length)
  let at = 0
  for (const { bytes } of segments) {
    all.set(bytes, at)
    at += bytes.length
  }
  return all
}

/** Segments again, from their parts in order. */
export function bytesOfChunks(parts: readonly (readonly Uint8Array<ArrayBuffer>[])[]): HeapBytes {
  const segments: Segment[] = []
  let start = 0
  for (const chunks of parts) {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const bytes =
      chunks.length === 1
        ? chunks[0]
        : joined(
            chunks.map((chunk) => segmentOf(chunk, 0)),
            length,
          )
    segments.push(segmentOf(bytes, start))
    start += length
  }
  return new HeapBytes(segments)
}
