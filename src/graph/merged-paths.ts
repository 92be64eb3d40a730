import type { Csr } from './csr.ts'
import { NO_DEPTH } from './depth.ts'
import { type ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'

/** The shortest paths from the roots to many SVs, merged into a forest: who holds all these? One element an SV. */
export interface MergedPaths {
  /** SVs on the paths, roots first, then by depth. */
  readonly rows: Uint32Array
  /** Index in `rows` of the next SV towards the root, -1 = it is a root. */
  readonly holder: Int32Array
  /** How many of the given SVs are here or below. */
  readonly count: Uint32Array
}

/**
 * Merge a shortest path to each of the given rows; of equally near holders the lowest row is taken for all. Rows without
 * a depth (nothing reaches them) and repeats are left out. O(SVs on the paths and their inrefs), and a sort of these.
 *
 * @param inrefs the reversed graph
 * @param depth row -> depth, along edges of the same classes: see depths
 */
export function mergedPaths(given: Iterable<number>, inrefs: Csr, depth: Uint32Array, classes: ClassMask): MergedPaths {
  const index = new Int32Array(depth.length).fill(-1)
  const own = 1
  const isGiven = new Uint8Array(depth.length)
  const met: number[] = []
  for (const row of given) {
    if (depth[row] === NO_DEPTH) continue
    isGiven[row] = own
    for (let at = row; at >= 0 && index[at] < 0; at = nearerHolder(at, inrefs, depth, classes)) {
      index[at] = met.length
      met.push(at)
    }
  }

  const rows = Uint32Array.from(met).sort((a, b) => depth[a] - depth[b] || a - b)
  for (let i = 0; i < rows.length; i++) index[rows[i]] = i
  const holder = new Int32Array(rows.length)
  const count = new Uint32Array(rows.length)
  for (let i = rows.length - 1; i >= 0; i--) {
    const above = nearerHolder(rows[i], inrefs, depth, classes)
    holder[i] = above < 0 ? -1 : index[above]
    count[i] += isGiven[rows[i]]
    if (above >= 0) count[holder[i]] += count[i]
  }
  return { rows, holder, count }
}

/** The lowest row that holds this one and is one step nearer to the roots; -1 for a root. */
function nearerHolder(row: number, { offsets, targets }: Csr, depth: Uint32Array, classes: ClassMask): number {
  if (depth[row] === 0) return -1
  for (let e = offsets[row]; e < offsets[row + 1]; e++) {
    const holder = targets[e] & EDGE_ROW_MASK
    if (depth[holder] === depth[row] - 1 && ((classes >>> (targets[e] >>> EDGE_CLASS_SHIFT)) & 1) === 1) return holder
  }
  return -1
}
