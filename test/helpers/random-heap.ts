import * as fc from 'fast-check'
import type { EdgeClass } from '../../src/graph/edge.ts'
import { csrOf, type Edge } from './heap-from-text.ts'
import type { Csr } from '../../src/graph/csr.ts'

/** A small heap without any sense: for comparing an algorithm with the definition of what it computes. */
export interface RandomHeap {
  readonly numSvs: number
  readonly edges: readonly Edge[]
  readonly roots: readonly number[]
  readonly outside: readonly number[]
  readonly refcount: Uint32Array
  readonly size: Float64Array
  readonly csr: Csr
}

export interface RandomHeapOptions {
  readonly maxSvs?: number
  /** Edges for each SV at most. */
  readonly density?: number
  /** Rows of immortals after the SVs, which edges may lead to. */
  readonly numImmortals?: number
  /** The classes that edges may have. */
  readonly classes?: readonly EdgeClass[]
  /** 0 to this. */
  readonly maxRefcount?: number
}

/** Multigraphs with self loops, cycles, edges of all classes, and refcounts that need not fit the edges. */
export function randomHeap({
  maxSvs = 12,
  density = 3,
  numImmortals = 0,
  classes = [0, 0, 0, 0, 1, 2],
  maxRefcount = 3,
}: RandomHeapOptions = {}): fc.Arbitrary<RandomHeap> {
  return fc
    .integer({ min: 1, max: maxSvs })
    .chain((numSvs) => {
      const sv = fc.nat(numSvs - 1)
      const edgeClass = fc.constantFrom(...classes)
      const exactly = { minLength: numSvs, maxLength: numSvs }
      return fc.record({
        numSvs: fc.constant(numSvs),
        edges: fc.array(fc.tuple(sv, fc.nat(numSvs + numImmortals - 1), edgeClass), {
          maxLength: numSvs * density,
          size: 'max',
        }),
        roots: fc.array(sv, { maxLength: 3 }),
        outside: fc.array(sv, { maxLength: 2 }),
        refcounts: fc.array(fc.nat(maxRefcount), exactly),
        sizes: fc.array(fc.integer({ min: 1, max: 1000 }), exactly),
      })
    })
    .map(({ refcounts, sizes, ...heap }) => ({
      ...heap,
      refcount: Uint32Array.from([...refcounts, ...Array<number>(numImmortals).fill(1)]),
      size: Float64Array.from([...sizes, ...Array<number>(numImmortals).fill(24)]),
      csr: csrOf(heap.numSvs + numImmortals, heap.edges),
    }))
}

/** Out of `from`, what these edges lead to without stepping on what is barred. The definition of reachable. */
export function reached(
  from: Iterable<number>,
  edges: readonly (readonly [number, number, ...unknown[]])[],
  barred: ReadonlySet<number> = new Set(),
): Set<number> {
  const met = new Set([...from].filter((row) => !barred.has(row)))
  for (const row of met) {
    for (const [source, target] of edges) if (source === row && !barred.has(target)) met.add(target)
  }
  return met
}
