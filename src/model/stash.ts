import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import { type HashPair, allHashPairs, pairRange } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { byteOrder } from '../perl/byte-order.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvKind } from '../reader/sv-types.ts'
import { compareBytes } from './describe.ts'
import { isStash } from './names.ts'

const HASH_SLOT = GLOB_SLOTS.indexOf('hash')

/** The pairs of a HASH or stash in the byte order of their keys, one for each distinct key. O(n log n). */
export function sortedPairs(heap: Heap, hash: SvIndex): HashPair[] {
  const pairs = allHashPairs(heap, pairRange(heap, hash))
  const sorted = Array.from(byteOrder(pairs.map(({ key }) => key)), (i) => pairs[i])
  if (relatedTo(heap.data.distinctKeys, hash) === NO_SV) return sorted
  // Of keys with equal bytes the last counts.
  return sorted.filter(({ key }, i) => i + 1 === sorted.length || compareBytes(key, sorted[i + 1].key) !== 0)
}

/** What the hash slot of a GLOB holds; NO_SV for any other SV. */
export function hashOfGlob(heap: Heap, row: SvIndex): SvIndex {
  return row !== NO_SV && heap.svs.kind[row] === SvKind.GLOB ? globSlot(heap, row, HASH_SLOT) : NO_SV
}

/** A package: its stash and the path by which it was found. */
export interface Package {
  /** `Foo::Bar` */
  readonly name: string
  readonly stash: SvIndex
}

/** No program has more packages within each other. */
const MAX_DEPTH = 100
/** A package may have a second name and is listed by both; a dump with more such names is made to have endlessly many. */
const MAX_ALIASES = 10_000

/**
 * All packages below a stash: each before those inside of it, in the order of their keys. A stash that holds itself, as
 * `main` does, is not entered again.
 */
export function* packagesIn(heap: Heap, stash: SvIndex): Generator<Package> {
  const path = [{ stash, prefix: '', pairs: sortedPairs(heap, stash), next: 0 }]
  const entered = new Set<SvIndex>()
  let numAliases = 0
  while (path.length > 0) {
    const level = path[path.length - 1]
    if (level.next === level.pairs.length) {
      path.pop()
      continue
    }
    const { key, value } = level.pairs[level.next++]
    const inner = hashOfGlob(heap, value)
    if (inner === NO_SV || !isStash(heap, inner)) continue
    if (path.some((outer) => outer.stash === inner)) continue
    if (entered.has(inner) && ++numAliases > MAX_ALIASES) continue
    entered.add(inner)
    const name = level.prefix + decodeLatin1(key)
    yield { name: name.endsWith('::') ? name.slice(0, -2) : name, stash: inner }
    if (path.length < MAX_DEPTH) path.push({ stash: inner, prefix: name, pairs: sortedPairs(heap, inner), next: 0 })
  }
}
