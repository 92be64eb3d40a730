import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { allHashPairs, hashHead } from '../columns/hash-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { Reach } from '../graph/preorder.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { Ground } from './ground.ts'
import { type KeyPattern, patternOfKeys } from './key-pattern.ts'
import { type Population, populationOf, SAMPLE } from './population.ts'
import type { Shapes } from './shapes.ts'

/** A container in which much comes together: where the dominator tree branches. */
export interface Holder {
  readonly row: SvIndex
  readonly kind: 'array' | 'hash'
  readonly numElements: number
  readonly retained: Bytes
  readonly population: Population
  /** What the keys of a hash look like. */
  readonly keys: KeyPattern | null
}

const MIN_ELEMENTS = 16
const MIN_BYTES = 4096
/** A container of which one element retains more than this part only passes on what that one holds. */
const MAX_SHARE = 0.8
/** Inside of a holder another one is told of if it retains this part of it. */
const INNER_SHARE = 0.1

/**
 * Arrays and hashes that retain most: top down through the dominator tree to where it branches into many. Of what stands
 * in such a container only what makes up much of it is told again. Most retained first. O(SVs).
 */
export async function accumulationPoints(
  { heap, model, holding }: Analyses,
  { idom, retained, tree, reach }: Ground,
  shapes: Shapes,
  slice: Slice,
): Promise<Holder[]> {
  const { kind, flags, size } = heap.svs
  const { nodes, numRows, starts } = await holding.graph(slice)
  const end = starts[Reach.OUTSIDE]
  // The table of shared strings is perl's own.
  const strtab = heap.data.roots.find(({ name }) => name === 'strtab')?.row ?? NO_SV
  const above = new Int32Array(nodes.length).fill(NO_SV) // node -> nearest holder above it
  const found: Holder[] = []
  for (let at = 0; at < end; at++) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(at, end)
      await slice.next()
    }
    const row = nodes[at]
    const outer = idom[row] < 0 ? NO_SV : above[idom[row]]
    above[row] = outer
    if (row >= numRows || retained[row] < MIN_BYTES || row === strtab || reach[row] !== Reach.ROOTS) continue
    const isArray = kind[row] === SvKind.ARRAY && !(flags[row] & SvFlag.ARRAY_UNREAL)
    if (!isArray && kind[row] !== SvKind.HASH) continue
    if (outer !== NO_SV && retained[row] < INNER_SHARE * retained[outer]) continue
    let largest = 0
    for (let e = tree.offsets[row]; e < tree.offsets[row + 1]; e++) {
      if (retained[tree.targets[e]] > largest) largest = retained[tree.targets[e]]
    }
    if (largest > MAX_SHARE * (retained[row] - size[row])) continue
    const numElements = isArray ? elementsOf(heap, row).count : hashHead(heap, row).count
    if (numElements < MIN_ELEMENTS) continue
    above[row] = row
    const population = populationOf(model, shapes, row)
    const keys = isArray
      ? null
      : patternOfKeys(
          allHashPairs(heap, hashHead(heap, row))
            .slice(0, SAMPLE)
            .map(({ key }) => key),
          numElements,
        )
    found.push({ row, kind: isArray ? 'array' : 'hash', numElements, retained: retained[row], population, keys })
  }
  return found.sort((a, b) => b.retained - a.retained || a.row - b.row)
}
