import { expect, test } from 'vitest'
import { type BenchHost, benchDump } from '../../src/analyses/engine-bench.ts'
import { AbortError } from '../../src/base/slice.ts'
import { array, drawPmat, scalar } from '../helpers/pmat-writer.ts'

const DUMP = drawPmat({ svs: [array(0x100, [0x200, 0x210]), scalar(0x200, 1), scalar(0x210, 2)] })
const WINDOWS = [DUMP.subarray(0, 100), DUMP.subarray(100)]

/** A clock that is a millisecond later at each look. */
function tickingHost(): BenchHost {
  let now = 0
  return { now: () => now++ }
}

test('each stage of each run is timed alone, and set against adding up the bytes', async () => {
  const { bytes, svs, edges, byteSum, stages, bytesPerSv } = await benchDump('drawn', WINDOWS, 3, tickingHost())
  expect({ bytes, svs, edges, byteSum }).toEqual({ bytes: DUMP.length, svs: 3, edges: 2, byteSum: 1 })
  const once = { first: 1, median: 1, firstRatio: 1, medianRatio: 1 }
  expect(stages).toMatchObject({ scan: once, columns: once, outrefs: once, 'owned sizes': once, findings: once })
  expect(stages['total: parse']).toEqual({ first: 3, median: 3, firstRatio: 3, medianRatio: 3 })
  expect(bytesPerSv).toBeNull()
})

test('memory is what is kept after a stage, the peak what it had left to be collected, the file apart', async () => {
  // Each stage keeps 30 bytes more, and leaves 300 to be collected.
  let stages = 0
  const host: BenchHost = {
    now: () => 0,
    memory: (which) => 1000 + 30 * (which === 'in use' ? stages : ++stages) + (which === 'all' ? 300 : 0),
  }
  const { bytesPerSv } = await benchDump('drawn', WINDOWS, 1, host)
  expect(bytesPerSv).toEqual({
    withoutFile: (30 * 7) / 3,
    withFile: (30 * 7 + DUMP.length) / 3,
    peak: (30 * 7 + 300) / 3,
    withFindings: (30 * 14) / 3,
    peakWithFindings: (30 * 14 + 300) / 3,
  })
})

test('it is cancelled between two stages', async () => {
  let left = 3
  const slice = {
    isOver: () => true,
    progress: () => {},
    next: () => (left-- > 0 ? Promise.resolve() : Promise.reject(new AbortError())),
  }
  await expect(benchDump('drawn', WINDOWS, 1, tickingHost(), slice)).rejects.toThrow(AbortError)
})
