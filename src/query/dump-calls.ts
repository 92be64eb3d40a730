import { Analyses } from '../analyses/analyses.ts'
import type { Slice } from '../base/slice.ts'
import { Heap } from '../columns/heap.ts'
import { type ByteSource, heapBytesSource } from '../reader/byte-source.ts'
import { openBytesSource, openFileSource } from '../reader/open-source.ts'
import { DumpStore } from '../store/dump-store.ts'
import { type AnyManifest, isCurrent } from '../store/manifest.ts'
import { roomOfOrigin } from '../store/room.ts'
import { StoreError } from '../store/store-error.ts'
import { noSuchDump } from './console.ts'
import { answer, type Jobs, stage } from './jobs.ts'
import { LATER_STAGES } from './later-stages.ts'
import { OpenDump } from './open-dump.ts'
import { ProgressReport, type SendProgress, withoutWaiting } from './progress.ts'
import type { JobId, OpenedDump, Overview, Result, StorageState, StoredDump } from './protocol.ts'
import { QueryFailure } from './query-error.ts'
import { readHeap } from './read-heap.ts'

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
    const dump = await readHeap(source, { signal, progress }, (heap, slice) => OpenDump.of(heap, keep, slice))
    return this.#take(dump, signal)
  }

  /** The one that is open already is not loaded again. */
  openStored(job: JobId, id: string, onProgress: SendProgress): Promise<Result<OpenedDump>> {
    return this.#jobs.run(job, async (signal) => {
      if (this.#current?.heap.data.fingerprint === id) return this.#current.opened
      const progress = new ProgressReport(withoutWaiting(onProgress))
      const manifest = await this.#store.manifest(id)
      if (!isCurrent(manifest)) {
        const dump = await this.#reread(manifest, signal, progress, (heap, slice) => OpenDump.of(heap, true, slice))
        dump.isReread = true
        return this.#take(dump, signal)
      }
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
    return answer(async () => {
      const manifest = await this.#store.manifest(id)
      if (isCurrent(manifest)) return manifest.firstView as Overview
      throw new StoreError('other-version', 'This dump was stored by an older pmatscope: it has to be read again')
    })
  }

  /** A dump that an older pmatscope stored is read again, from its bytes. */
  async #reread<Value>(
    manifest: AnyManifest,
    signal: AbortSignal,
    progress: ProgressReport,
    finish: (heap: Heap, slice: Slice) => Value | Promise<Value>,
  ): Promise<Value> {
    const bytes = await this.#store.loadBytes(manifest, {
      signal,
      onProgress: (done, total) => progress.report('loading', done, total, manifest.svs),
    })
    const { damage } = manifest.heap
    return readHeap(heapBytesSource(manifest.name, bytes), { signal, progress, damage }, (heap, slice) => {
      if (heap.data.fingerprint === manifest.id) return finish(heap, slice)
      throw new StoreError(
        'damaged',
        'What an older pmatscope stored of this dump is of no use now: open its file again',
      )
    })
  }

  /** Another dump that is stored, by its name or id, for commands that compare. Throws a ShellError. */
  async other(name: string, signal: AbortSignal): Promise<Analyses> {
    const manifest = (await this.#store.list()).find((stored) => stored.name === name || stored.id === name)
    if (!manifest) throw noSuchDump(name)
    if (!isCurrent(manifest)) {
      return this.#reread(manifest, signal, new ProgressReport(() => {}), (heap) => new Analyses(heap))
    }
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
        { signal, onProgress, isReread: dump.isReread },
      )
      dump.isToBeKept = false
      this.#names = null
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      if (!dump.isReread) dump.notStored = error.message // what is stored of that one stays
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
