import { EdgeClass } from '../../src/graph/edge.ts'
import type { Edge } from './heap-from-text.ts'
import type { RandomHeap } from './random-heap.ts'

/** What Perl does when some references to one SV are taken away: edges as counts, and SVs at 0 freed one by one. */
export function naiveCascade({ edges, refcount, numSvs }: RandomHeap, cut: readonly Edge[]) {
  const left = [...refcount]
  const lost = new Set<number>()
  const freed = new Set<number>()
  const drop = (row: number) => {
    if (row >= numSvs || left[row] === 0) return
    left[row]--
    lost.add(row)
  }
  for (const [, target] of cut) drop(target)
  for (let gone = next(); gone !== undefined; gone = next()) {
    freed.add(gone)
    for (const [source, target, edgeClass] of edges) {
      if (source === gone && edgeClass === EdgeClass.STRONG) drop(target)
    }
  }
  function next(): number | undefined {
    return [...lost].find((row) => left[row] === 0 && !freed.has(row))
  }
  return { freed, lost, left }
}
