import type { Phase, Progress } from './protocol.ts'

/** As often as a reader of numbers can follow. */
const INTERVAL_MS = 100

export type SendProgress = (progress: Progress) => void

/** Passes progress on to the page: at once when a phase begins or ends, otherwise some ten times a second. */
export class ProgressReport {
  readonly #send: SendProgress
  #phase: Phase | null = null
  #lastSent = 0

  constructor(send: SendProgress) {
    this.#send = send
  }

  report(phase: Phase, done: number, total: number, svs: number): void {
    const now = performance.now()
    const isTurn = phase !== this.#phase || done === total || now - this.#lastSent >= INTERVAL_MS
    if (!isTurn) return
    this.#phase = phase
    this.#lastSent = now
    this.#send({ phase, done, total, svs })
  }
}

/**
 * The callbacks of a call are on the other side: what they return is a promise, which fails when the page has gone. Nobody waits
 * for progress.
 */
export function withoutWaiting<News>(send: (news: News) => void): (news: News) => void {
  return (news) => {
    Promise.resolve(send(news) as unknown).catch(() => {})
  }
}
