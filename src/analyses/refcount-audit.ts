import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { NO_SV, type SvIndex, type SvTable } from '../columns/sv-table.ts'
import { EDGE_CLASS_SHIFT, EDGE_ROW_MASK, EdgeClass } from '../graph/edge.ts'
import type { HeldGraph } from '../graph/held.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'

/** Refcounts against the references that the dump shows. */
export interface RefcountAudit {
  /** Row -> references that Perl counts and that the dump shows. */
  readonly seen: Uint32Array
  /**
   * Rows that something outside of the heap holds: whose refcount is higher. (Those with a refcount of 0 too: perl is
   * at work on them.) Ascending.
   */
  readonly outside: Uint32Array
  /** Lists of weak references, which perl counts twice. */
  readonly doubled: readonly SvIndex[]
  /** SVs whose refcount is just what was seen, higher, and lower. */
  readonly numBalanced: number
  readonly numExcess: number
  readonly numDeficit: number
}

/** A C structure has no refcount: the dumper writes this. */
const NO_REFCOUNT = 0xffff_ffff

/**
 * Count what Perl counts: strong edges of the held graph, saved values, roots that count; a package for each SV blessed
 * into it. Some things perl counts twice: a list of weak references, lest it be freed before what it belongs to; and what
 * `local` saved, and the array or hash that it was saved from, for the way back. O(edges).
 */
export async function auditRefcounts(
  { csr, countedByRoots }: HeldGraph,
  { kind, flags, refcount, blessed, numSvs, numRows }: SvTable,
  slice: Slice = UNSLICED,
): Promise<RefcountAudit> {
  const { targets } = csr
  const seen = new Uint32Array(numRows)
  for (let start = 0; start < targets.length; start += STEP_MASK + 1) {
    if (slice.isOver()) {
      slice.progress(start, targets.length)
      await slice.next()
    }
    countEdges(targets, start, Math.min(targets.length, start + STEP_MASK + 1), seen)
  }
  const { offsets } = csr
  for (let row = 0; row < numRows; row++) {
    if (!(flags[row] & SvFlag.HAS_NOTES)) continue
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      if (targets[e] >>> EDGE_CLASS_SHIFT !== EdgeClass.SAVED) continue
      const value = targets[e] & EDGE_ROW_MASK
      if (seen[value] < refcount[value]) seen[value]++
      if (kind[row] !== SvKind.GLOB && seen[row] < refcount[row]) seen[row]++
    }
  }
  const doubled: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) {
    seen[row] += countedByRoots[row]
    if (blessed[row] !== NO_SV) seen[blessed[row]]++
    if (kind[row] !== SvKind.ARRAY || !(flags[row] & SvFlag.ARRAY_UNREAL)) continue
    if (seen[row] === 1 && refcount[row] === 2) {
      seen[row] = 2
      doubled.push(row)
    }
  }

  let numBalanced = 0
  let numDeficit = 0
  let numOutside = 0
  for (let row = 0; row < numSvs; row++) {
    if (refcount[row] === seen[row]) numBalanced++
    else if (refcount[row] < seen[row]) numDeficit++
    if (isHeldOutside(row, refcount, seen)) numOutside++
  }
  const outside = new Uint32Array(numOutside)
  for (let row = 0, i = 0; row < numSvs; row++) if (isHeldOutside(row, refcount, seen)) outside[i++] = row
  return { seen, outside, doubled, numBalanced, numExcess: numSvs - numBalanced - numDeficit, numDeficit }
}

/** The hot part. */
function countEdges(targets: Uint32Array, start: number, end: number, seen: Uint32Array): void {
  const counted = (1 << EdgeClass.STRONG) | (1 << EdgeClass.SAVED)
  for (let e = start; e < end; e++) {
    const word = targets[e]
    if (((counted >>> (word >>> EDGE_CLASS_SHIFT)) & 1) !== 0) seen[word & EDGE_ROW_MASK]++
  }
}

function isHeldOutside(row: SvIndex, refcount: Uint32Array, seen: Uint32Array): boolean {
  return refcount[row] > seen[row] || refcount[row] === 0
}

/** Refcount minus references seen; 0 for what has none (C structures). */
export function excessOf(row: SvIndex, { seen }: RefcountAudit, { refcount }: SvTable): number {
  return refcount[row] === NO_REFCOUNT ? 0 : refcount[row] - seen[row]
}
