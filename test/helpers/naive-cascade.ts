import { EdgeClass } from '../../src/graph/edge.ts'
import type { Edge } from './heap-from-text.ts'
import type { RandomHeap } from './random-heap.ts'

/**
 * What Perl does when some references to one SV are taken away: SVs without references are freed one by one. A reference
 * that several SVs share counts once; its target is not freed while one of them is there.
 */
export function naiveCascade({ edges, refcount, numSvs }: RandomHeap, cut: readonly Edge[]) {
  const freed = new Set<number>()
  const gone = () => [...cut, ...edges.filter(([source, , c]) => freed.has(source) && c === EdgeClass.STRONG)]
  const lossOf = (row: number) => gone().filter(([, target]) => target === row && row < numSvs).length
  const isShared = (row: number) =>
    edges.some(([source, target, c]) => target === row && c === EdgeClass.SHARED && !freed.has(source))
  const isDue = (row: number) => !freed.has(row) && refcount[row] > 0 && lossOf(row) >= refcount[row] && !isShared(row)

  const rows = Array.from({ length: numSvs }, (_, row) => row)
  for (let due = rows.find(isDue); due !== undefined; due = rows.find(isDue)) freed.add(due)
  return {
    freed,
    /** SVs that lost references and are not freed. */
    staying: rows.filter((row) => lossOf(row) > 0 && refcount[row] > 0 && !freed.has(row)),
    isShared,
    lossOf,
  }
}
