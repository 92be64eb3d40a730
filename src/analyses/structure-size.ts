import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { hashHead, hashPairs } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { type Bytes, NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { codeOf } from '../model/code.ts'
import type { Model } from '../model/model.ts'
import { readLength } from '../reader/primitives.ts'
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

/** Bytes of a structure. O(parts), none of them is made an object of. */
export function structureSize(model: Model, row: SvIndex): Bytes {
  return model.heap.svs.size[row] + partsSize(model, row)
}

/** Structure sizes of all SVs by row. O(SVs + elements + values), decodes what has parts only. */
export async function structureSizes(model: Model, slice: Slice = UNSLICED): Promise<Float64Array> {
  const { size, numSvs } = model.heap.svs
  const sizes = size.slice(0, numSvs)
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    sizes[row] += partsSize(model, row)
  }
  return sizes
}

function partsSize(model: Model, row: SvIndex): Bytes {
  const { kind, size } = model.heap.svs
  switch (kind[row]) {
    case SvKind.ARRAY:
    case SvKind.PAD:
    case SvKind.PADLIST:
    case SvKind.PADNAMES:
      return sumElements(model.heap, row)
    case SvKind.HASH:
    case SvKind.STASH:
    case SvKind.CLASS:
      return sumValues(model.heap, row)
    case SvKind.CODE: {
      let sum = -size[row] // which is in the set
      for (const part of structureSet(model, row)) sum += size[part]
      return sum
    }
    default:
      return 0
  }
}

function sumElements(heap: Heap, row: SvIndex): Bytes {
  const { size } = heap.svs
  const { ptrBytes } = heap.geometry
  const { view, at, count } = elementsOf(heap, row)
  let sum = 0
  for (let i = 0; i < count; i++) {
    const element = heap.rowOfPtr(view, at + i * ptrBytes)
    if (element !== NO_SV) sum += size[element] // immortals have none
  }
  return sum
}

function sumValues(heap: Heap, row: SvIndex): Bytes {
  const { size } = heap.svs
  let sum = 0
  if (relatedTo(heap.data.distinctKeys, row) !== NO_SV) {
    for (const { value } of hashPairs(heap, row)) if (value !== NO_SV) sum += size[value]
    return sum
  }
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  const { view, count, pairsAt } = hashHead(heap, row)
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    at += uintBytes + Math.max(0, readLength(view, at, littleEndian, uintBytes)) + hekBytes
    const value = heap.rowOfPtr(view, at)
    if (value !== NO_SV) sum += size[value]
    at += ptrBytes
  }
  return sum
}
