import type { Progress } from '../query/protocol.ts'

/** A load in which a tab died: told on the next visit. */
export interface Crash {
  /** Name of the dump, and its bytes; 0 = not known. */
  readonly name: string
  readonly bytes: number
  /** The phase in which it happened, in words; how far it was, from 0 to 1. */
  readonly stage: string
  readonly done: number
  /** Milliseconds since 1970. */
  readonly time: number
}

/** Of the keys in localStorage, which other sites may share. */
const PREFIX = 'pmatscope.loading.'
/** A write for each percent would be slower than the work. */
const WRITE_MS = 250

/**
 * Says in localStorage that a load is under way, and how far it is, until it is over. A lock of the same name tells other tabs that
 * the load is not dead.
 */
export class CrashMarker {
  readonly #key = PREFIX + crypto.randomUUID()
  readonly #name: string
  readonly #bytes: number
  readonly #over = new AbortController()
  #stage = ''
  #lastWritten = 0

  constructor(name: string, bytes: number) {
    this.#name = name
    this.#bytes = bytes
    const untilOver = new Promise<void>((resolve) => this.#over.signal.addEventListener('abort', () => resolve()))
    locks()
      ?.request(this.#key, () => untilOver)
      .catch(() => {})
    addEventListener('pagehide', this.#end) // closed or reloaded by the user: no crash
    this.#write('starting', 0)
  }

  update({ phase, done, total }: Progress): void {
    if (this.#over.signal.aborted) return
    if (phase === this.#stage && Date.now() - this.#lastWritten < WRITE_MS) return
    this.#write(phase, total > 0 ? done / total : 0)
  }

  end(): void {
    this.#end()
  }

  readonly #end = (): void => {
    removeEventListener('pagehide', this.#end)
    this.#over.abort()
    try {
      localStorage.removeItem(this.#key)
    } catch {
      // Nothing was written either.
    }
  }

  #write(stage: string, done: number): void {
    this.#stage = stage
    this.#lastWritten = Date.now()
    const crash: Crash = { name: this.#name, bytes: this.#bytes, stage, done, time: this.#lastWritten }
    try {
      localStorage.setItem(this.#key, JSON.stringify(crash))
    } catch {
      // A private window or a full store: a crash will not be told.
    }
  }
}

/** The load in which a tab died since the last time somebody asked, or null. Of several the latest. */
export async function takeCrash(): Promise<Crash | null> {
  let latest: Crash | null = null
  try {
    const alive = new Set((await locks()?.query())?.held?.map(({ name }) => name))
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX) || alive.has(key)) continue
      const crash = crashOf(localStorage.getItem(key))
      localStorage.removeItem(key)
      if (crash && (!latest || crash.time > latest.time)) latest = crash
    }
  } catch {
    // No localStorage here: nothing was marked.
  }
  return latest
}

/** Anybody may have written there. */
function crashOf(text: string | null): Crash | null {
  try {
    const { name, bytes, stage, done, time } = JSON.parse(text ?? '') as Partial<Crash>
    if (typeof name !== 'string' || typeof stage !== 'string') return null
    return { name, stage, bytes: Number(bytes) || 0, done: Number(done) || 0, time: Number(time) || 0 }
  } catch {
    return null
  }
}

/** Undefined on plain http. */
function locks(): LockManager | undefined {
  return (navigator as { locks?: LockManager }).locks
}
