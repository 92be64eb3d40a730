import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { Csr } from './csr.ts'
import { type ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'

export interface PathOptions {
  /** How many paths at most. */
  readonly count: number
  /** Edges that a path may take. */
  readonly classes: ClassMask
  /** Rows that no path may pass through, not even as its root. */
  readonly ignored?: Iterable<number>
}

const FREE = -1
const BARRED = -2

/**
 * Paths from the roots to an SV, each from its root to the SV itself, shortest first. They are independent: no two have
 * an SV in common but the SV itself and roots (all would lead through the main stash otherwise), and none leads through
 * one root to another. A search backwards from the SV for each path, around what is ignored and what earlier paths took;
 * where a shortest path blocks two longer ones, these are not found. Of equally short paths the one through the lowest
 * rows near the SV. O(paths * (rows + edges above the SV)); 4 bytes a row of scratch.
 *
 * @param inrefs the reversed graph
 * @param isRoot row -> 1 where a root points at it
 */
export async function independentPaths(
  row: number,
  inrefs: Csr,
  isRoot: Uint8Array,
  { count, classes, ignored = [] }: PathOptions,
  slice: Slice = UNSLICED,
): Promise<number[][]> {
  const { offsets, targets: sources } = inrefs
  const towards = new Int32Array(offsets.length - 1).fill(FREE) // row -> next row on the way to the SV
  for (const holder of ignored) towards[holder] = BARRED
  if (towards[row] === BARRED) return []
  towards[row] = row
  const paths: number[][] = []
  if (isRoot[row] === 1 && count > 0) paths.push([row])

  const directRoots = new Set<number>() // whose own edge to the SV is taken
  const met: number[] = []
  while (paths.length < count) {
    let root = -1
    met.push(row)
    for (let next = 0; next < met.length && root < 0; next++) {
      if ((next & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      const at = met[next]
      for (let e = offsets[at], end = offsets[at + 1]; e < end; e++) {
        const word = sources[e]
        const holder = word & EDGE_ROW_MASK
        if (towards[holder] !== FREE || ((classes >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
        if (at === row && directRoots.has(holder)) continue
        towards[holder] = at
        met.push(holder)
        if (isRoot[holder] === 0) continue
        root = holder
        break
      }
    }
    if (root < 0) break

    const path = [root]
    while (path[path.length - 1] !== row) path.push(towards[path[path.length - 1]])
    paths.push(path)
    for (const holder of met) if (holder !== row) towards[holder] = FREE
    met.length = 0
    if (path.length === 2) directRoots.add(root)
    for (let i = 1; i < path.length - 1; i++) towards[path[i]] = BARRED
  }
  return paths
}
