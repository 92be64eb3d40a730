import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { subPlace } from '../model/perl-step.ts'

/** Where a sub was written, nulls where that is not known or there is no sub. */
export function placeOfSub(heap: Heap, sub: SvIndex): { file: string | null; line: number | null } {
  if (sub === NO_SV) return { file: null, line: null }
  const { file, line } = subPlace(heap, sub)
  return { file, line: line === 0 ? null : line }
}
