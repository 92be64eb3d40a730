import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../.ci/root.mjs'
import { Analyses } from '../../src/analyses/analyses.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { buildHeap } from '../../src/columns/build-heap.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { NO_SV } from '../../src/columns/sv-table.ts'
import { type Csr, reverse } from '../../src/graph/csr.ts'
import { EdgeClass, edgeWord } from '../../src/graph/edge.ts'
import { outrefCsr } from '../../src/graph/heap-graph.ts'
import { createModel } from '../../src/model/model.ts'
import { OutrefBuffer, type RefCode } from '../../src/model/outref-buffer.ts'
import { outrefName } from '../../src/model/outref-names.ts'
import { Strength, StrengthSet } from '../../src/model/strength.ts'
import { bytesSource } from '../../src/reader/byte-source.ts'
import { readDump } from '../../src/reader/read-dump.ts'
import { mutated } from '../helpers/mutate.ts'
import { openFixture, openHeap } from '../helpers/open-dump.ts'
import { Random } from '../helpers/random.ts'
import { zoo } from '../helpers/zoo.ts'

/** Small dumps of perls old and new, 32 and 64 bits. */
const FIXTURES = ['tiny-5.36', 'tiny-5.42', 'kinds-5.42', 'code-5.36', 'classes-5.42', 'truncated-5.40']
const LARGER = [
  'i386-5.32',
  's390x-5.42-class',
  'nothread-5.14.2-mat0.15',
  'nothread-5.40-class-minor5',
  'xsstruct-5.40-minor5',
]

describe.each([...FIXTURES, ...LARGER])('%s', (name) => {
  test('rows ascend by address, and each address leads back to its row', async () => {
    expect(wrongAddress(await openFixture(name))).toBeNull()
  })

  test('the packed graph has the direct references of each SV, in order', async () => {
    const heap = await openFixture(name)
    expect(await packedWords(heap)).toEqual(collectedWords(heap))
  }, 60_000)

  test('turned around twice the graph is the same, each row of it sorted', async () => {
    const heap = await openFixture(name)
    expect(await turnedTwice(heap)).toEqual(await notTurned(heap))
  }, 60_000)
})

test.each(FIXTURES)(
  '%s: every inref is an outref, and every outref an inref',
  async (name) => {
    const heap = await openFixture(name)
    expect(await allInrefs(heap)).toEqual(allOutrefs(heap))
  },
  60_000,
)

test('all that holds for damaged dumps too', async () => {
  const whole = [zoo({ minor: 6 }).build(), zoo({ minor: 1, perl: '5.14.2', ithreads: false }).build(), zoo().build()]
  const random = new Random(7)
  let numOpened = 0
  while (numOpened < 300) {
    const heap = await openHeap(mutated(random, random.pick(whole), whole)).catch(() => null)
    if (!heap) continue
    numOpened++
    expect(wrongAddress(heap)).toBeNull()
    expect(await packedWords(heap)).toEqual(collectedWords(heap))
    expect(await turnedTwice(heap)).toEqual(await notTurned(heap))
    expect(await allInrefs(heap)).toEqual(allOutrefs(heap))
  }
}, 120_000)

describe('whatever the size of the windows, the heap is the same', () => {
  test.each(['tiny-5.36', 'truncated-5.40'])(
    '%s',
    async (name) => {
      const bytes = new Uint8Array(gunzipSync(readFileSync(join(ROOT, `test/fixtures/${name}.pmat.gz`))))
      const whole = comparable(await openHeap(bytes))
      for (const windowBytes of [1, 7, 4096, 5000, 8 * 1024 * 1024]) {
        expect(comparable(await buildHeap(await readDump(bytesSource('test.pmat', bytes, windowBytes))))).toEqual(whole)
      }
    },
    60_000,
  )

  test('for windows of all sizes', async () => {
    const { bytes } = zoo({ minor: 6 }).build()
    const whole = comparable(await openHeap(bytes))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (windowBytes) => {
        expect(comparable(await buildHeap(await readDump(bytesSource('test.pmat', bytes, windowBytes))))).toEqual(whole)
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})

/** What is wrong with the order of the addresses, or with how they are looked up. */
function wrongAddress(heap: Heap): string | null {
  let before = -1n
  for (let row = 0; row < heap.svs.numSvs; row++) {
    const { lo, hi } = heap.addressOf(row)
    const address = (BigInt(hi) << 32n) | BigInt(lo)
    if (address <= before) return `row ${row} lies at ${address}, the one before at ${before}`
    if (heap.addresses.rowAt(lo, hi) !== row) return `${address} does not lead to row ${row}`
    if (heap.addresses.lowerBound(lo, hi) !== row) return `${address} is not the bound of row ${row}`
    before = address
  }
  return heap.addresses.numRows === heap.svs.numSvs ? null : `${heap.addresses.numRows} rows have addresses`
}

/** The edges of the packed graph, a bar before those of each row. */
async function packedWords(heap: Heap): Promise<(number | '|')[]> {
  const { offsets, targets } = await outrefCsr(heap, createModel(heap).outrefs)
  return Array.from({ length: heap.svs.numRows }, (_, row) => {
    return ['|' as const, ...targets.slice(offsets[row], offsets[row + 1])]
  }).flat()
}

function collectedWords(heap: Heap): (number | '|')[] {
  const { outrefs } = createModel(heap)
  const buffer = new OutrefBuffer()
  return Array.from({ length: heap.svs.numRows }, (_, row) => {
    outrefs.collect(row, StrengthSet.DIRECT, buffer)
    const words = Array.from({ length: buffer.length }, (_edge, i) => {
      return edgeWord(buffer.target[i], classOf(buffer.strength[i]))
    })
    return ['|' as const, ...words]
  }).flat()
}

function classOf(strength: number): EdgeClass {
  if (strength === Strength.STRONG) return EdgeClass.STRONG
  return strength === Strength.WEAK ? EdgeClass.WEAK : EdgeClass.SAVED
}

async function turnedTwice(heap: Heap): Promise<number[]> {
  return sortedRows(await reverse(await reverse(await outrefCsr(heap, createModel(heap).outrefs))))
}

async function notTurned(heap: Heap): Promise<number[]> {
  return sortedRows(await outrefCsr(heap, createModel(heap).outrefs))
}

/** The bounds of the rows, then their edges, those of each row sorted: which of them came first is lost on the way. */
function sortedRows({ offsets, targets }: Csr): number[] {
  const all = Array.from(offsets)
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (const word of targets.slice(offsets[row], offsets[row + 1]).sort()) all.push(word)
  }
  return all
}

/** `row <- referrer strength name` for all references to SVs of the heap, sorted. */
async function allInrefs(heap: Heap): Promise<string[]> {
  const inrefs = await new Analyses(heap).inrefs(UNSLICED)
  const lines: string[] = []
  for (let row = 0; row < heap.svs.numSvs; row++) {
    for (const { name, strength, from } of inrefs.of(row, StrengthSet.ALL)) {
      if (from !== NO_SV) lines.push(`${row} <- ${from} ${strength} ${name}`)
    }
  }
  return lines.sort()
}

function allOutrefs(heap: Heap): string[] {
  const { outrefs } = createModel(heap)
  const { numSvs, numRows } = heap.svs
  const lines: string[] = []
  const buffer = new OutrefBuffer()
  for (let row = 0; row < numRows; row++) {
    outrefs.collect(row, StrengthSet.ALL, buffer)
    for (let i = 0; i < buffer.length; i++) {
      if (buffer.target[i] >= numSvs) continue // immortals are referred to by nobody
      const name = outrefName(heap, row, buffer.code[i] as RefCode, buffer.arg[i])
      lines.push(`${buffer.target[i]} <- ${row} ${buffer.strength[i]} ${name}`)
    }
  }
  return lines.sort()
}

/** All of a heap but its bytes, which lie in other segments. */
function comparable({ data }: Heap) {
  return { ...data, bytes: data.bytes.byteLength, name: '' }
}
