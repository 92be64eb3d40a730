import { type Slice, UNSLICED } from '../base/slice.ts'
import { buildHeap } from '../columns/build-heap.ts'
import { StrengthSet } from '../model/strength.ts'
import type { ByteSource } from '../reader/byte-source.ts'
import { readDump } from '../reader/read-dump.ts'
import { Analyses } from './analyses.ts'
import { allFindings } from './findings.ts'

/** What the host knows: a clock of CPU time where there is one, and the memory in use where somebody can tell. */
export interface BenchHost {
  /** Milliseconds. */
  now(): number
  /** Bytes of objects and array buffers: of those in use, or of all that have not been collected yet. */
  memory?(which: 'in use' | 'all'): number
}

/** Any host: a clock on the wall. */
export const WALL_CLOCK: BenchHost = { now: () => performance.now() }

export interface StageTimes {
  /** Milliseconds of the first run, when nothing is compiled yet, and the median of all. */
  readonly first: number
  readonly median: number
  /** Both by the byte-sum floor of the same process. */
  readonly firstRatio: number
  readonly medianRatio: number
}

/** Bytes an SV. Those of the file are extra, but for `withFile`. */
export interface MemoryPerSv {
  /** Kept for tables, references both ways, and all three sizes; and the same with the file. */
  readonly withoutFile: number
  readonly withFile: number
  /** The most at the end of a stage until then, with what it has left to be collected. */
  readonly peak: number
  /** The same when all findings have been worked out. */
  readonly withFindings: number
  readonly peakWithFindings: number
}

export interface BenchResult {
  readonly file: string
  readonly bytes: number
  readonly svs: number
  readonly edges: number
  /** Milliseconds to add up all bytes of the file: what no reader can beat. */
  readonly byteSum: number
  readonly stages: Readonly<Record<string, StageTimes>>
  /** null where nobody can tell. */
  readonly bytesPerSv: MemoryPerSv | null
  /** Milliseconds of single questions: who holds an SV, for SVs here and there. */
  readonly inrefs: { readonly median: number; readonly p99: number }
}

/** Stages in the order they run; each is timed alone, on what the ones before have left. */
const STAGES: readonly (readonly [name: string, run: (bench: Bench) => Promise<unknown>])[] = [
  ['scan', (bench) => bench.scan()],
  ['columns', (bench) => bench.columns()],
  ['outrefs', ({ analyses }) => analyses.outrefGraph(UNSLICED)],
  ['inrefs', ({ analyses }) => analyses.inrefGraph(UNSLICED)],
  ['first inref answer', (bench) => bench.askInrefs(0)],
  ['structure sizes', ({ analyses }) => analyses.structureSizes(UNSLICED)],
  ['owned sizes', ({ analyses }) => analyses.ownedSizes(UNSLICED)],
  ['held', ({ analyses }) => analyses.holding.held(UNSLICED)],
  ['audit', ({ analyses }) => analyses.holding.audit(UNSLICED)],
  ['preorder', ({ analyses }) => analyses.holding.graph(UNSLICED)],
  ['dominators', ({ analyses }) => analyses.holding.dominators(UNSLICED)],
  ['retained sizes', ({ analyses }) => analyses.holding.retained(UNSLICED)],
  ['cycles', ({ analyses }) => analyses.holding.cycles(UNSLICED)],
  ['findings', ({ analyses }) => allFindings(analyses, UNSLICED)],
]

/** After it there are tables, references both ways, and all sizes but the retained ones. */
const LAST_OF_SIZES = 'owned sizes'

/** Sums of stages that the goals are set for. */
const TOTALS: Readonly<Record<string, readonly string[]>> = {
  'total: parse': ['scan', 'columns', 'outrefs'],
  'total: pipeline': [
    'scan',
    'columns',
    'outrefs',
    'held',
    'audit',
    'preorder',
    'dominators',
    'retained sizes',
    'cycles',
  ],
  'total: to the first inref answer': ['scan', 'columns', 'outrefs', 'inrefs', 'first inref answer'],
}

/**
 * Time the engine on a dump that is in memory, as windows, `runs` times. Lets messages in between two stages; cancelled, it
 * throws an AbortError.
 */
export async function benchDump(
  file: string,
  windows: readonly Uint8Array<ArrayBuffer>[],
  runs: number,
  host: BenchHost,
  slice: Slice = UNSLICED,
): Promise<BenchResult> {
  const times = new Map<string, number[]>()
  const sums: number[] = []
  const memory = new MemoryMeter(host)
  let bench = new Bench(file, windows)
  for (let run = 0; run < runs; run++) {
    bench = new Bench(file, windows)
    memory.start()
    for (const [name, stage] of STAGES) {
      if (slice.isOver()) await slice.next()
      push(times, name, await timed(host, () => stage(bench)))
      memory.afterStage(name)
    }
    for (const [name, parts] of Object.entries(TOTALS)) {
      push(
        times,
        name,
        parts.reduce((sum, part) => sum + (times.get(part)?.[run] ?? 0), 0),
      )
    }
    sums.push(await timed(host, async () => byteSum(windows)))
  }
  const floor = median(sums)
  const bytes = windows.reduce((sum, window) => sum + window.length, 0)
  const { numSvs } = bench.analyses.heap.svs
  const asked: number[] = []
  for (let i = 1; i <= 2000; i++) asked.push(await timed(host, () => bench.askInrefs(i)))
  return {
    file,
    bytes,
    svs: numSvs,
    edges: (await bench.analyses.outrefGraph(UNSLICED)).targets.length,
    byteSum: floor,
    stages: Object.fromEntries([...times].map(([name, all]) => [name, stageTimes(all, floor)])),
    bytesPerSv: memory.perSv(numSvs, bytes),
    inrefs: { median: median(asked), p99: asked.toSorted((a, b) => a - b)[Math.floor(asked.length * 0.99)] },
  }
}

/** Memory over the stages of the last run. */
class MemoryMeter {
  readonly #host: BenchHost
  #before = 0
  #now = 0
  #peak = 0
  #sizes = { kept: 0, peak: 0 }

  constructor(host: BenchHost) {
    this.#host = host
  }

  start(): void {
    this.#before = this.#host.memory?.('in use') ?? 0
    this.#peak = 0
  }

  afterStage(name: string): void {
    const host = this.#host
    if (!host.memory) return
    this.#peak = Math.max(this.#peak, host.memory('all') - this.#before)
    this.#now = host.memory('in use') - this.#before
    if (name === LAST_OF_SIZES) this.#sizes = { kept: this.#now, peak: this.#peak }
  }

  perSv(numSvs: number, bytes: number): MemoryPerSv | null {
    if (!this.#host.memory || numSvs === 0) return null
    const { kept, peak } = this.#sizes
    return {
      withoutFile: kept / numSvs,
      withFile: (kept + bytes) / numSvs,
      peak: peak / numSvs,
      withFindings: this.#now / numSvs,
      peakWithFindings: this.#peak / numSvs,
    }
  }
}

/** One run: a dump from its bytes on. */
class Bench {
  readonly #file: string
  readonly #windows: readonly Uint8Array<ArrayBuffer>[]
  #scan: Awaited<ReturnType<typeof readDump>> | undefined
  #analyses: Analyses | undefined

  constructor(file: string, windows: readonly Uint8Array<ArrayBuffer>[]) {
    this.#file = file
    this.#windows = windows
  }

  get analyses(): Analyses {
    if (!this.#analyses) throw new Error('the tables come first')
    return this.#analyses
  }

  async scan(): Promise<void> {
    this.#scan = await readDump(windowsSource(this.#file, this.#windows))
  }

  async columns(): Promise<void> {
    if (!this.#scan) throw new Error('the scan comes first')
    this.#analyses = new Analyses(await buildHeap(this.#scan))
  }

  /** Who holds the i-th of many SVs spread over the heap? */
  async askInrefs(i: number): Promise<void> {
    const inrefs = await this.analyses.inrefs(UNSLICED)
    const row = Math.imul(i + 1, 0x9e37_79b1) >>> 0
    inrefs.of(row % this.analyses.heap.svs.numSvs, StrengthSet.DIRECT)
  }
}

function windowsSource(name: string, windows: readonly Uint8Array<ArrayBuffer>[]): ByteSource {
  const size = windows.reduce((sum, window) => sum + window.length, 0)
  let next = 0
  let consumed = 0
  return {
    name,
    size,
    total: size,
    get consumed() {
      return consumed
    },
    async read() {
      const window = windows.at(next++) ?? null
      consumed += window?.length ?? 0
      return window
    },
    close() {},
  }
}

/** On its own, so that it is compiled once and stays so. */
function byteSum(windows: readonly Uint8Array[]): number {
  let sum = 0
  for (const window of windows) sum = (sum + sumOf(window)) | 0
  return sum
}

function sumOf(window: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < window.length; i++) sum += window[i]
  return sum
}

async function timed(host: BenchHost, run: () => Promise<unknown>): Promise<number> {
  const start = host.now()
  await run()
  return host.now() - start
}

function push(times: Map<string, number[]>, name: string, time: number): void {
  const all = times.get(name)
  if (all) all.push(time)
  else times.set(name, [time])
}

function stageTimes(all: readonly number[], floor: number): StageTimes {
  const middle = median(all)
  return { first: all[0], median: middle, firstRatio: all[0] / floor, medianRatio: middle / floor }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
