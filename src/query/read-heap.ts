import { createSlice, type Slice } from '../base/slice.ts'
import { buildHeap } from '../columns/build-heap.ts'
import type { Heap } from '../columns/heap.ts'
import type { ByteSource } from '../reader/byte-source.ts'
import type { Damage } from '../reader/damage.ts'
import { readDump } from '../reader/read-dump.ts'
import type { ProgressReport } from './progress.ts'

export interface ReadOptions {
  readonly signal: AbortSignal
  readonly progress: ProgressReport
  /** What was wrong with the dump when it was read before: the bytes that are kept of it end before that place. */
  readonly damage?: Damage | null
}

/** Read a dump and make its tables; `finish` makes of them what is wanted, and belongs to the second phase. */
export async function readHeap<Value>(
  source: ByteSource,
  { signal, progress, damage = null }: ReadOptions,
  finish: (heap: Heap, slice: Slice) => Value | Promise<Value>,
): Promise<Value> {
  const reading = createSlice({ signal })
  const scan = await readDump(source, async (consumed, total, numSvs) => {
    signal.throwIfAborted()
    progress.report('reading', consumed, total, numSvs)
    if (reading.isOver()) await reading.next()
  })
  const numSvs = scan.svOffsets.length
  const tell = (done: number) => progress.report('building tables', done, numSvs, numSvs)
  tell(0)
  const slice = createSlice({ signal, onProgress: tell })
  const value = await finish(await buildHeap({ ...scan, damage: damage ?? scan.damage }, slice), slice)
  tell(numSvs)
  return value
}
