import { BATCH_ROWS, Candidates } from '../../analyses/candidates.ts'
import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import { NO_SV, type SvIndex, type SvTable } from '../../columns/sv-table.ts'
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

/** Put all SVs of a heap through filters, each of which must accept what the one before found. O(SVs). */
export async function search(svs: SvTable, filters: readonly Filter[], meter: Meter, slice: Slice): Promise<Found> {
  const given = (await filters[0]?.findAll?.(slice)) ?? null
  if (given && filters.length === 1) return { candidates: given, rows: given }
  const left = given ? filters.slice(1) : filters
  const only = left.length === 1 ? left[0] : null
  const candidates = new Candidates(svs, left[0]?.kinds ?? null, left[0]?.anyFlag ?? 0)
  const accepted = new U32List()
  const rows = left.some(({ findsOther }) => findsOther) ? new U32List() : null
  const numRows = given?.length ?? svs.numSvs
  meter.steps = 0
  for (let start = 0; start < numRows; start += BATCH_ROWS) {
    const end = Math.min(start + BATCH_ROWS, numRows)
    const batch = given ? given.subarray(start, end) : candidates.among(start, end)
    for (let i = 0; i < batch.length; i++) {
      if (isClockTime(i, meter) && slice.isOver()) {
        slice.progress(start, numRows)
        await slice.next()
      }
      const row = batch[i]
      const found = only ? only.accept(row) : throughAll(left, row)
      if (found === NO_SV) continue
      accepted.push(row)
      rows?.push(found)
    }
  }
  const all = accepted.finish()
  return { candidates: all, rows: rows?.finish() ?? all }
}

function throughAll(filters: readonly Filter[], candidate: SvIndex): SvIndex {
  let row = candidate
  for (let i = 0; i < filters.length && row !== NO_SV; i++) row = filters[i].accept(row)
  return row
}
