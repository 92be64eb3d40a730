import { type Slice, UNSLICED } from '../base/slice.ts'
import type { Cascade } from './cascade.ts'
import type { Csr } from './csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'
import type { EdgeRef } from './what-if.ts'

/** References that would break a cycle if they were weak: all those that a cycle has to one of its SVs. */
export interface Cut {
  readonly target: number
  /** Nearly always one. */
  readonly edges: readonly EdgeRef[]
  /** How many of the cycle's SVs are freed, and how many SVs and bytes in all: what hangs on the cycle goes with it. */
  readonly numMembersFreed: number
  readonly numFreed: number
  readonly bytes: number
}

export interface Cuts {
  /** Most bytes first, then fewest edges, then lowest rows. Cuts that free nothing are left out. */
  readonly cuts: readonly Cut[]
  /** Whether every cut was tried; otherwise those that earlier ones include were left out, and perhaps more. */
  readonly isComplete: boolean
}

export interface CutOptions {
  /** Edges of a cut at most. */
  readonly maxEdges?: number
  /** Edges that the trial cascades may look at before cuts that are part of another are skipped. */
  readonly maxSteps?: number
}

/** How far beyond `maxSteps` the search for cuts that no other includes may go. */
const PATIENCE = 8

/**
 * The ways to free a cycle, or as much of it as can be, by weakening references between its own SVs: for each SV that
 * nothing else holds, "what if the cycle's references to it were weak?", by the refcount cascade. Where `cuts` is empty
 * something outside of the cycle holds each SV of it, or more than `maxEdges` edges would have to go.
 *
 * O(members * what is freed), bounded: if cutting at one SV frees another, it frees all that cutting at the other does.
 * So once `maxSteps` is used up only SVs that no cut so far has freed are tried.
 *
 * @param members rows of a component (see components), or of several that form an island
 * @param cascade on which nothing is dropped; undone again afterwards
 */
export async function findCuts(
  members: ArrayLike<number>,
  cascade: Cascade,
  inrefs: Csr,
  { maxEdges = 1, maxSteps = 1_000_000 }: CutOptions = {},
  slice: Slice = UNSLICED,
): Promise<Cuts> {
  const { refcount } = cascade.heap
  const isMember = new Set<number>()
  for (let i = 0; i < members.length; i++) isMember.add(members[i])
  const isIncluded = new Set<number>() // members that some cut has freed
  const firstStep = cascade.steps
  const cuts: Cut[] = []
  let isComplete = true

  for (const target of isMember) {
    if (slice.isOver()) {
      slice.progress(cuts.length, members.length)
      await slice.next()
    }
    const edges = refcount[target] > maxEdges ? [] : edgesBetween(isMember, target, cascade, inrefs)
    if (edges.length === 0 || edges.length !== refcount[target]) continue
    const steps = cascade.steps - firstStep
    if (steps > PATIENCE * maxSteps || (steps > maxSteps && isIncluded.has(target))) {
      isComplete = false
      continue
    }
    cascade.drop(target, edges.length)
    let numMembersFreed = 0
    for (const row of cascade.freed) {
      if (!isMember.has(row)) continue
      numMembersFreed++
      isIncluded.add(row)
    }
    const numFreed = cascade.freed.length
    if (numFreed > 0) cuts.push({ target, edges, numMembersFreed, numFreed, bytes: cascade.bytes })
    cascade.undo()
  }
  cuts.sort((a, b) => b.bytes - a.bytes || a.edges.length - b.edges.length || a.target - b.target)
  return { cuts, isComplete }
}

/** Counted edges from members to one of them. */
function edgesBetween(isMember: ReadonlySet<number>, target: number, { heap }: Cascade, inrefs: Csr): EdgeRef[] {
  const { csr, counted = ClassMask.STRONG } = heap
  const edges: EdgeRef[] = []
  let previous = -1
  for (let i = inrefs.offsets[target]; i < inrefs.offsets[target + 1]; i++) {
    const source = inrefs.targets[i] & EDGE_ROW_MASK
    if (source === previous || !isMember.has(source)) continue
    previous = source // all its edges to the target are found at once
    for (let edge = csr.offsets[source]; edge < csr.offsets[source + 1]; edge++) {
      const word = csr.targets[edge]
      if ((word & EDGE_ROW_MASK) !== target || ((counted >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
      edges.push({ source, edge })
    }
  }
  return edges
}
