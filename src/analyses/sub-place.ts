import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import type { Csr } from '../graph/csr.ts'
import { place, subName, subPlace } from '../model/perl-step.ts'
import { SvKind } from '../reader/sv-types.ts'

/** Where a sub was written, nulls where that is not known or there is no sub. */
export function placeOfSub(heap: Heap, sub: SvIndex): { file: string | null; line: number | null } {
  if (sub === NO_SV) return { file: null, line: null }
  const { file, line } = subPlace(heap, sub)
  return { file, line: line === 0 ? null : line }
}

/**
 * What a sub is called; for the code of a file that has run, and that only the subs in it still hold, the file is that of
 * these subs.
 *
 * @param inrefs the held graph turned around
 */
export function titleOfSub(heap: Heap, { offsets, targets: sources }: Csr, sub: SvIndex): string {
  const name = subName(heap, sub)
  if (name !== 'a sub') return name
  for (let e = offsets[sub]; e < offsets[sub + 1]; e++) {
    const inner = sources[e] & EDGE_ROW_MASK
    const { file } = heap.svs.kind[inner] === SvKind.CODE ? subPlace(heap, inner) : { file: null }
    if (file !== null) return `the code of ${place(file, 0)}`
  }
  return name
}
