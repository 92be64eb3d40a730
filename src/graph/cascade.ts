import type { Csr } from './csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'

/** What the cascade works on. `refcount` and `size` have an element a row. */
export interface CountedHeap {
  readonly csr: Csr
  /** As Perl counted, so references from outside of the heap are in it. */
  readonly refcount: Uint32Array
  /** Bytes of the SV itself. */
  readonly size: Float64Array
  /** Rows from here on are immortals, which nothing frees. */
  readonly numSvs: number
  /** Edges that a freed SV gives back: those that Perl counts. */
  readonly counted?: ClassMask
}

/**
 * Perl's own way of freeing, on a copy of the refcounts: an SV whose count falls to 0 is freed, and gives back the
 * references that it holds. As in Perl a cycle keeps itself alive. What has a count of 0 to begin with is left alone.
 *
 * Made once for many questions: `undo` takes back all that was dropped, and costs no more than it did.
 */
export class Cascade {
  /** Freed rows, in this order. */
  readonly freed: number[] = []
  /** Rows that lost references, each once or more often: freed ones and those that stay. */
  readonly touched: number[] = []
  /** Bytes of what is freed. */
  bytes = 0
  /** Edges looked at since the cascade was made: what the work has cost. */
  steps = 0
  readonly heap: CountedHeap
  /** Row -> references that are left. */
  readonly left: Uint32Array

  constructor(heap: CountedHeap) {
    this.heap = heap
    this.left = heap.refcount.slice()
  }

  /** Take `times` references from an SV, and free what nothing holds any more. O(edges of what is freed). */
  drop(row: number, times = 1): void {
    const { freed, touched, left } = this
    const { csr, size, numSvs, counted = ClassMask.STRONG } = this.heap
    const { offsets, targets } = csr
    let next = freed.length
    if (row >= numSvs || left[row] === 0) return
    left[row] -= Math.min(times, left[row])
    touched.push(row)
    if (left[row] === 0) freed.push(row)
    while (next < freed.length) {
      const gone = freed[next++]
      this.bytes += size[gone]
      const end = offsets[gone + 1]
      this.steps += end - offsets[gone] + 1
      for (let e = offsets[gone]; e < end; e++) {
        const word = targets[e]
        const target = word & EDGE_ROW_MASK
        if (target >= numSvs || ((counted >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0 || left[target] === 0) continue
        left[target]--
        touched.push(target)
        if (left[target] === 0) freed.push(target)
      }
    }
  }

  /** Whether an SV is freed. One whose count was 0 in the dump is not: it was dropped by nobody here. */
  isFreed(row: number): boolean {
    return this.left[row] === 0 && this.heap.refcount[row] > 0
  }

  undo(): void {
    const { refcount } = this.heap
    for (const row of this.touched) this.left[row] = refcount[row]
    this.touched.length = 0
    this.freed.length = 0
    this.bytes = 0
  }
}
