import { type ByteColumn, packedBytes, unpackedBytes } from '../base/byte-column.ts'
import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { pairRange, hashPairs } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { type Bytes, NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { codeOf } from '../model/code.ts'
import type { Model } from '../model/model.ts'
import { behindStr } from '../reader/primitives.ts'
import { SvKind } from '../reader/sv-types.ts'

/**
 * The SVs that make up a structure: the SV itself, with the elements of an array, the values of a hash, the pads and
 * constants of a sub. Immortals are left out; an SV that is in it twice is there twice, as in the real tool.
 */
export function structureSet({ heap }: Model, row: SvIndex): Uint32Array {
  switch (heap.svs.kind[row]) {
    case SvKind.ARRAY:
    case SvKind.PAD:
    case SvKind.PADLIST:
    case SvKind.PADNAMES: {
      const { view, at, count } = elementsOf(heap, row)
      const set = new PartSet(heap, row, count)
      for (let i = 0; i < count; i++) set.add(heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes))
      return set.finish()
    }
    case SvKind.HASH:
    case SvKind.STASH:
    case SvKind.CLASS: {
      const set = new PartSet(heap, row, pairRange(heap, row).count)
      eachValue(heap, row, (value) => set.add(value))
      return set.finish()
    }
    case SvKind.CODE: {
      const { padlist, padnamesAv, pads, constval, constants, globs } = codeOf(heap, row, false)
      const parts = [padlist, padnamesAv, ...pads, constval, ...constants, ...globs]
      const set = new PartSet(heap, row, parts.length)
      for (const part of parts) set.add(part)
      return set.finish()
    }
    default:
      return Uint32Array.of(row)
  }
}

class PartSet {
  readonly #numSvs: number
  readonly #rows: Uint32Array
  #length = 1

  constructor({ svs }: Heap, row: SvIndex, maxParts: number) {
    this.#numSvs = svs.numSvs
    this.#rows = new Uint32Array(maxParts + 1)
    this.#rows[0] = row
  }

  add(part: SvIndex): void {
    if (part !== NO_SV && part < this.#numSvs) this.#rows[this.#length++] = part
  }

  finish(): Uint32Array {
    return this.#rows.subarray(0, this.#length)
  }
}

/** Bytes of a structure. O(parts), none of them is made an object of. */
export function structureSize(model: Model, row: SvIndex): Bytes {
  return model.heap.svs.size[row] + partsSize(model, row)
}

/** Structure sizes of all SVs by row. O(SVs + elements + values), decodes what has parts only. */
export async function structureSizes(model: Model, slice: Slice = UNSLICED): Promise<ByteColumn> {
  const { size, numSvs } = model.heap.svs
  const sizes = unpackedBytes(size, numSvs)
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    sizes[row] += partsSize(model, row)
  }
  return packedBytes(sizes)
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
  eachValue(heap, row, (value) => {
    if (value !== NO_SV) sum += size[value]
  })
  return sum
}

/** The values of a hash, those of equal keys but once. */
function eachValue(heap: Heap, row: SvIndex, visit: (value: SvIndex) => void): void {
  // The table of shared strings has the most keys of all, and no values.
  if (relatedTo(heap.data.distinctKeys, row) === NO_SV || !hasValues(heap, row)) return eachListed(heap, row, visit)
  for (const { value } of hashPairs(heap, row)) visit(value)
}

function hasValues(heap: Heap, row: SvIndex): boolean {
  let has = false
  eachListed(heap, row, (value) => {
    has ||= value !== NO_SV
  })
  return has
}

function eachListed(heap: Heap, row: SvIndex, visit: (value: SvIndex) => void): void {
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  const { view, count, pairsAt } = pairRange(heap, row)
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    at = behindStr(view, at, littleEndian, uintBytes) + hekBytes
    visit(heap.rowOfPtr(view, at))
    at += ptrBytes
  }
}
