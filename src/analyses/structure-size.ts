import { elementsOf } from '../columns/array-record.ts'
import { hashPairs } from '../columns/hash-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { codeOf } from '../model/code.ts'
import type { Model } from '../model/model.ts'
import { SvKind } from '../reader/sv-types.ts'

/**
 * The SVs that make up a structure: the SV itself, with the elements of an array, the values of a hash, the pads and
 * constants of a sub. Immortals are left out; an SV that is in it twice is there twice, as in the real tool.
 */
export function structureSet({ heap }: Model, row: SvIndex): SvIndex[] {
  const set = [row]
  const add = (part: SvIndex) => {
    if (part !== NO_SV && !heap.isImmortal(part)) set.push(part)
  }
  switch (heap.svs.kind[row]) {
    case SvKind.ARRAY:
    case SvKind.PAD:
    case SvKind.PADLIST:
    case SvKind.PADNAMES: {
      const { view, at, count } = elementsOf(heap, row)
      for (let i = 0; i < count; i++) add(heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes))
      break
    }
    case SvKind.HASH:
    case SvKind.STASH:
    case SvKind.CLASS:
      for (const pair of hashPairs(heap, row)) add(pair.value)
      break
    case SvKind.CODE: {
      const code = codeOf(heap, row, false)
      for (const part of [
        code.padlist,
        code.padnamesAv,
        ...code.pads,
        code.constval,
        ...code.constants,
        ...code.globs,
      ]) {
        add(part)
      }
      break
    }
  }
  return set
}

/** Bytes of a structure. */
export function structureSize(model: Model, row: SvIndex): Bytes {
  const { size } = model.heap.svs
  let sum = 0
  for (const part of structureSet(model, row)) sum += size[part]
  return sum
}
