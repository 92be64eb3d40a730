import { Analyses } from '../analyses/analyses.ts'
import { createSlice } from '../base/slice.ts'
import { buildHeap } from '../columns/build-heap.ts'
import { Heap } from '../columns/heap.ts'
import type { ByteSource } from '../reader/byte-source.ts'
import { openBytesSource, openFileSource } from '../reader/open-source.ts'
import { readDump } from '../reader/read-dump.ts'
import { DumpStore } from '../store/dump-store.ts'
import { roomOfOrigin } from '../store/room.ts'
import { StoreError } from '../store/store-error.ts'
import { noSuchDump } from './console.ts'
import { answer, type Jobs, stage } from './jobs.ts'
import { LATER_STAGES } from './later-stages.ts'
import { OpenDump } from './open-dump.ts'
import { ProgressReport, type SendProgress, withoutWaiting } from './progress.ts'
import type { JobId, OpenedDump, Overview, Result, StorageState, StoredDump } from './protocol.ts'
import { QueryFailure } from './query-error.ts'

/** The dump that is open: opening, analysing, keeping it, and the dumps that are kept. */
export class DumpCalls {
  readonly #jobs: Jobs
  readonly #store = new DumpStore()
  #current: OpenDump | null = null
  #sweeping: Promise<unknown> | null = null
  /** For completion, which asks at every key; until something is stored or forgotten here. */
  #names: Promise<readonly string[]> | null = null

  constructor(jobs: Jobs) {
    this.#jobs = jobs
  }

  get current(): OpenDump | null {
    return this.#current
  }

  /** The open dump. Throws a QueryFailure if there is none. */
  get open(): OpenDump {
    if (!this.#current) throw new QueryFailure('no-dump', 'No dump is open')
    return this.#current
  }

  openFile(job: JobId, file: File, keep: boolean, onProgress: SendProgress): Promise<Result<OpenedDump>> {
    return this.#jobs.run(job, async (signal) => this.#read(await openFileSource(file), keep, signal, onProgress))
  }

  openBytes(
    job: JobId,
    name: string,
    bytes: ArrayBuffer,
    keep: boolean,
    onProgress: SendProgress,
  ): Promise<Result<OpenedDump>> {
    return this.#jobs.run(job, (signal) =>
      this.#read(openBytesSource(name, new Uint8Array(bytes)), keep, signal, onProgress),
    )
  }

  /** The dump that was open stays so until the new one is ready. */
  async #read(source: ByteSource, keep: boolean, signal: AbortSignal, onProgress: SendProgress): Promise<OpenedDump> {
    const progress = new ProgressReport(withoutWaiting(onProgress))
    const reading = createSlice({ signal })
    const scan = await readDump(source, async (consumed, total, numSvs) => {
      signal.throwIfAborted()
      progress.report('reading', consumed, total, numSvs)
      if (reading.isOver()) await reading.next()
    })
    const numSvs = scan.svOffsets.length
    progress.report('building tables', 0, numSvs, numSvs)
    const building = createSlice({
      signal,
      onProgress: (done) => progress.report('building tables', done, numSvs, numSvs),
    })
    const heap = await buildHeap(scan, building)
    const dump = await OpenDump.of(heap, keep, building)
    progress.report('building tables', numSvs, numSvs, numSvs)
    return this.#take(dump, signal)
  }

  /** The one that is open already is not loaded again. */
  openStored(job: JobId, id: string, onProgress: SendProgress): Promise<Result<OpenedDump>> {
    return this.#jobs.run(job, async (signal) => {
      if (this.#current?.heap.data.fingerprint === id) return this.#current.opened
      const progress = new ProgressReport(withoutWaiting(onProgress))
      const manifest = await this.#store.manifest(id)
      const { heap, edges } = await this.#store.load(manifest, {
        signal,
        onProgress: (done, total) => progress.report('loading', done, total, manifest.svs),
      })
      const dump = OpenDump.ofStored(new Heap(heap), manifest.firstView as Overview)
      dump.analyses.giveOutrefGraph(edges)
      return this.#take(dump, signal)
    })
  }

  storedOverview(id: string): Promise<Result<Overview>> {
    return answer(async () => (await this.#store.manifest(id)).firstView as Overview)
  }

  /** Another dump that is stored, by its name or id, for commands that compare. Throws a ShellError. */
  async other(name: string, signal: AbortSignal): Promise<Analyses> {
    const manifest = (await this.#store.list()).find((stored) => stored.name === name || stored.id === name)
    if (!manifest) throw noSuchDump(name)
    const { heap, edges } = await this.#store.load(manifest, { signal })
    const analyses = new Analyses(new Heap(heap))
    analyses.giveOutrefGraph(edges)
    return analyses
  }

  /** Names of the dumps that are stored; none where nothing can be. */
  storedNames(): Promise<readonly string[]> {
    this.#names ??= this.#store.list().then(
      (dumps) => dumps.map(({ name }) => name),
      () => [],
    )
    return this.#names
  }

  async close(): Promise<void> {
    this.#current?.end()
    this.#current = null
  }

  #take(dump: OpenDump, signal: AbortSignal): OpenedDump {
    signal.throwIfAborted()
    this.#current?.end()
    this.#current = dump
    return dump.opened
  }

  /** Storing goes on while the later stages run, and is waited for at the end. */
  analyse(job: JobId, onProgress: SendProgress): Promise<Result<OpenedDump>> {
    return this.#jobs.run(job, async (cancelled) => {
      const dump = this.open
      const signal = AbortSignal.any([cancelled, dump.ended])
      const progress = new ProgressReport(withoutWaiting(onProgress))
      const { numSvs } = dump.heap.svs
      let keeping: Promise<void> | null = null
      let kept: readonly [done: number, total: number] = [0, 1]
      let isWaiting = false
      const tellKept = () => {
        if (isWaiting) progress.report('storing', ...kept, numSvs)
      }
      for (const { phase, run } of LATER_STAGES) {
        signal.throwIfAborted()
        const tell = (done: number, total: number) => progress.report(phase, done, total, numSvs)
        tell(0, 1)
        await stage(signal, (slice) => run(dump.analyses, slice), tell)
        tell(1, 1)
        if (!dump.isToBeKept || keeping) continue
        keeping = this.#keep(dump, signal, (done, total) => {
          kept = [done, total]
          tellKept()
        })
        keeping.catch(() => {}) // told when it is waited for
      }
      isWaiting = true
      if (keeping) tellKept()
      await keeping
      return dump.opened
    })
  }

  async #keep(dump: OpenDump, signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const { analyses, heap, summary } = dump
    const { offsets, targets } = await stage(signal, (slice) => analyses.outrefGraph(slice))
    const { name, perl, svs, fileBytes, damage } = summary.facts
    try {
      await this.#store.save(
        { heap: heap.data, edges: { offsets, targets } },
        { name, perl, svs, bytes: fileBytes, isPartial: damage !== null },
        dump.overview,
        { signal, onProgress },
      )
      dump.isToBeKept = false
      this.#names = null
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      dump.notStored = error.message
      dump.isToBeKept = false
    }
  }

  async storage(): Promise<StorageState> {
    // What an earlier visit left unfinished goes first; but the list does not wait long for it.
    this.#sweeping ??= this.#store.sweep().catch(() => {})
    await Promise.race([this.#sweeping, new Promise((resolve) => setTimeout(resolve, SWEEP_MS))])
    this.#names = null
    let dumps: StoredDump[] = []
    let unavailable: string | null = null
    try {
      dumps = (await this.#store.list()).map(({ id, name, perl, svs, bytes, storedBytes, storedAt, isPartial }) => ({
        id,
        name,
        perl,
        svs,
        bytes,
        storedBytes,
        storedAt,
        isPartial,
      }))
    } catch (error) {
      unavailable = error instanceof Error ? error.message : String(error)
    }
    return { dumps, ...(await roomOfOrigin()), unavailable }
  }

  forget(id: string): Promise<Result<null>> {
    return answer(async () => {
      await this.#store.forget(id)
      return null
    })
  }

  forgetAll(): Promise<Result<null>> {
    return answer(async () => {
      await this.#store.forgetAll()
      return null
    })
  }
}

const SWEEP_MS = 1000
