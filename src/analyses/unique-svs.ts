import { U32List } from '../base/grow.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { AddressReader } from '../columns/address-reader.ts'
import type { Heap } from '../columns/heap.ts'

/**
 * SVs of a heap at whose address another heap has none, ascending. As in the real tool by the address alone: one at which
 * meanwhile another SV lives counts as there. O(SVs).
 */
export async function uniqueSvs(heap: Heap, other: Heap, slice: Slice): Promise<Uint32Array> {
  const unique = new U32List()
  const address = new AddressReader(heap)
  const { numSvs } = heap.svs
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    address.moveTo(row)
    if (other.addresses.rowAt(address.lo, address.hi) < 0) unique.push(row)
  }
  return unique.finish()
}
