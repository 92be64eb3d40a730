import { U32List } from '../base/grow.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { isHashLike } from '../columns/build-heap.ts'
import { pairRange } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { readLength } from '../reader/primitives.ts'
import { HashCombiner, SignatureTable } from './signature-table.ts'

/** Which hashes have the same keys: what is asked of the keys of one need not be asked of the others. */
export interface KeySets {
  /** HASHes, STASHes and CLASSes, ascending. */
  readonly rows: Uint32Array
  /** Of each of them its set, NO_KEY_SET for one without keys or with very many. */
  readonly setOf: Int32Array
  readonly numSets: number
}

export const NO_KEY_SET = -1

/** A hash with more keys is a table. */
const MAX_KEYS = 64

/** By 96 bits of hash of all keys whatever their order: one pass, O(keys). */
export async function findKeySets(heap: Heap, slice: Slice): Promise<KeySets> {
  const { kind, numSvs } = heap.svs
  const rows = new U32List()
  const sets = new U32List()
  const table = new SignatureTable()
  const signature = new HashCombiner()
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (!isHashLike(kind[row])) continue
    signature.clear(0)
    rows.push(row)
    sets.push(addKeys(heap, row, signature) ? table.add(signature, row, 0) : NO_KEY_SET)
  }
  return { rows: rows.finish(), setOf: new Int32Array(sets.finish().buffer), numSets: table.length }
}

/** Put in all keys, in any order. False for a hash without keys or with too many. */
function addKeys(heap: Heap, row: SvIndex, signature: HashCombiner): boolean {
  const { view, bytes, count, pairsAt } = pairRange(heap, row)
  if (count === 0 || count > MAX_KEYS) return false
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    const length = Math.max(0, readLength(view, at, littleEndian, uintBytes))
    at += uintBytes
    signature.addBytes(bytes, at, at + length)
    at += length + hekBytes + ptrBytes
  }
  return true
}
