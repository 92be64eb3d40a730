import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { allHashPairs, pairRange } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
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
  analyses: Analyses,
  ground: Ground,
  shapes: Shapes,
  slice: Slice,
): Promise<Holder[]> {
  const { heap, model, holding } = analyses
  const { nodes, starts } = await holding.graph(slice)
  const end = starts[Reach.OUTSIDE]
  const points = new Points(heap, ground, nodes.length)
  for (let at = 0; at < end; at += STEP_MASK + 1) {
    if (slice.isOver()) {
      slice.progress(at, end)
      await slice.next()
    }
    for (let i = at; i < Math.min(end, at + STEP_MASK + 1); i++) points.look(nodes[i])
  }
  const found: Holder[] = []
  for (const row of points.rows) {
    if (slice.isOver()) await slice.next()
    const isArray = heap.svs.kind[row] === SvKind.ARRAY
    const numElements = numElementsOf(heap, row)
    const population = populationOf(model, shapes, row)
    const keys = isArray ? null : patternOfKeys(firstKeys(heap, row), numElements)
    found.push({ row, kind: isArray ? 'array' : 'hash', numElements, retained: ground.retained[row], population, keys })
  }
  return found.sort((a, b) => b.retained - a.retained || a.row - b.row)
}

/** The hot part: finds the rows, looking at each node behind those above it in the dominator tree. */
class Points {
  readonly rows: SvIndex[] = []
  readonly #heap: Heap
  readonly #ground: Ground
  /** Node -> nearest holder above it. */
  readonly #above: Int32Array
  /** The table of shared strings is perl's own. */
  readonly #strtab: SvIndex

  constructor(heap: Heap, ground: Ground, numNodes: number) {
    this.#heap = heap
    this.#ground = ground
    this.#above = new Int32Array(numNodes).fill(NO_SV)
    this.#strtab = heap.data.roots.find(({ name }) => name === 'strtab')?.row ?? NO_SV
  }

  look(node: number): void {
    const { idom, retained, reach } = this.#ground
    const above = this.#above
    const outer = idom[node] < 0 ? NO_SV : above[idom[node]]
    above[node] = outer
    const { numRows, kind, flags } = this.#heap.svs
    if (node >= numRows || retained[node] < MIN_BYTES || node === this.#strtab || reach[node] !== Reach.ROOTS) return
    const isArray = kind[node] === SvKind.ARRAY && !(flags[node] & SvFlag.ARRAY_UNREAL)
    if (!isArray && kind[node] !== SvKind.HASH) return
    if (outer !== NO_SV && retained[node] < INNER_SHARE * retained[outer]) return
    if (!this.#branches(node) || numElementsOf(this.#heap, node) < MIN_ELEMENTS) return
    above[node] = node
    this.rows.push(node)
  }

  /** Whether no one child stands for nearly all that is below. */
  #branches(row: SvIndex): boolean {
    const { retained, tree } = this.#ground
    let largest = 0
    for (let e = tree.offsets[row]; e < tree.offsets[row + 1]; e++) {
      if (retained[tree.targets[e]] > largest) largest = retained[tree.targets[e]]
    }
    return largest <= MAX_SHARE * (retained[row] - this.#heap.svs.size[row])
  }
}

function numElementsOf(heap: Heap, row: SvIndex): number {
  return heap.svs.kind[row] === SvKind.ARRAY ? elementsOf(heap, row).count : pairRange(heap, row).count
}

function firstKeys(heap: Heap, row: SvIndex): Uint8Array[] {
  const { count, ...range } = pairRange(heap, row)
  return allHashPairs(heap, { ...range, count: Math.min(count, SAMPLE) }).map(({ key }) => key)
}
