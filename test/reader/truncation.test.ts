import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { buildHeap } from '../../src/columns/build-heap.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { type ByteSource, bytesSource } from '../../src/reader/byte-source.ts'
import { partialText } from '../../src/reader/damage.ts'
import { DumpError } from '../../src/reader/dump-error.ts'
import { readDump } from '../../src/reader/read-dump.ts'
import { Analyses } from '../../src/analyses/analyses.ts'
import { type BuiltDump, type BuiltRecord, pmat } from '../helpers/build-pmat.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { runEveryCommand } from '../helpers/every-command.ts'
import { openFixture, openHeap } from '../helpers/open-dump.ts'
import { type Form, type FormOptions, SV_ROWS } from '../helpers/pmat-form.ts'
import { zoo } from '../helpers/zoo.ts'

const FORMS: FormOptions[] = [
  { minor: 0, ptr: 4, uint: 4, perl: '5.14.2' },
  { minor: 1, bigEndian: true },
  { minor: 2, ithreads: false, uint: 4 },
  { minor: 4, bigEndian: true, ptr: 4 },
  { minor: 5, nv: 10 },
  { minor: 6 },
]

describe.each(FORMS)('a dump of minor $minor cut at every byte', (form) => {
  const whole = zoo(form).build()

  test('is refused before the heap begins', async () => {
    for (let cut = 0; cut < whole.preambleEnd; cut++) {
      const error = await open(whole.bytes.subarray(0, cut)).catch((thrown: unknown) => thrown)
      expect(error, `cut at ${cut}`).toBeInstanceOf(DumpError)
      const { code, offset, message } = error as DumpError
      expect({ code, offset }).toEqual({ code: cut === 0 ? 'not-a-dump' : 'cut', offset: cut })
      const part = cut < whole.headerEnd ? 'header' : 'list of roots'
      expect(message).toBe(cut === 0 ? 'Not a dump: the file is empty' : `Cut at byte ${grouped(cut)} inside a ${part}`)
    }
  })

  test('keeps every record that is whole, and says where it ends', async () => {
    for (let cut = whole.preambleEnd; cut < whole.contextsEnd; cut++) {
      // As a file, whose size is known, and as what comes out of a packed one.
      const bytes = whole.bytes.slice(0, cut)
      const heap = await buildHeap(await readDump(cut % 2 === 0 ? bytesSource('cut.pmat', bytes) : inDrops(bytes)))
      const last = recordAt(whole, cut)
      const isInPart = last !== undefined && isKept(whole, last, cut)
      const kept = whole.records.filter(({ end }) => end <= cut)
      expect(offsetsOf(heap), `cut at ${cut}`).toEqual(lastOffsets(isInPart ? [...kept, last] : kept))
      // A part of a CODE counts as one, of up to three fields.
      const parts = last && SV_ROWS[last.tag] === 'CODE' ? fieldsUpTo(whole, cut, 3) : []
      const offset = heap.data.damage?.offset ?? -1
      expect([offsetAt(whole, cut), ...parts]).toContain(offset)
      expect(heap.data.damage).toEqual({
        code: 'cut',
        problem: problemAt(whole, cut, offset),
        offset,
        ...(isInPart && { addedBytes: heap.bytes.byteLength - cut }),
      })
    }
  }, 60_000)

  test('keeps the call frames and mortals that are whole', async () => {
    const { data } = await openHeap(whole.bytes)
    for (let cut = whole.heapEnd; cut < whole.bytes.length; cut++) {
      const { contexts, mortals, damage } = (await open(whole.bytes.subarray(0, cut))).data
      expect(contexts).toEqual(data.contexts.slice(0, contexts.length))
      expect([...mortals]).toEqual([...data.mortals].slice(0, mortals.length))
      const { ptr, uint } = { ptr: 8, uint: 8, ...form }
      const numMortals = Math.floor((cut - whole.contextsEnd - uint) / ptr)
      const isWhole = cut === whole.contextsEnd || numMortals >= 3
      expect(damage, `cut at ${cut}`).toEqual(
        isWhole ? null : { code: 'cut', problem: problemAt(whole, cut), offset: cut },
      )
      expect(mortals.length).toBe([0, 1, 1, 2, 2][Math.max(0, numMortals)]) // the second is nowhere
    }
  })
})

test('whatever was cut, all can be asked', async () => {
  const { bytes, records } = zoo({ minor: 6 }).build()
  for (const { end } of records) {
    const heap = await open(bytes.subarray(0, end))
    expect(await runEveryCommand(heap, everyOther(heap))).toBeGreaterThan(heap.svs.numSvs)
  }
}, 120_000)

test('of an old perl too, whose padlists come before and after their pads', async () => {
  const { bytes, records } = zoo({ minor: 1, perl: '5.14.2' }).build()
  for (const { end } of records) {
    const heap = await open(bytes.subarray(0, end))
    expect(await runEveryCommand(heap, everyOther(heap))).toBeGreaterThan(heap.svs.numSvs)
  }
}, 120_000)

describe.each(['tiny-5.36', 'tiny-5.42'])('%s', (name) => {
  const bytes = new Uint8Array(gunzipSync(readFileSync(join(ROOT, `test/fixtures/${name}.pmat.gz`))))

  test('cut anywhere gives the SVs before the cut, or is refused', async () => {
    const whole = await openHeap(bytes)
    const offsets = offsetsOf(whole)
    let numOpened = 0
    for (let cut = 0; cut < bytes.length; cut += 41) {
      const heap = await open(bytes.subarray(0, cut)).catch((error: unknown) => error as Error)
      const isRefused = heap instanceof Error
      const { name: kind, offset } = isRefused ? (heap as DumpError) : { name: '', offset: heap.data.damage?.offset }
      expect(kind).toBe(isRefused ? 'DumpError' : '')
      if (isRefused) {
        expect(offset).toBe(cut)
        continue
      }
      expect(offset).toBeLessThanOrEqual(cut)
      expect(offset).toBeGreaterThan(cut - 300) // no string of it is longer
      numOpened++
      const kept = offsetsOf(heap)
      expect(kept).toEqual(offsets.slice(0, kept.length))
      const { byteLength } = heap.bytes
      expect(byteLength).toBeLessThanOrEqual(cut + (heap.data.damage?.addedBytes ?? 0))
      expect(byteLength).toBeGreaterThan(kept.at(-1) ?? 0)
    }
    expect(numOpened).toBeGreaterThan((bytes.length / 41) * 0.9)
  }, 60_000)

  test('cut in its middle answers all', async () => {
    const heap = await open(bytes.subarray(0, bytes.length >> 1))
    const rows = Array.from({ length: heap.svs.numSvs / 7 }, (_, i) => i * 7)
    expect(await runEveryCommand(heap, rows)).toBeGreaterThan(8 * rows.length)
  }, 60_000)
})

test.each([
  ['in its string', { pv: 'a long story' }, -5, 'SCALAR(PV)', ['PV="a long "', 'PVLEN 12']],
  ['before its string', { pv: 'a long story' }, -14, 'UNDEF()', []],
  ['in its number', { iv: 5 }, -20, 'UNDEF()', []],
])('of an SV that is cut %s what is there is kept', async (_, value, at, type, shown) => {
  const { bytes, records } = pmat({ minor: 6 }).array(0x1000, [0x1010]).scalar(0x1010, value).build()
  const heap = await open(bytes.subarray(0, records[1].end + at))
  expect(heap.data.damage?.addedBytes).toBe(heap.bytes.byteLength - records[1].end - at)
  const lines = (await fullText(openConsole(new Analyses(heap)), 'show 0x1010')).trimEnd().split('\n  ')
  expect(lines).toEqual([`${type} at 0x1010 with refcount 1`, 'size 24 bytes', ...shown])
  expect(heap.svs.numSvs).toBe(2)
})

test('the banner', async () => {
  const { data, svs } = await openFixture('truncated-5.40')
  expect(data.damage && partialText(data.damage, svs.numSvs)).toBe(
    'Cut at byte 20,478 inside a GLOB: 257 SVs were read, the last in part',
  )
  expect(partialText({ problem: 'Cut at byte 200 inside an ARRAY' }, 1)).toBe(
    'Cut at byte 200 inside an ARRAY: 1 SV was read',
  )
  expect(partialText({ problem: 'Cut at byte 200 inside a REF', addedBytes: 8 }, 1)).toBe(
    'Cut at byte 200 inside a REF: 1 SV was read, in part',
  )
})

test('what ends the reading otherwise is damage too; what is no fault of the file is thrown on', async () => {
  const { bytes, records, headerEnd } = zoo().build()
  const failing = (after: number, error: unknown): ByteSource => {
    const source = bytesSource('gone.pmat', bytes, 100)
    return {
      ...source,
      async read() {
        if (source.consumed >= after) throw error
        return source.read()
      },
    }
  }
  const gone = new DumpError('unreadable', 'gone.pmat is no longer there (at byte 2,000)', 2000)
  const heap = await buildHeap(await readDump(failing(2000, gone)))
  expect(heap.data.damage).toEqual({ code: 'unreadable', problem: gone.message, offset: 2000 })
  expect(offsetsOf(heap)).toEqual(lastOffsets(records.filter(({ end }) => end <= 2000)))
  expect(heap.bytes.byteLength).toBe(records.findLast(({ end }) => end <= 2000)?.end)
  expect(heap.bytes.segments.reduce((sum, segment) => sum + segment.bytes.length, 0)).toBe(heap.bytes.byteLength)
  await expect(readDump(failing(headerEnd, gone))).rejects.toBe(gone)
  const bug = new TypeError('a bug')
  await expect(readDump(failing(2000, bug))).rejects.toBe(bug)
})

function open(bytes: Uint8Array): Promise<Heap> {
  return openHeap(bytes.slice())
}

/** A source that does not know how long it is, in windows smaller than most records. */
function inDrops(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  const source = bytesSource('cut.pmat', bytes, 13)
  return { ...source, size: undefined, read: () => source.read() }
}

/** Where the SVs that are listed stand, ascending. */
function offsetsOf({ svs }: Heap): number[] {
  return Array.from(svs.offset.subarray(0, svs.numSvs)).sort((a, b) => a - b)
}

function lastOffsets(records: readonly BuiltRecord[]): number[] {
  const byAddress = new Map(records.filter(({ tag }) => tag < 0x80).map(({ address, start }) => [address, start]))
  return [...byAddress.values()].sort((a, b) => a - b)
}

/** The record in which a cut is. */
function recordAt({ records }: BuiltDump, cut: number): BuiltRecord | undefined {
  return records.find(({ start, end }) => start < cut && cut < end)
}

/** Kinds of which elements, pairs or parts stand behind the fields. */
const WITH_BODY = new Set(['ARRAY', 'HASH', 'STASH', 'CODE', 'OBJECT', 'CLASS'])

/** Whether what is there of an SV is enough to tell of it: all that every SV has, and it is not made of parts. */
function isKept({ form }: BuiltDump, { tag, start }: BuiltRecord, cut: number): boolean {
  return tag < 0x7f && !WITH_BODY.has(SV_ROWS[tag]) && cut >= start + headBytes(form)
}

function headBytes({ ptr, tables }: Form): number {
  const [header, ptrs] = tables.sv[0]
  return 1 + header + ptrs * ptr
}

/** Where the field begins that is cut, in the heap: the own header of a type counts as one. Of no SV it is the cut. */
function offsetAt(whole: BuiltDump, cut: number): number {
  const record = recordAt(whole, cut)
  if (!record || record.tag >= 0x7f) return cut
  const [field] = fieldsUpTo(whole, cut, 1)
  const header = record.start + headBytes(whole.form)
  const isInHeader = field > header && cut < header + whole.form.tables.sv[record.tag][0]
  return isInHeader ? header : field
}

/** Where the last fields begin that begin before the cut or there. */
function fieldsUpTo({ fieldStarts }: BuiltDump, cut: number, count: number): number[] {
  return fieldStarts.filter((start) => start <= cut).slice(-count)
}

function problemAt(whole: BuiltDump, cut: number, offset = cut): string {
  const { heapEnd, contextsEnd } = whole
  const where = (what: string) => `Cut at byte ${grouped(offset)} ${what}`
  if (cut >= contextsEnd) return where('inside a list of mortals')
  if (cut >= heapEnd) return where('inside a call frame')
  const record = recordAt(whole, cut)
  if (!record) return where('between two SVs')
  if (record.tag === 0xf0) return where('inside a description of a struct')
  if (record.tag >= 0x80) return where('inside an extension record')
  const name = record.tag === 0x7f ? 'C_STRUCT' : SV_ROWS[record.tag]
  const isVowel = ['ARRAY', 'INVLIST', 'IO', 'LVALUE', 'OBJECT', 'UNDEF'].includes(name)
  return where(`inside ${isVowel ? 'an' : 'a'} ${name}`)
}

function everyOther(heap: Heap): number[] {
  return Array.from({ length: Math.ceil(heap.svs.numSvs / 2) }, (_, i) => 2 * i)
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}
