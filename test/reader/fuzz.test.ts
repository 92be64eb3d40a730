import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import type { Heap } from '../../src/columns/heap.ts'
import { outrefCsr } from '../../src/graph/heap-graph.ts'
import { reverse } from '../../src/graph/csr.ts'
import { svWithValue } from '../../src/model/describe.ts'
import { createModel } from '../../src/model/model.ts'
import { DumpError } from '../../src/reader/dump-error.ts'
import { spyOnAllocations } from '../helpers/allocation-spy.ts'
import { type BuiltDump, pmat } from '../helpers/build-pmat.ts'
import { runEveryCommand } from '../helpers/every-command.ts'
import { outrefLines } from '../helpers/heap-text.ts'
import { mutated } from '../helpers/mutate.ts'
import { openHeap } from '../helpers/open-dump.ts'
import type { FormOptions } from '../helpers/pmat-form.ts'
import { Random } from '../helpers/random.ts'
import { zoo } from '../helpers/zoo.ts'

/** What is asked for whatever a dump says, and for each byte of it at the most. */
const BASE_BYTES = 256 * 1024
const BYTES_PER_BYTE = 100

const FORMS: FormOptions[] = [
  { minor: 0, ptr: 4, uint: 4, perl: '5.14.2' },
  { minor: 1, bigEndian: true, ptr: 4, uint: 8, perl: '5.10.1', ithreads: false },
  { minor: 2, uint: 4, perl: '5.18.4' },
  { minor: 3, ptr: 4, uint: 4, bigEndian: true },
  { minor: 4 },
  { minor: 4, bigEndian: true, ithreads: false },
  { minor: 5, nv: 10, ptr: 4, uint: 4 },
  { minor: 6 },
  { minor: 6, ptr: 4, uint: 8, perl: '5.42.0' },
  { minor: 6, bigEndian: true, numSvRows: 20, numExtRows: 12, rows: { common: [24, 2, 1] } },
]
const DUMPS: readonly BuiltDump[] = [...FORMS.map((form) => zoo(form).build()), pmat().build()]

const CASES_A_SEED = 3500
/** Of the cases that open, one in so many is asked all there is. */
const ASKED_FULLY = 20
const SEEDS = [1, 2, 3, 4, 5, Math.floor(Math.random() * 2 ** 31)]

describe.each(SEEDS)(`${CASES_A_SEED} damaged dumps of seed %i`, (seed) => {
  test('open or are refused, in room that their bytes bound; what opened can be asked', async () => {
    const random = new Random(seed)
    let numOpened = 0
    let numAsked = 0
    for (let i = 0; i < CASES_A_SEED; i++) {
      const bytes = mutated(random, random.pick(DUMPS), DUMPS)
      try {
        const heap = await openWithin(bytes)
        if (!heap) continue
        await lookAt(heap, random)
        if (++numOpened % ASKED_FULLY === 0) numAsked += await runEveryCommand(heap, someRows(heap, random, 3))
      } catch (error) {
        const dump = Buffer.from(bytes).toString('base64')
        throw new Error(`case ${i} of seed ${seed}: ${String(error)}: ${dump}`, { cause: error })
      }
    }
    expect(numOpened).toBeGreaterThan(CASES_A_SEED / 3)
    expect(numAsked).toBeGreaterThan(1000)
  }, 300_000)
})

/** Open a dump, or null where it is refused as it should be. */
async function openWithin(bytes: Uint8Array<ArrayBuffer>): Promise<Heap | null> {
  const { result, bytes: allocated } = await spyOnAllocations(() => openHeap(bytes).catch((error: unknown) => error))
  assert(allocated < BASE_BYTES + BYTES_PER_BYTE * bytes.length, `${allocated} bytes for ${bytes.length}`)
  if (result instanceof Error) {
    if (!(result instanceof DumpError)) throw result
    assert(result.offset >= 0 && result.offset <= bytes.length, `offset ${result.offset} of ${bytes.length}`)
    return null
  }
  const heap = result as Heap
  const { roots, stack, contexts, damage } = heap.data
  const fewestBytes = heap.svs.numSvs * 17 + (roots.length - 3) * 8 + stack.length * 4 + contexts.length
  assert(fewestBytes <= bytes.length, `more than ${bytes.length} bytes can hold`)
  assert(damage === null || damage.offset <= bytes.length, `offset ${damage?.offset} of ${bytes.length}`)
  return heap
}

/** What the page does with every SV, and the graph of all. */
async function lookAt(heap: Heap, random: Random): Promise<void> {
  const model = createModel(heap)
  await reverse(await outrefCsr(heap, model.outrefs))
  for (const row of someRows(heap, random, 2)) {
    svWithValue(model, row)
    outrefLines(model, row)
  }
}

function someRows({ svs }: Heap, random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.below(svs.numRows))
}
