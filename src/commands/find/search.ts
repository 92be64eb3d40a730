import { BATCH_ROWS, Candidates } from '../../analyses/candidates.ts'
import { common } from '../../base/ascending.ts'
import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import { NO_SV, type SvTable } from '../../columns/sv-table.ts'
import type { Filter, Meter } from './filter.ts'

/** Steps of filters between two looks at the clock, as much work as a batch of rows. */
const SLICE_STEPS = 1 << 14

/** Whether it is time to look at the clock, after so many steps of a loop. */
export function isClockTime(step: number, meter: Meter): boolean {
  if ((step & (BATCH_ROWS - 1)) !== 0 && meter.steps <= SLICE_STEPS) return false
  meter.steps = 0
  return true
}

/** What a search found, by ascending candidates. */
export interface Found {
  /** The SVs that went through the filters. */
  readonly candidates: Uint32Array
  /** What was found for each: the same SVs, unless a filter finds another for one. */
  readonly rows: Uint32Array
}

/** So many SVs are asked one by one sooner than all strings or numbers of a heap are searched. */
const FEW_SVS = 1 << 14

/** Put all SVs of a heap through filters, each of which must accept what the one before found. O(SVs). */
export async function search(svs: SvTable, filters: readonly Filter[], meter: Meter, slice: Slice): Promise<Found> {
  const [given, left] = await searchAtOnce(filters, slice)
  if (given && left.length === 0) return { candidates: given, rows: given }
  const candidates = new Candidates(svs, left[0]?.kinds ?? null, left[0]?.anyFlag ?? 0)
  const sieve = new Sieve(left, meter)
  const numRows = given?.length ?? svs.numSvs
  for (let start = 0; start < numRows; start += BATCH_ROWS) {
    const end = Math.min(start + BATCH_ROWS, numRows)
    const batch = given ? given.subarray(start, end) : candidates.among(start, end)
    for (let next = 0; next < batch.length; ) {
      meter.steps = 0
      if (slice.isOver()) {
        slice.progress(start, numRows)
        await slice.next()
      }
      next = sieve.sift(batch, next)
    }
  }
  return sieve.finish()
}

/** What the filters accept that have a quicker way than one by one, null if none has; and those that are left. */
async function searchAtOnce(filters: readonly Filter[], slice: Slice): Promise<[Uint32Array | null, Filter[]]> {
  let given: Uint32Array | null = null
  const left: Filter[] = []
  let mayBeOther = false
  for (const filter of filters) {
    mayBeOther ||= filter.findsOther === true
    const isWorthIt: boolean = !mayBeOther && (given === null || given.length > FEW_SVS)
    const all: Uint32Array | null = (isWorthIt && (await filter.findAll?.(slice))) || null
    if (all === null) left.push(filter)
    else given = given === null ? all : common(given, all)
  }
  return [given, left]
}

class Sieve {
  readonly #filters: readonly Filter[]
  readonly #meter: Meter
  readonly #accepted = new U32List()
  /** What was found for each, if that may be another SV. */
  readonly #found: U32List | null

  constructor(filters: readonly Filter[], meter: Meter) {
    this.#filters = filters
    this.#meter = meter
    this.#found = filters.some(({ findsOther }) => findsOther) ? new U32List() : null
  }

  /** From a position of a batch on, to its end or as far as is enough before a look at the clock; returns where it is. */
  sift(batch: Uint32Array, from: number): number {
    const filters = this.#filters
    const meter = this.#meter
    if (filters.length === 1 && filters[0].narrow) {
      const length = filters[0].narrow(batch, batch.length)
      for (let i = 0; i < length; i++) this.#accepted.push(batch[i])
      return batch.length
    }
    for (let i = from; i < batch.length; i++) {
      const candidate = batch[i]
      let row = candidate
      for (let f = 0; f < filters.length && row !== NO_SV; f++) row = filters[f].accept(row)
      if (row !== NO_SV) {
        this.#accepted.push(candidate)
        this.#found?.push(row)
      }
      if (meter.steps > SLICE_STEPS) return i + 1
    }
    return batch.length
  }

  finish(): Found {
    const candidates = this.#accepted.finish()
    return { candidates, rows: this.#found?.finish() ?? candidates }
  }
}
