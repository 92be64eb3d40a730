import type { ByteColumn } from '../base/byte-column.ts'
import type { Csr } from './csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK, EdgeClass } from './edge.ts'

/** What the cascade works on. `refcount` and `size` have an element a row. */
export interface CountedHeap {
  readonly csr: Csr
  /** As Perl counted, so references from outside of the heap are in it. */
  readonly refcount: Uint32Array
  /** Bytes of the SV itself. */
  readonly size: ByteColumn
  /** Rows from here on are immortals, which nothing frees. */
  readonly numSvs: number
  /** Edges that a freed SV gives back: those that Perl counts. */
  readonly counted?: ClassMask
}

/**
 * Perl's own way of freeing, on a copy of the refcounts: an SV whose count falls to 0 is freed, and gives back the
 * references that it holds. As in Perl a cycle keeps itself alive. What has a count of 0 to begin with is left alone.
 *
 * SVs that share a reference (EdgeClass.SHARED) count it once, and only the last of them gives it back. So while one of
 * them is there, references given back to its target are owed.
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
  /** Targets of shared edges, which are few -> how many of these are left. */
  readonly #sharing = new Map<number, number>()
  readonly #owed = new Map<number, number>()
  /** Targets of shared edges that are gone. */
  readonly #unshared: number[] = []
  /** Edges that were taken away, and are not given back again by their SVs. */
  readonly #cut = new Set<number>()

  constructor(heap: CountedHeap) {
    this.heap = heap
    this.left = heap.refcount.slice()
    const { targets } = heap.csr
    for (let e = 0; e < targets.length; e++) {
      if (targets[e] >>> EDGE_CLASS_SHIFT !== EdgeClass.SHARED) continue
      const target = targets[e] & EDGE_ROW_MASK
      this.#sharing.set(target, (this.#sharing.get(target) ?? 0) + 1)
    }
  }

  /** Take `times` references from an SV, and free what nothing holds any more. O(edges of what is freed). */
  drop(row: number, times = 1): void {
    const { freed } = this
    const { csr, size, counted = ClassMask.STRONG } = this.heap
    const { offsets, targets } = csr
    let next = freed.length
    this.#giveBack(row, times)
    while (next < freed.length) {
      const gone = freed[next++]
      this.bytes += size[gone]
      const end = offsets[gone + 1]
      this.steps += end - offsets[gone] + 1
      for (let e = offsets[gone]; e < end; e++) {
        if (this.#cut.size > 0 && this.#cut.has(e)) continue
        const word = targets[e]
        const target = word & EDGE_ROW_MASK
        const ofClass = word >>> EDGE_CLASS_SHIFT
        if (ofClass === EdgeClass.SHARED) this.#unshare(target)
        else if (((counted >>> ofClass) & 1) !== 0) this.#giveBack(target, 1)
      }
    }
  }

  /** Take edges away, all at once, and free what nothing holds any more. @param edges elements of `csr.targets` */
  cut(edges: Iterable<number>): void {
    const { targets } = this.heap.csr
    for (const e of edges) this.#cut.add(e)
    for (const e of this.#cut) this.drop(targets[e] & EDGE_ROW_MASK)
  }

  /** Whether an SV is freed. One whose count was 0 in the dump is not: it was dropped by nobody here. */
  isFreed(row: number): boolean {
    return this.left[row] === 0 && this.heap.refcount[row] > 0
  }

  /** Whether references to an SV are still counted for those that share one, though who counted for them is gone. */
  isOwed(row: number): boolean {
    return (this.#owed.get(row) ?? 0) > 0
  }

  undo(): void {
    const { refcount } = this.heap
    for (const row of this.touched) this.left[row] = refcount[row]
    for (const row of this.#unshared) this.#sharing.set(row, (this.#sharing.get(row) ?? 0) + 1)
    this.#owed.clear()
    this.#cut.clear()
    this.#unshared.length = 0
    this.touched.length = 0
    this.freed.length = 0
    this.bytes = 0
  }

  #giveBack(row: number, times: number): void {
    const { left } = this
    if (row >= this.heap.numSvs || left[row] === 0) return
    this.touched.push(row)
    if (this.#sharing.size > 0 && (this.#sharing.get(row) ?? 0) > 0) {
      this.#owed.set(row, (this.#owed.get(row) ?? 0) + times)
      return
    }
    left[row] -= Math.min(times, left[row])
    if (left[row] === 0) this.freed.push(row)
  }

  #unshare(row: number): void {
    const numLeft = (this.#sharing.get(row) ?? 0) - 1
    this.#sharing.set(row, numLeft)
    this.#unshared.push(row)
    const owed = this.#owed.get(row) ?? 0
    if (numLeft > 0 || owed === 0) return
    this.#owed.set(row, 0)
    this.#giveBack(row, owed)
  }
}
