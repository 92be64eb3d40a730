import { AbortError, createSlice, type Slice } from '../base/slice.ts'
import type { JobId, Result } from './protocol.ts'
import { isAbort, queryErrorOf } from './query-error.ts'

/** The long calls that run now, by the number under which the page can cancel them. */
export class Jobs {
  readonly #running = new Map<JobId, AbortController>()

  /** Run a call; whatever it throws becomes its answer. When it is cancelled it answers so at once, and ends in its next slice. */
  async run<Value>(job: JobId, call: (signal: AbortSignal) => Promise<Value>): Promise<Result<Value>> {
    const controller = new AbortController()
    this.#running.set(job, controller)
    try {
      return await answer(() => untilAborted(call(controller.signal), controller.signal))
    } finally {
      this.#running.delete(job)
    }
  }

  cancel(job: JobId): void {
    this.#running.get(job)?.abort(new AbortError())
  }
}

/** What a call comes to, as the page gets it. */
export async function answer<Value>(call: () => Value | Promise<Value>): Promise<Result<Value>> {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    return { ok: false, error: queryErrorOf(error) }
  }
}

/**
 * Ask for a stage of the analyses. It may have been started by another job, and be cancelled with that one: then it is
 * started again, for us.
 */
export async function stage<Value>(
  signal: AbortSignal,
  run: (slice: Slice) => Promise<Value>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Value> {
  const slice = createSlice({ signal, onProgress })
  for (;;) {
    try {
      return await run(slice)
    } catch (error) {
      if (!isAbort(error) || signal.aborted) throw error
    }
  }
}

function untilAborted<Value>(running: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort)
    running.then(resolve, reject)
  })
}
