import type { ByteColumn } from '../base/byte-column.ts'
import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import type { Csr } from './csr.ts'
import { type ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from './edge.ts'

/** All that one SV reaches. */
export interface Total {
  readonly numSvs: number
  readonly bytes: number
}

/**
 * Total size of an SV: itself and all that it reaches, however many others hold that too; what Devel::Size's
 * `total_size` counts. Large for anything that leads to the symbol table. One search, O(what is reached); a byte a row
 * of scratch.
 *
 * @param numSvs rows from here on (the immortals) are in nobody's size
 */
export async function totalSize(
  row: number,
  { offsets, targets }: Csr,
  classes: ClassMask,
  size: ByteColumn,
  numSvs: number,
  slice: Slice = UNSLICED,
): Promise<Total> {
  const isMet = new Uint8Array(offsets.length - 1)
  isMet.fill(1, numSvs)
  if (isMet[row] === 1) return { numSvs: 0, bytes: 0 }
  const stack: number[] = [row] // grows with what is reached, which is little as a rule
  isMet[row] = 1
  let numMet = 0
  let bytes = 0
  while (stack.length > 0) {
    if ((numMet & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(numMet, numSvs)
      await slice.next()
    }
    const holder = stack.pop() as number
    numMet++
    bytes += size[holder]
    for (let e = offsets[holder], end = offsets[holder + 1]; e < end; e++) {
      const word = targets[e]
      const target = word & EDGE_ROW_MASK
      if (isMet[target] === 1 || ((classes >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
      isMet[target] = 1
      stack.push(target)
    }
  }
  return { numSvs: numMet, bytes }
}
