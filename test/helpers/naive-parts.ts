import { EdgeClass } from '../../src/graph/edge.ts'
import { type RandomHeap, reached } from './random-heap.ts'

/** One part of a heap (see Reach) as a flow graph: nodes, edges inside it, and those that its super-root enters. */
export interface NaivePart {
  readonly nodes: ReadonlySet<number>
  readonly edges: readonly (readonly [number, number])[]
  readonly entries: readonly number[]
}

/** What `preorder` is defined to make of a heap: three parts, and in the third an island above each cyclic source. */
export function naiveParts({ numSvs, edges: allEdges, roots, outside }: RandomHeap): {
  parts: [NaivePart, NaivePart, NaivePart]
  /** Island -> its members. */
  islands: ReadonlySet<number>[]
} {
  const edges = allEdges
    .filter(([, , edgeClass]) => edgeClass !== EdgeClass.WEAK)
    .map(([source, target]) => [source, target] as const)
  const inside = (nodes: ReadonlySet<number>) => edges.filter(([from, to]) => nodes.has(from) && nodes.has(to))

  const rooted = reached(roots, edges)
  const held = reached(outside, edges, rooted)
  const rows = Array.from({ length: numSvs }, (_, row) => row)
  const lost = new Set(rows.filter((row) => !rooted.has(row) && !held.has(row)))
  const lostEdges = inside(lost)
  const reachedFrom = new Map([...lost].map((row) => [row, reached([row], lostEdges)]))
  const isSource = (row: number) => [...lost].every((from) => !reachedFrom.get(from)?.has(row) || leads(row, from))
  const leads = (from: number, to: number) => reachedFrom.get(from)?.has(to) === true

  const entries: number[] = []
  const islands: Set<number>[] = []
  for (const row of [...lost].filter(isSource)) {
    const members = new Set([...lost].filter((other) => leads(row, other) && leads(other, row)))
    if (Math.min(...members) !== row) continue
    if (members.size === 1) {
      entries.push(row)
    } else {
      entries.push(numSvs + islands.length)
      islands.push(members)
    }
  }
  const islandEdges = islands.flatMap((members, i) => [...members].map((row) => [numSvs + i, row] as const))
  return {
    parts: [
      { nodes: rooted, edges: inside(rooted), entries: roots },
      { nodes: held, edges: inside(held), entries: outside.filter((row) => held.has(row)) },
      {
        nodes: new Set([...lost, ...islands.map((_, i) => numSvs + i)]),
        edges: [...lostEdges, ...islandEdges],
        entries,
      },
    ],
    islands,
  }
}

/** All nodes of a part that are not reached any more without `gone`: what it dominates, by definition. */
export function naivelyDominated({ nodes, edges, entries }: NaivePart, gone: ReadonlySet<number>): Set<number> {
  const left = reached(entries, edges, gone)
  return new Set([...nodes].filter((node) => !left.has(node)))
}
