import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { buildHeap } from '../../src/columns/build-heap.ts'
import { extensionsOf } from '../../src/columns/extensions.ts'
import { createModel } from '../../src/model/model.ts'
import { StrengthSet } from '../../src/model/strength.ts'
import { type ByteSource, bytesSource } from '../../src/reader/byte-source.ts'
import { readDump } from '../../src/reader/read-dump.ts'
import { spyOnAllocations } from '../helpers/allocation-spy.ts'
import { type BuiltDump, pmat } from '../helpers/build-pmat.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { outrefLines, rowAt } from '../helpers/heap-text.ts'

const MIB = 1024 * 1024
const FOUR_GIB = 2 ** 32

/** Windows given one after the other; one may be given many times, as it is. */
function windowsSource(windows: readonly Uint8Array<ArrayBuffer>[]): ByteSource {
  const size = windows.reduce((sum, window) => sum + window.length, 0)
  let next = 0
  let consumed = 0
  return {
    name: 'large.pmat',
    size,
    total: size,
    get consumed() {
      return consumed
    },
    async read() {
      const window = windows[next++]
      consumed += window?.length ?? 0
      return window ?? null
    },
    close() {},
  }
}

/** The records of a dump, without what stands before and behind them. */
function recordsOf({ bytes, preambleEnd, heapEnd }: BuiltDump): Uint8Array<ArrayBuffer> {
  return bytes.slice(preambleEnd, heapEnd - 1)
}

/** A SCALAR with a string that fills a window, written without making its bytes one by one. */
function largeScalar(address: number, length: number): Uint8Array<ArrayBuffer> {
  const head = recordsOf(pmat().scalar(address, { pv: '', pvlen: length }).build())
  const window = new Uint8Array(head.length + length)
  window.set(head)
  new DataView(window.buffer).setBigUint64(head.length - 8, BigInt(length), true)
  return window
}

/** A dump of somewhat more than 4 GiB in the memory of one window: 65 times the same 64 MiB, with other SVs around. */
function moreThan4GiB() {
  const first = pmat()
    .root('defstash', 0x1000)
    .stash(0x1000, 'main', [['x', 0x4000]])
    .ref(0x1010, 0x4010)
    .build()
  const last = pmat()
    .glob(0x4000, { stash: 0x1000, scalar: 0x2000, name: 'x', file: 'a.pl', line: 7 })
    .hash(0x4010, [
      ['key', 0x4020],
      ['large', 0x2000],
    ])
    .ref(0x4020, 0x1010)
    .note(0x4010, 'a note', 0x1010)
    .sub({ file: 'a.pl', line: 3 })
    .mortals([0x4020])
    .build()
  const large = largeScalar(0x2000, 64 * MIB)
  const start = first.bytes.slice(0, first.heapEnd - 1)
  const end = last.bytes.slice(last.preambleEnd)
  const many = Array.from({ length: 65 }, () => large)
  // The last window begins inside of a record.
  const windows = [start, ...many, end.slice(0, 200), end.slice(200)]
  return { windows, start, end, large }
}

describe('a dump of more than 4 GiB', () => {
  test('has all its offsets right', async () => {
    const { windows, start, end, large } = moreThan4GiB()
    const scan = await readDump(windowsSource(windows))
    const heap = await buildHeap(scan)
    const { data, svs } = heap
    const endAt = start.length + 65 * large.length
    expect(endAt).toBeGreaterThan(FOUR_GIB)
    expect(data.damage).toBeNull()
    expect(svs.numSvs).toBe(6)
    expect(svs.offset).toBeInstanceOf(Float64Array)
    expect(svs.offset[rowAt(heap, 0x2000)]).toBe(start.length + 64 * large.length) // the last of them counts
    expect(svs.offset[rowAt(heap, 0x4000)]).toBe(endAt)
    expect(scan.svOffsets.length).toBe(70)
    expect(heap.bytes.byteLength).toBe(endAt + end.length - 8) // without the floor of the mortals
    expect(data.extensions.offset).toBeInstanceOf(Float64Array)

    const model = createModel(heap)
    expect(outrefLines(model, rowAt(heap, 0x1000))).toEqual(['s value {x} 0x4000'])
    expect(outrefLines(model, rowAt(heap, 0x4000))).toEqual(['s the scalar 0x2000'])
    expect(outrefLines(model, rowAt(heap, 0x4010))).toEqual([
      's value {key} 0x4020',
      'i value {key} via RV 0x1010',
      's value {large} 0x2000',
      's a note 0x1010',
    ])
    expect(extensionsOf(heap, rowAt(heap, 0x4010))).toHaveLength(1)
    expect(data.contexts).toHaveLength(1)
    expect([...data.mortals]).toEqual([rowAt(heap, 0x4020)])

    const analyses = new Analyses(heap)
    const inrefs = (await analyses.inrefs(UNSLICED)).of(rowAt(heap, 0x2000), StrengthSet.ALL)
    expect(inrefs.map(({ name }) => name)).toEqual(['the scalar', 'value {large}'])
    const shell = openConsole(analyses)
    expect(await fullText(shell, 'show 0x2000')).toMatch(
      / {2}named as \$main::x\n {2}PV="\\000.*\n {2}PVLEN 67108864\n/,
    )
    expect(await fullText(shell, 'identify 0x4010')).toContain('└─the referrant of REF() at 0x1010, which is:')
  }, 60_000)

  test('that is cut keeps what came before, and says at which byte', async () => {
    const { windows, start, large } = moreThan4GiB()
    const [short] = windows.slice(-2)
    const heap = await buildHeap(await readDump(windowsSource(windows.slice(0, -1))))
    const cutAt = start.length + 65 * large.length + short.length - 1 // of the field that is cut there is a byte
    expect(heap.data.damage).toEqual({
      code: 'cut',
      problem: `Cut at byte ${cutAt.toLocaleString('en')} inside a HASH`,
      offset: cutAt,
    })
    expect(heap.svs.numSvs).toBe(4)
  }, 60_000)

  test('a bad record behind it is told by its byte', async () => {
    const { windows, start, large } = moreThan4GiB()
    const { damage } = await readDump(windowsSource([...windows.slice(0, -2), Uint8Array.of(0x70)]))
    const at = start.length + 65 * large.length
    expect(damage).toEqual({
      code: 'damaged',
      problem: `Cannot load unknown SV type 112 at byte ${at.toLocaleString('en')}`,
      offset: at,
    })
  }, 60_000)
})

describe('a record larger than the windows', () => {
  const dump = () => {
    const { bytes, preambleEnd, heapEnd } = pmat().undef(0x1000).build()
    const large = largeScalar(0x2000, 3 * MIB)
    const all = new Uint8Array(bytes.length + large.length)
    all.set(bytes.subarray(0, preambleEnd))
    all.set(large, preambleEnd)
    all.set(bytes.subarray(preambleEnd), preambleEnd + large.length)
    return { all, undefAt: preambleEnd + large.length, heapEnd: heapEnd + large.length }
  }

  test('is put together in room of a few times its size, and what follows it is read where it is', async () => {
    const { all, undefAt } = dump()
    const { result, bytes } = await spyOnAllocations(() => readDump(bytesSource('x.pmat', all, 64 * 1024)))
    expect(bytes).toBeLessThan(4 * all.length)
    const heap = await buildHeap(result)
    expect(heap.data.damage).toBeNull()
    expect(heap.svs.offset[0]).toBe(undefAt)
    expect(heap.svs.numSvs).toBe(2)
  })

  test('that there is no memory for ends the reading before it', async () => {
    const { all } = dump()
    const limit = MIB
    const { result } = await spyOnAllocations(() => readDump(bytesSource('x.pmat', all, 64 * 1024)), limit)
    expect(result.damage).toMatchObject({ code: 'too-large' })
    expect(result.damage?.problem).toMatch(
      /^There is no memory left for a record of more than [\d,]+ bytes at byte \d+$/,
    )
    expect((await buildHeap(result)).svs.numSvs).toBe(0)
  })
})
