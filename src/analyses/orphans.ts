import type { Slice } from '../base/slice.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import type { Analyses } from './analyses.ts'

/**
 * SVs that nothing refers to, in any way that the real tool knows: no SV, no root, not the value stack. Ascending.
 * References through an RV need no look: what they lead to, the RV refers to. O(references).
 */
export async function orphans(analyses: Analyses, slice: Slice): Promise<SvIndex[]> {
  const { heap, model } = analyses
  const { numSvs, numRows } = heap.svs
  const isReferredTo = new Uint8Array(numRows)
  const { targets } = await analyses.outrefGraph(slice)
  for (let e = 0; e < targets.length; e++) isReferredTo[targets[e] & EDGE_ROW_MASK] = 1
  for (const { row } of heap.data.roots) if (row !== NO_SV) isReferredTo[row] = 1
  for (const { row } of heap.data.stack) if (row !== NO_SV) isReferredTo[row] = 1
  const found: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) {
    if (isReferredTo[row] === 0 && model.outrefs.protosubs.closuresOf(row).length === 0) found.push(row)
  }
  return found
}
