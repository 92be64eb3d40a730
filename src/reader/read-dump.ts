import { type AddressBitmap } from './address-bitmap.ts'
import type { ByteSource } from './byte-source.ts'
import { type Address, Cursor, Incomplete } from './cursor.ts'
import { cutRecord } from './cut-record.ts'
import { type Damage, absurdLength, cutBetweenSvs, cutInside, damageOf } from './damage.ts'
import { DumpError } from './dump-error.ts'
import { Fingerprint } from './fingerprint.ts'
import { type Geometry, geometryOf } from './geometry.ts'
import { HeapBytes, segmentOf } from './heap-bytes.ts'
import { Input } from './input.ts'
import { type Layout, readLayout } from './layout.ts'
import { ABSURD_BYTES } from './primitives.ts'
import { recordName } from './record-bodies.ts'
import { RecordScan } from './scan-records.ts'
import { type ContextEntry, type Preamble, readContext, readPreamble } from './sections.ts'
import type { StructType } from './struct-types.ts'

/** A dump as read: bytes in memory, positions of its records, its small sections. Nothing is resolved yet. */
export interface Scan {
  readonly name: string
  readonly layout: Layout
  readonly geometry: Geometry
  readonly bytes: HeapBytes
  readonly fingerprint: string
  readonly preamble: Preamble
  /** Where each SV record starts, in file order. */
  readonly svOffsets: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
  readonly addresses: AddressBitmap
  readonly extOffsets: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
  readonly extTargetLo: Uint32Array<ArrayBuffer>
  readonly extTargetHi: Uint32Array<ArrayBuffer>
  /** HASHes that may have keys of equal bytes. */
  readonly oddKeyOffsets: readonly number[]
  /** SCALARs that say they have a string and have none. */
  readonly lostPvOffsets: readonly number[]
  readonly structs: readonly StructType[]
  readonly contexts: readonly ContextEntry[]
  readonly mortals: readonly Address[]
  /** SV records of an unknown kind, and addresses that stood twice. */
  readonly numUnknown: number
  readonly numRepeated: number
  /** What was odd about the file itself. */
  readonly sourceWarnings: readonly string[]
  /** null = the whole dump was read. */
  readonly damage: Damage | null
}

/** Told after each window: bytes of the file consumed and SVs found. May throw to cancel. */
export type ReadProgress = (consumed: number, total: number, numSvs: number) => void | Promise<void>

/**
 * Read a .pmat file: header, roots, heap, contexts, mortals, in file order. What is wrong before the heap begins is
 * thrown as a DumpError; what is wrong later ends the reading, and `damage` says so. References are not resolved here.
 */
export async function readDump(source: ByteSource, progress: ReadProgress = () => {}): Promise<Scan> {
  const input = new Input(source)
  const fingerprint = new Fingerprint()
  const reader = new DumpReader(source, input, fingerprint, progress)
  try {
    return await reader.read()
  } finally {
    source.close()
  }
}

class DumpReader {
  readonly #source: ByteSource
  readonly #input: Input
  readonly #fingerprint: Fingerprint
  readonly #progress: ReadProgress
  /** Position in the current segment behind the last whole part. */
  #at = 0
  #damage: Damage | null = null
  /** To the record of the last SV, to put it right; undefined = it is whole. */
  #addedBytes: number | undefined

  constructor(source: ByteSource, input: Input, fingerprint: Fingerprint, progress: ReadProgress) {
    this.#source = source
    this.#input = input
    this.#fingerprint = fingerprint
    this.#progress = progress
  }

  async read(): Promise<Scan> {
    const layout = await this.#readLayout()
    const geometry = geometryOf(layout)
    const preamble = await this.#readPart(layout, 'list of roots', (cursor) => readPreamble(cursor, layout))
    const scan = new RecordScan(geometry, this.#source.size ?? Number.POSITIVE_INFINITY)
    const contexts: ContextEntry[] = []
    const mortals: Address[] = []
    try {
      await this.#readHeap(scan, geometry)
      await this.#readContexts(layout, contexts)
      await this.#readMortals(layout, mortals)
    } catch (error) {
      this.#damage = { ...damageOf(error), ...(this.#addedBytes !== undefined && { addedBytes: this.#addedBytes }) }
    }
    const bytes = new HeapBytes(this.#input.finish(this.#at))
    for (const segment of bytes.segments) this.#fingerprint.add(segment)
    return {
      name: this.#source.name,
      layout,
      geometry,
      bytes,
      fingerprint: this.#fingerprint.finish(),
      preamble,
      svOffsets: scan.svOffsets.finish(),
      addresses: scan.addresses,
      extOffsets: scan.extOffsets.finish(),
      extTargetLo: scan.extTargetLo.finish(),
      extTargetHi: scan.extTargetHi.finish(),
      oddKeyOffsets: scan.oddKeyOffsets,
      lostPvOffsets: scan.lostPvOffsets,
      structs: scan.structs.all(),
      contexts,
      mortals,
      numUnknown: scan.numUnknown,
      numRepeated: scan.numRepeated,
      sourceWarnings: this.#source.warnings ?? [],
      damage: this.#damage,
    }
  }

  async #more(numSvs: number): Promise<boolean> {
    const got = await this.#input.more(this.#at)
    this.#at = 0
    await this.#progress(this.#source.consumed, this.#source.total, numSvs)
    return got
  }

  async #readLayout(): Promise<Layout> {
    for (;;) {
      const layout = readLayout(this.#input.current.bytes)
      if (layout) {
        this.#at = layout.bytes
        return layout
      }
      if (!(await this.#more(0))) {
        const { length } = this.#input.current.bytes
        if (length === 0) throw new DumpError('not-a-dump', 'Not a dump: the file is empty', 0)
        throw cutInside('header', length)
      }
    }
  }

  /** Read a part that must be whole: tried again from its start whenever more bytes have come. */
  async #readPart<Part>(layout: Layout, what: string, parse: (cursor: Cursor) => Part): Promise<Part> {
    const size = this.#source.size ?? Number.POSITIVE_INFINITY
    for (;;) {
      const { bytes, view, end } = this.#input.current
      const cursor = new Cursor(bytes, view, this.#at, layout)
      try {
        const part = parse(cursor)
        this.#at = cursor.at
        return part
      } catch (error) {
        if (!(error instanceof Incomplete)) throw error
        // What the file cannot have is not waited for.
        if (error.missing >= ABSURD_BYTES) throw absurdLength(error.missing, what, end)
        if (error.missing > size - end) throw cutInside(what, size)
      }
      if (!(await this.#more(0))) throw cutInside(what, end)
    }
  }

  async #readHeap(scan: RecordScan, geometry: Geometry): Promise<void> {
    const input = this.#input
    for (;;) {
      try {
        this.#at = scan.scan(input.current, this.#at)
      } catch (error) {
        // The records walked before the impossible byte are whole; the scan's position is that of the last one.
        this.#at = scan.lastEnd - input.current.start
        throw error
      }
      if (scan.needsShift >= 0) {
        const seen = new HeapBytes([...input.done, input.current])
        scan.refineAddresses((offset) => seen.at(offset))
        continue
      }
      if (scan.ended) return
      if (input.isBridge && this.#at > 0) {
        input.leaveBridge(this.#at)
        this.#at = 0
        continue
      }
      if (!(await this.#more(scan.svOffsets.length))) {
        throw this.#cut(scan, geometry)
      }
    }
  }

  /** The file ends here, before the heap does: what is there of its last SV is kept. */
  #cut(scan: RecordScan, geometry: Geometry): DumpError {
    const input = this.#input
    const { bytes, start, end } = input.current
    if (bytes.length === 0) return cutBetweenSvs(end)
    const { fieldAt, whole } = cutRecord(bytes, geometry)
    if (whole) {
      input.current = segmentOf(whole, start)
      this.#at = scan.scan(input.current, 0)
      if (this.#at > 0) this.#addedBytes = whole.length - bytes.length
    }
    return cutInside(recordName(bytes[0]), start + fieldAt)
  }

  async #readContexts(layout: Layout, contexts: ContextEntry[]): Promise<void> {
    for (;;) {
      const offset = this.#input.current.start + this.#at
      const context = await this.#readPart(layout, 'call frame', (cursor) => readContext(cursor, layout, offset))
      if (!context) return
      contexts.push(context)
    }
  }

  /** The trailer is not tied to a version of the format: it is there when bytes are left. */
  async #readMortals(layout: Layout, mortals: Address[]): Promise<void> {
    if (this.#at === this.#input.current.bytes.length && !(await this.#more(0))) return
    const count = await this.#readPart(layout, 'list of mortals', (cursor) => cursor.uint())
    // What follows, the height of the temps stack at some earlier time, is of no use here, and may be missing.
    while (mortals.length < count) {
      mortals.push(await this.#readPart(layout, 'list of mortals', (cursor) => cursor.ptr()))
    }
  }
}
