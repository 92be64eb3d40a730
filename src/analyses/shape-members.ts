import type { Csr } from '../graph/csr.ts'
import type { Shapes } from './shapes.ts'

/** Shape -> its SVs, ascending. Counting sort, O(rows). */
export function shapeMembers({ shapes, shapeOf }: Shapes): Csr {
  const offsets = new Uint32Array(shapes.length + 1)
  shapes.forEach(({ count }, shape) => {
    offsets[shape + 1] = offsets[shape] + count
  })
  const targets = new Uint32Array(offsets[shapes.length])
  const free = offsets.slice()
  for (let row = 0; row < shapeOf.length; row++) if (shapeOf[row] >= 0) targets[free[shapeOf[row]]++] = row
  return { offsets, targets }
}
