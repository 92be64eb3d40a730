import { type Slice } from '../../base/slice.ts'
import { NO_SV, type SvIndex, type SvTable } from '../../columns/sv-table.ts'
import type { Filter, Meter } from './filter.ts'

/** Steps between two looks at the clock: some 0.1 ms of work. */
const SLICE_STEPS = 1 << 14

/** What a search found, ascending. */
export interface Found {
  /** The SVs that went through the filters. */
  readonly candidates: Int32Array
  /** What was found for each: the SV itself, unless a filter finds one for another. */
  readonly rows: Int32Array
}

/** Put all SVs of a heap through filters, each of which must accept what the one before found. O(SVs). */
export async function search(svs: SvTable, filters: readonly Filter[], meter: Meter, slice: Slice): Promise<Found> {
  const isCandidate = candidateKinds(filters[0])
  const candidates: SvIndex[] = []
  const rows: SvIndex[] = []
  meter.steps = 0
  for (let row = 0; row < svs.numSvs; row++) {
    if (meter.steps++ > SLICE_STEPS) {
      meter.steps = 0
      if (slice.isOver()) {
        slice.progress(row, svs.numSvs)
        await slice.next()
      }
    }
    if (isCandidate[svs.kind[row]] === 0) continue
    const found = throughAll(filters, row)
    if (found === NO_SV) continue
    candidates.push(row)
    rows.push(found)
  }
  return { candidates: Int32Array.from(candidates), rows: Int32Array.from(rows) }
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
