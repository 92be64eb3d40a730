import type { Cascade } from './cascade.ts'
import type { Csr } from './csr.ts'
import { climb, dominatedBy } from './dominator-tree.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK, EdgeClass } from './edge.ts'
import type { FreedSet } from './reach.ts'

/** An edge of the heap: element `edge` of `csr.targets`, which is one of `source`'s. */
export interface EdgeRef {
  readonly source: number
  readonly edge: number
}

/** The dominator tree of what holds what: see dominators and dominatorChildren. */
export interface DominatorTree {
  readonly idom: Int32Array
  readonly children: Csr
}

/** What would happen if a reference were weak. */
export interface WhatIf {
  /** What Perl frees at once, in this order. */
  readonly freed: FreedSet
  /** SVs that lost references and stay, in the order of their first loss. */
  readonly staying: readonly Staying[]
  /** SVs that are not freed, but that nothing leads to any more: a leak that the change makes. */
  readonly island: FreedSet
}

export interface Staying {
  readonly row: number
  /** Its refcount then. */
  readonly left: number
  /** Rows that still hold it, once for each reference. */
  readonly holders: readonly number[]
  /** References that no SV accounts for: something outside of the heap holds it as well. */
  readonly outside: number
}

/**
 * "What if this reference were weak?", by Perl's own rules: the refcount cascade says what is freed, the dominator tree
 * what is cut off. O(what is touched and its inrefs, and what is cut off).
 *
 * Taking an edge away cuts something off only if its target is cut off, for all that needs the edge needs the target.
 * And the target is cut off if every other way to it comes from what it dominates. Then all that it dominates is.
 *
 * @param cascade on which nothing is dropped; undone again afterwards
 * @param held classes of edges along which the tree was made
 */
export function whatIfWeak(
  { source, edge }: EdgeRef,
  cascade: Cascade,
  inrefs: Csr,
  tree: DominatorTree,
  held: ClassMask = ClassMask.HELD,
): WhatIf {
  const { csr, numSvs, size, counted = ClassMask.STRONG } = cascade.heap
  const nothing: FreedSet = { rows: new Uint32Array(0), bytes: 0 }
  const word = csr.targets[edge]
  const target = word & EDGE_ROW_MASK
  if (((counted >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0 || target >= numSvs) {
    return { freed: nothing, staying: [], island: nothing }
  }

  cascade.drop(target)
  const freed = { rows: Uint32Array.from(cascade.freed), bytes: cascade.bytes }
  const staying = [...new Set(cascade.touched.filter((row) => !cascade.isFreed(row)))].map((row) =>
    stayingOf(row, row === target ? source : -1, cascade, inrefs, counted),
  )
  let island = nothing
  if (isOnlyWay(source, target, inrefs, tree.idom, held)) {
    const rows = dominatedBy(target, tree.children).filter((row) => row < numSvs && !cascade.isFreed(row))
    island = { rows, bytes: rows.reduce((bytes, row) => bytes + size[row], 0) }
  }
  cascade.undo()
  return { freed, staying, island }
}

/** @param cutFrom the source of the edge that is cut, if it leads here; -1 otherwise */
function stayingOf(row: number, cutFrom: number, cascade: Cascade, inrefs: Csr, counted: ClassMask): Staying {
  const holders: number[] = []
  const sharing: number[] = []
  let isCutPassed = cutFrom < 0
  for (let e = inrefs.offsets[row]; e < inrefs.offsets[row + 1]; e++) {
    const word = inrefs.targets[e]
    const holder = word & EDGE_ROW_MASK
    const ofClass = word >>> EDGE_CLASS_SHIFT
    if (cascade.isFreed(holder)) continue
    if (ofClass === EdgeClass.SHARED) sharing.push(holder)
    else if (((counted >>> ofClass) & 1) === 0) continue
    else if (holder === cutFrom && !isCutPassed) isCutPassed = true
    else holders.push(holder)
  }
  const left = cascade.left[row]
  if (!cascade.isOwed(row)) return { row, left, holders, outside: Math.max(0, left - holders.length) }
  // They stand in for the one that counted for them all.
  return { row, left, holders: [...holders, ...sharing], outside: Math.max(0, left - holders.length - 1) }
}

/**
 * Whether all that leads to `target` leads over one edge from `source`, or comes from what the target dominates, or from
 * a part that counts for less than the target's own (see Reach).
 */
function isOnlyWay(source: number, target: number, inrefs: Csr, idom: Int32Array, held: ClassMask): boolean {
  if (idom[target] !== source) return false
  const superRoot = climb(source, -1, idom)
  let isCutPassed = false
  for (let e = inrefs.offsets[target]; e < inrefs.offsets[target + 1]; e++) {
    const word = inrefs.targets[e]
    const holder = word & EDGE_ROW_MASK
    if (((held >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
    if (holder === source && !isCutPassed) {
      isCutPassed = true
      continue
    }
    const above = climb(holder, target, idom)
    if (above !== target && above >= superRoot) return false
  }
  return true
}
