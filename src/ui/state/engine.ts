import { signal } from '@preact/signals'
import type { EngineApi, JobId, QueryError, Result } from '../../query/protocol.ts'

/** What the worker is asked through. Every call settles, also when the worker dies: see worker-client.ts. */
let api: EngineApi | null = null
let lastJob: JobId = 0

/** Why the worker is no more, or null: it lives. */
export const death = signal<string | null>(null)

/** Use this worker from now on. */
export function connect(engine: EngineApi): void {
  api = engine
  death.value = null
}

/**
 * Ask the worker. Aborting the signal cancels the job there, and the answer is a `cancelled` at once; a worker that
 * died answers with an `engine` error.
 */
export async function ask<Value>(
  call: (api: EngineApi, job: JobId) => Promise<Result<Value>>,
  cancelled?: AbortSignal,
): Promise<Result<Value>> {
  const engine = api
  if (!engine) return { ok: false, error: NOT_RUNNING }
  if (cancelled?.aborted) return { ok: false, error: CANCELLED }
  const job = ++lastJob
  try {
    if (!cancelled) return await call(engine, job)
    return await new Promise<Result<Value>>((resolve, reject) => {
      cancelled.addEventListener('abort', () => {
        engine.cancel(job).catch(() => {}) // of a dead worker: its end has been told already
        resolve({ ok: false, error: CANCELLED })
      })
      call(engine, job).then(resolve, reject)
    })
  } catch (error) {
    return { ok: false, error: { code: 'engine', message: messageOf(error), offset: -1 } }
  }
}

const CANCELLED: QueryError = { code: 'cancelled', message: 'Cancelled.', offset: -1 }
const NOT_RUNNING: QueryError = { code: 'engine', message: 'The worker is not running.', offset: -1 }

/** Browsers throw strings too, when memory ends. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
