import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import type { Analyses } from './analyses.ts'
import { ownedSet } from './owned-size.ts'
import { type SizeKind, sizesOf } from './size-kind.ts'
import { structureSet } from './structure-size.ts'
import { topRows } from './top-rows.ts'
import type { Slice } from '../base/slice.ts'

/** The largest SVs of a heap, or of those that make up another. */
export interface LargestList {
  readonly entries: readonly LargestEntry[]
  /** SV sizes of what belongs here and was not shown anywhere so far. */
  readonly others: Bytes
}

export interface LargestEntry {
  readonly sv: SvIndex
  readonly bytes: Bytes
  /** What makes it up; null where there is nothing, or that was not asked for. */
  readonly parts: LargestList | null
}

/**
 * The largest SVs by a size, and in each of these what is largest in it, as many as `counts` says on each level. Of
 * equal sizes the lower address comes first. What is shown in one place may be shown again in another, but `others`
 * counts nothing that was shown before; that is pmat's way.
 *
 * O(SVs) for the first level, O(size of the set) for each further list.
 */
export async function largestSvs(
  analyses: Analyses,
  by: SizeKind,
  counts: readonly number[],
  slice: Slice,
): Promise<LargestList> {
  const { size, numSvs } = analyses.heap.svs
  const sizes = await sizesOf(analyses, by, slice)
  const owned = by === 'owned' ? await analyses.ownedInput(slice) : null
  const isShown = new Uint8Array(numSvs)

  const list = (rows: Uint32Array | null, level: number): LargestList => {
    const entries: LargestEntry[] = []
    for (const sv of topRows(sizes, rows ?? numSvs, counts[level])) {
      isShown[sv] = 1
      const parts = by !== 'sv' && level + 1 < counts.length ? partsOf(sv) : []
      entries.push({ sv, bytes: sizes[sv], parts: parts.length === 0 ? null : list(parts as Uint32Array, level + 1) })
      for (const part of parts) isShown[part] = 1
    }
    let others = 0
    if (rows) for (const row of rows) others += isShown[row] ? 0 : size[row]
    else for (let row = 0; row < numSvs; row++) if (isShown[row] === 0) others += size[row]
    return { entries, others }
  }
  const partsOf = (sv: SvIndex): Uint32Array => {
    return (owned ? ownedSet(sv, owned) : Uint32Array.from(structureSet(analyses.model, sv))).subarray(1)
  }
  return list(null, 0)
}
