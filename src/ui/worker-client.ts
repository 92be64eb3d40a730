import { proxy, type Remote, transfer, wrap } from 'comlink'
// oxlint-disable-next-line import/default -- made by Vite's ?worker
import DumpWorker from '../../workers/dump.worker.ts?worker&inline'
import { watchLifeLock } from '../base/life-lock.ts'
import type { EngineApi, OpenedDump, Progress, QueryError, Result } from '../query/protocol.ts'
import { CrashMarker } from './crash-marker.ts'

/** A worker that leaves so many beats unanswered is given up; all of them together are less than two seconds. */
const BEAT_MS = 450
const MAX_MISSED = 4

/** Calls that do not answer with a Result: they fail by rejecting. */
const WITHOUT_RESULT: ReadonlySet<string> = new Set(['ping', 'cancel', 'close', 'storage', 'complete'])

/** Ends the calls of a worker that is no more. */
export class WorkerDied extends Error {
  override name = 'WorkerDied'
}

/**
 * The worker in use, and Comlink's proxy of it, in a variable of the module for life: Comlink drops calls under way when nobody
 * holds the proxy.
 */
let current: Connection | null = null

export interface WorkerEvents {
  /** The worker is no more, or does not answer: all calls have been ended, and others end at once. Told once. */
  readonly onDeath: (reason: string) => void
  /** It did not answer, and does again: it was only busy, and holds all that it held. */
  readonly onRevival: () => void
}

/**
 * Start the worker; an earlier one is ended. Every call settles: when the worker stops, is terminated or does not answer
 * for two seconds, calls with a Result answer with an `engine` error, the others reject with WorkerDied. To go on after
 * that, start again, or wait for a revival: one that does not answer is left alone, as it may be at work on something
 * large.
 */
export function startWorker(events: WorkerEvents, makeWorker = newWorker): EngineApi {
  current?.end('Another worker took its place')
  const name = `pmatscope worker ${crypto.randomUUID()}`
  current = new Connection(makeWorker(name), name, events)
  return current.api
}

/** From a blob: it inherits the policy of the page, which a worker loaded by its address escapes. */
function newWorker(name: string): Worker {
  return new DumpWorker({ name })
}

type Call = (...args: unknown[]) => Promise<unknown>

class Connection {
  readonly api: EngineApi
  readonly #worker: Worker
  readonly #remote: Remote<EngineApi>
  readonly #events: WorkerEvents
  /** How to end each call under way. */
  readonly #pending = new Set<(error: WorkerDied) => void>()
  readonly #over = new AbortController()
  /** Why calls fail: it is no more, or it does not answer. */
  #trouble: WorkerDied | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  #lastBeat = 0
  #numMissed = 0
  #isAwaited = false
  /** What the worker holds, as far as calls have told. */
  #opened: OpenedDump | null = null

  constructor(worker: Worker, name: string, events: WorkerEvents) {
    this.#worker = worker
    this.#events = events
    this.#remote = wrap<EngineApi>(worker)
    worker.addEventListener('error', (event) => {
      event.preventDefault() // told by us
      this.#die(event.message ? `It stopped with an error: ${event.message}` : 'It could not be started')
    })
    worker.addEventListener('messageerror', () => this.#die('It sent what cannot be read'))
    worker.addEventListener('message', ({ data }: MessageEvent<{ fault?: unknown } | null>) => {
      if (typeof data?.fault === 'string') this.#die(`It stopped with an error: ${data.fault}`)
    })
    // It answers for the first time when it holds its lock.
    this.#remote.ping().then(
      () => watchLifeLock(name, this.#over.signal, () => this.#die('It was ended')),
      () => {},
    )
    // The page may await what it gets: a promise it is not.
    this.api = new Proxy({} as EngineApi, {
      get: (_, method) => (typeof method !== 'string' || method === 'then' ? undefined : this.#method(method)),
    })
  }

  /** On purpose: nobody is told but the calls under way. */
  end(reason: string): void {
    this.#over.abort()
    clearInterval(this.#timer)
    this.#worker.terminate()
    this.#fail(reason)
  }

  #die(reason: string): void {
    if (this.#over.signal.aborted) return
    const isKnown = this.#trouble !== null
    this.end(reason)
    if (!isKnown) this.#events.onDeath(reason)
  }

  #giveUp(): void {
    const reason = 'It has not answered for two seconds. If it does, the page goes on by itself'
    this.#fail(reason)
    this.#events.onDeath(reason)
  }

  #revive(): void {
    if (this.#over.signal.aborted) return
    this.#trouble = null
    this.#events.onRevival()
  }

  #fail(reason: string): void {
    const trouble = new WorkerDied(reason)
    this.#trouble = trouble
    for (const endCall of this.#pending) endCall(trouble)
    this.#pending.clear()
  }

  #method(name: string): Call {
    return async (...args) => {
      const marker = markerOf(name, args, this.#opened)
      try {
        const result = await this.#call(name, args, marker)
        if (name.startsWith('open') && (result as Result<OpenedDump>).ok) {
          this.#opened = (result as { value: OpenedDump }).value
        }
        return result
      } catch (error) {
        if (WITHOUT_RESULT.has(name)) throw error
        return failed(error)
      } finally {
        marker?.end()
      }
    }
  }

  #call(name: string, args: readonly unknown[], marker: CrashMarker | null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#trouble && !(name === 'cancel' && !this.#over.signal.aborted)) {
        reject(this.#trouble)
        return
      }
      this.#pending.add(reject)
      this.#watch()
      const settled = () => {
        this.#pending.delete(reject)
      }
      const call = this.#remote[name as keyof EngineApi] as unknown as Call
      call(...args.map((argument) => toWorker(argument, marker)))
        .finally(settled)
        .then(resolve, reject)
    })
  }

  /** Ask for signs of life while calls are out. */
  #watch(): void {
    if (this.#timer !== undefined) return
    this.#lastBeat = performance.now()
    this.#timer = setInterval(() => this.#beat(), BEAT_MS)
  }

  #beat(): void {
    if (this.#pending.size === 0 && !this.#isAwaited) {
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#numMissed = 0
      return
    }
    const now = performance.now()
    const hasSlept = now - this.#lastBeat > 2 * BEAT_MS // the page itself: a hidden tab, a laptop that was closed
    this.#lastBeat = now
    this.#numMissed = hasSlept || !this.#isAwaited ? 0 : this.#numMissed + 1
    if (this.#numMissed === MAX_MISSED - 1 && !this.#trouble) this.#giveUp()
    if (this.#isAwaited) return
    this.#isAwaited = true
    const answered = () => {
      this.#isAwaited = false
      if (this.#trouble) this.#revive()
    }
    this.#remote.ping().then(answered, answered)
  }
}

/** Functions are called from the worker; buffers are handed over; the rest is copied. */
function toWorker(argument: unknown, marker: CrashMarker | null): unknown {
  if (argument instanceof ArrayBuffer) return transfer(argument, [argument])
  if (typeof argument !== 'function') return argument
  const callback = argument as (value: unknown) => unknown
  return proxy((value: unknown) => {
    marker?.update(value as Progress)
    return callback(value)
  })
}

/** Of calls that may take a tab's memory: how far they came is known on the next visit. */
function markerOf(name: string, args: readonly unknown[], opened: OpenedDump | null): CrashMarker | null {
  switch (name) {
    case 'openFile': {
      const file = args[1] as File
      return new CrashMarker(file.name, file.size)
    }
    case 'openBytes':
      return new CrashMarker(String(args[1]), (args[2] as ArrayBuffer).byteLength)
    case 'openStored':
      return new CrashMarker('a stored dump', 0)
    case 'analyse':
      return opened && new CrashMarker(opened.name, opened.fileBytes)
    default:
      return null
  }
}

function failed(error: unknown): Result<never> {
  const message = error instanceof Error ? error.message : String(error)
  return { ok: false, error: { code: 'engine', message, offset: -1 } satisfies QueryError }
}
