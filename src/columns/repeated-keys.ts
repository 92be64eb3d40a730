import { decodeLatin1 } from '../perl/utf8.ts'
import { allHashPairs, pairRange } from './hash-record.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** The keys of a hash of which some have equal bytes: looked at only when one of them has a value. */
export class RepeatedKeys {
  readonly #heap: Heap
  readonly #row: SvIndex
  #overwritten: Set<number> | null = null

  constructor(heap: Heap, row: SvIndex) {
    this.#heap = heap
    this.#row = row
  }

  /** Whether the key of the pair at this position stands again later: the later value is the one that counts. */
  isOverwritten(pair: number): boolean {
    this.#overwritten ??= overwrittenPairs(this.#heap, this.#row)
    return this.#overwritten.has(pair)
  }
}

function overwrittenPairs(heap: Heap, row: SvIndex): Set<number> {
  const last = new Map<string, number>()
  const overwritten = new Set<number>()
  allHashPairs(heap, pairRange(heap, row)).forEach((pair, i) => {
    const key = decodeLatin1(pair.key)
    const earlier = last.get(key)
    if (earlier !== undefined) overwritten.add(earlier)
    last.set(key, i)
  })
  return overwritten
}
