import { type Slice, UNSLICED } from '../base/slice.ts'
import { U32List } from '../base/grow.ts'
import type { Heap } from '../columns/heap.ts'
import { OutrefBuffer } from '../model/outref-buffer.ts'
import type { Outrefs } from '../model/outrefs.ts'
import { Strength, StrengthSet } from '../model/strength.ts'
import type { Csr } from './csr.ts'
import { EdgeClass, edgeWord } from './edge.ts'

/**
 * The direct references of the whole heap (strong, weak, saved by `local`) packed by row, immortals included as the last
 * three rows. Made by the one rule of `model/outrefs.ts`. O(references), the records are visited in address order.
 */
export async function outrefCsr(heap: Heap, outrefs: Outrefs, slice: Slice = UNSLICED): Promise<Csr> {
  const { numRows } = heap.svs
  const offsets = new Uint32Array(numRows + 1)
  const edges = new U32List()
  const buffer = new OutrefBuffer()
  for (let row = 0; row < numRows; row += BLOCK) {
    if (slice.isOver()) {
      slice.progress(row, numRows)
      await slice.next()
    }
    collectEdges(outrefs, row, Math.min(numRows, row + BLOCK), buffer, offsets, edges)
  }
  return { offsets, targets: edges.finish() }
}

/** Rows between two returns: the compiler sees all of the loop early. */
const BLOCK = 1024

const CLASS_OF_STRENGTH = new Uint8Array(16)
CLASS_OF_STRENGTH[Strength.WEAK] = EdgeClass.WEAK
CLASS_OF_STRENGTH[Strength.INFERRED] = EdgeClass.SAVED

/** The hot part: no object, no closure per SV. */
function collectEdges(
  outrefs: Outrefs,
  start: number,
  end: number,
  buffer: OutrefBuffer,
  offsets: Uint32Array,
  edges: U32List,
): void {
  for (let row = start; row < end; row++) {
    if (outrefs.isLeaf(row)) {
      offsets[row + 1] = edges.length
      continue
    }
    outrefs.collect(row, StrengthSet.DIRECT, buffer)
    const { length, strength, target } = buffer
    for (let i = 0; i < length; i++) {
      edges.push(edgeWord(target[i], CLASS_OF_STRENGTH[strength[i]] as EdgeClass))
    }
    offsets[row + 1] = edges.length
  }
}
