import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import { NO_SV, type SvIndex, type SvTable } from '../../columns/sv-table.ts'
import type { Filter, Meter } from './filter.ts'

/** Rows, and steps of filters, between two looks at the clock: some 0.1 ms of work. */
const SLICE_ROWS_MASK = 0xfff
const SLICE_STEPS = 1 << 14

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
  const isCandidate = candidateKinds(filters[0])
  const candidates = new U32List()
  const rows = filters.some(({ findsOther }) => findsOther) ? new U32List() : null
  meter.steps = 0
  for (let row = 0; row < numSvs; row++) {
    if ((row & SLICE_ROWS_MASK) === 0 || meter.steps > SLICE_STEPS) {
      meter.steps = 0
      if (slice.isOver()) {
        slice.progress(row, numSvs)
        await slice.next()
      }
    }
    if (isCandidate[kind[row]] === 0) continue
    const found = throughAll(filters, row)
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
