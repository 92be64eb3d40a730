import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import { NO_SV, type SvIndex, type SvTable } from '../../columns/sv-table.ts'
import type { Filter, Meter } from './filter.ts'

/** Rows, and steps of filters, between two looks at the clock: some 0.1 ms of work. */
const SLICE_ROWS_MASK = 0xfff
const SLICE_STEPS = 1 << 14

/** Whether it is time to look at the clock, after so many steps of a loop. */
export function isClockTime(step: number, meter: Meter): boolean {
  if ((step & SLICE_ROWS_MASK) !== 0 && meter.steps <= SLICE_STEPS) return false
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

/** Put all SVs of a heap through filters, each of which must accept what the one before found. O(SVs). */
export async function search(svs: SvTable, filters: readonly Filter[], meter: Meter, slice: Slice): Promise<Found> {
  const { kind, numSvs } = svs
  const given = (await filters[0]?.findAll?.(slice)) ?? null
  if (given && filters.length === 1) return { candidates: given, rows: given }
  const left = given ? filters.slice(1) : filters
  const isCandidate = candidateKinds(left[0])
  const candidates = new U32List()
  const rows = left.some(({ findsOther }) => findsOther) ? new U32List() : null
  const only = left.length === 1 ? left[0] : null
  const numRows = given?.length ?? numSvs
  meter.steps = 0
  for (let i = 0; i < numRows; i++) {
    if (isClockTime(i, meter) && slice.isOver()) {
      slice.progress(i, numRows)
      await slice.next()
    }
    const row = given ? given[i] : i
    if (isCandidate[kind[row]] === 0) continue
    const found = only ? only.accept(row) : throughAll(left, row)
    if (found === NO_SV) continue
    candidates.push(row)
    rows?.push(found)
  }
  const all = candidates.finish()
  return { candidates: all, rows: rows?.finish() ?? all }
}

function throughAll(filters: readonly Filter[], candidate: SvIndex): SvIndex {
  let row = candidate
  for (let i = 0; i < filters.length && row !== NO_SV; i++) row = filters[i].accept(row)
  return row
}

function candidateKinds(first: Filter | undefined): Uint8Array {
  const isCandidate = new Uint8Array(256)
  if (!first?.kinds) return isCandidate.fill(1)
  for (const kind of first.kinds) isCandidate[kind] = 1
  return isCandidate
}
