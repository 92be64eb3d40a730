import type { ByteColumn } from '../base/byte-column.ts'
import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import type { Analyses } from './analyses.ts'
import { type OwnedInput, type OwnedSums, ownedSet, whereItShows } from './owned-size.ts'
import { ShownSvs } from './shown-svs.ts'
import { type SizeKind, sizesOf } from './size-kind.ts'
import { structureSet } from './structure-size.ts'
import { topRows } from './top-rows.ts'
import { TreeParts } from './tree-parts.ts'
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
 * O(SVs) for the first level, O(size of the set) for each further list; of owned sets that are trees only the largest
 * SVs are looked at.
 */
export async function largestSvs(
  analyses: Analyses,
  by: SizeKind,
  counts: readonly number[],
  slice: Slice,
): Promise<LargestList> {
  const { size, numSvs } = analyses.heap.svs
  const sizes = await sizesOf(analyses, by, slice)
  if (by === 'owned') {
    const input = await analyses.ownedInput(slice)
    const sums = await analyses.ownedSums(slice)
    return listAll(
      sizes,
      size,
      numSvs,
      counts,
      new OwnedParts(input, sums, await analyses.inrefGraph(slice), Math.max(...counts)),
    )
  }
  const structures = { of: (sv: SvIndex) => structureSet(analyses.model, sv).subarray(1) }
  return listAll(
    sizes,
    size,
    numSvs,
    counts,
    new PartsInSets(sizes, size, numSvs, by === 'structure' ? structures : null),
  )
}

/** What SVs are made up of, and which SVs were shown. */
interface Parts {
  readonly shown: Bytes
  show(sv: SvIndex): void
  of(sv: SvIndex): PartsOfSv | null
}

/** The parts of one SV. */
interface PartsOfSv {
  top(count: number): readonly SvIndex[]
  /** SV sizes of those that were not shown. */
  hidden(): Bytes
  show(): void
}

/** The list by some size: `size` are those of the SVs themselves. */
export function listAll(
  sizes: ByteColumn,
  size: ByteColumn,
  numSvs: number,
  counts: readonly number[],
  parts: Parts,
): LargestList {
  const entriesOf = (svs: readonly SvIndex[], level: number): LargestEntry[] => {
    return svs.map((sv) => {
      parts.show(sv)
      const own = level + 1 < counts.length ? parts.of(sv) : null
      if (!own) return { sv, bytes: sizes[sv], parts: null }
      const entries = entriesOf(own.top(counts[level + 1]), level + 1)
      const list = { entries, others: own.hidden() }
      own.show()
      return { sv, bytes: sizes[sv], parts: list }
    })
  }
  const entries = entriesOf(topRows(sizes, numSvs, counts[0]), 0)
  let all = 0
  for (let row = 0; row < numSvs; row++) all += size[row]
  return { entries, others: all - parts.shown }
}

/** So many parts that to find the largest one by one is still cheaper than to go through them all. */
const FEW = 100

/** Parts by owned sets. */
export class OwnedParts implements Parts {
  readonly #input: OwnedInput
  readonly #sums: OwnedSums
  readonly #svs: ShownSvs
  readonly #trees: TreeParts

  /**
   * @param inrefs the graph turned around
   * @param count how many are asked for at most
   */
  constructor(input: OwnedInput, sums: OwnedSums, inrefs: Csr, count: number) {
    this.#input = { ...input, inOrder: whereItShows(input, sums.isTree, inrefs) }
    this.#sums = sums
    this.#svs = new ShownSvs(input, sums, inrefs)
    this.#trees = new TreeParts(sums.sizes, input, Math.min(count, FEW))
  }

  get shown(): Bytes {
    return this.#svs.bytes
  }

  show(sv: SvIndex): void {
    this.#svs.show(sv)
  }

  of(sv: SvIndex): PartsOfSv | null {
    const input = this.#input
    const svs = this.#svs
    const { sizes, isTree } = this.#sums
    if (isTree[sv] === 1) {
      if (this.#trees.isEmpty(sv)) return null
      return {
        top: (count) => {
          return count <= FEW ? this.#trees.top(sv, count) : topRows(sizes, ownedSet(sv, input).subarray(1), count)
        },
        hidden: () => svs.hiddenInTree(sv),
        show: () => svs.showTree(sv),
      }
    }
    const set = ownedSet(sv, input).subarray(1)
    if (set.length === 0) return null
    return {
      top: (count) => topRows(sizes, set, count),
      hidden: () => svs.hiddenInSet(set),
      show: () => svs.showSet(set),
    }
  }
}

/** Parts that are gone through one by one. */
class PartsInSets implements Parts {
  shown: Bytes = 0
  readonly #sizes: ByteColumn
  readonly #size: ByteColumn
  readonly #isShown: Uint8Array
  readonly #sets: { of(sv: SvIndex): Uint32Array } | null

  constructor(sizes: ByteColumn, size: ByteColumn, numSvs: number, sets: { of(sv: SvIndex): Uint32Array } | null) {
    this.#sizes = sizes
    this.#size = size
    this.#isShown = new Uint8Array(numSvs)
    this.#sets = sets
  }

  show(sv: SvIndex): void {
    if (this.#isShown[sv] === 0) this.shown += this.#size[sv]
    this.#isShown[sv] = 1
  }

  of(sv: SvIndex): PartsOfSv | null {
    const set = this.#sets?.of(sv)
    if (!set || set.length === 0) return null
    return {
      top: (count) => topRows(this.#sizes, set, count),
      hidden: () => {
        let bytes = 0
        for (const part of set) if (this.#isShown[part] === 0) bytes += this.#size[part]
        return bytes
      },
      show: () => {
        for (const part of set) this.show(part)
      },
    }
  }
}
