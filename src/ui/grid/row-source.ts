import { type ReadonlySignal, signal } from '@preact/signals'
import type { QueryError, Result, RowWindow } from '../../query/protocol.ts'

/** Rows of a table, asked for as they come in sight. */
export interface RowSource<Row> {
  /** How many rows there are; null = not known yet. */
  readonly total: ReadonlySignal<number | null>
  readonly error: ReadonlySignal<QueryError | null>
  /** The row, if it is at hand. Reading it subscribes to its coming. */
  get(index: number): Row | undefined
  /** Rows that are in sight: `start` inclusive, `end` exclusive. */
  want(start: number, end: number): void
}

export function arrayRows<Row>(rows: readonly Row[]): RowSource<Row> {
  return { total: signal(rows.length), error: signal(null), get: (index) => rows[index], want: () => {} }
}

export type FetchRows<Row> = (start: number, count: number, signal: AbortSignal) => Promise<Result<RowWindow<Row>>>

const PAGE = 128
/** Pages kept; the oldest go first. */
const MOST_PAGES = 64

/**
 * Rows by pages from the worker: those in sight only, one request at a time. While a scrollbar is dragged, what has
 * been passed is cancelled, and only where it rests is asked for.
 */
export class PagedRows<Row> implements RowSource<Row> {
  readonly total = signal<number | null>(null)
  readonly error = signal<QueryError | null>(null)
  readonly #arrived = signal(0)
  /** In the order they came. */
  readonly #pages = new Map<number, readonly Row[]>()
  /** Pages to ask for again; what they held is shown till then. */
  #stale = new Set<number>()
  readonly #fetch: FetchRows<Row>
  #wanted = { first: 0, last: 0 }
  #underWay: { readonly page: number; readonly cancel: AbortController } | null = null
  #isDisposed = false

  constructor(fetch: FetchRows<Row>) {
    this.#fetch = fetch
    this.#next()
  }

  get(index: number): Row | undefined {
    void this.#arrived.value
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  want(start: number, end: number): void {
    if (end <= start) return
    this.#wanted = { first: Math.floor(start / PAGE), last: Math.floor((end - 1) / PAGE) }
    if (this.#underWay && !this.#isWanted(this.#underWay.page)) this.#underWay.cancel.abort()
    this.#next()
  }

  /** Ask for all rows again, as after an analysis that fills a column. */
  refresh(): void {
    this.#stale = new Set(this.#pages.keys())
    this.#next()
  }

  dispose(): void {
    this.#isDisposed = true
    this.#underWay?.cancel.abort()
  }

  #isWanted(page: number): boolean {
    return page >= this.#wanted.first && page <= this.#wanted.last
  }

  #next(): void {
    if (this.#underWay || this.#isDisposed || this.error.peek()) return
    for (let page = this.#wanted.first; page <= this.#wanted.last; page++) {
      if (this.#pages.has(page) && !this.#stale.has(page)) continue
      void this.#load(page)
      return
    }
  }

  async #load(page: number): Promise<void> {
    const cancel = new AbortController()
    this.#underWay = { page, cancel }
    const result = await this.#fetch(page * PAGE, PAGE, cancel.signal)
    this.#underWay = null
    if (this.#isDisposed) return
    if (result.ok) this.#keep(page, result.value)
    else if (result.error.code !== 'cancelled') this.error.value = result.error
    this.#next()
  }

  #keep(page: number, { rows, total }: RowWindow<Row>): void {
    this.#stale.delete(page)
    this.#pages.delete(page)
    this.#pages.set(page, rows)
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) break
      if (!this.#isWanted(old)) this.#pages.delete(old)
    }
    this.total.value = total
    this.#arrived.value++
  }
}
