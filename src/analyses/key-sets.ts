import { U32List } from '../base/grow.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { isHashLike } from '../columns/build-heap.ts'
import type { Model } from '../model/model.ts'
import { addKeys } from './shapes.ts'
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

/** By 96 bits of hash of all keys whatever their order: one pass, O(keys). */
export async function findKeySets({ heap }: Model, slice: Slice): Promise<KeySets> {
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
