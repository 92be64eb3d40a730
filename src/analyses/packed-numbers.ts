import type { Slice } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import { ScalarFields } from '../model/scalar.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { Candidates } from './candidates.ts'

/** The numbers of all SCALARs, moved together for the same reason as PackedStrings. A SCALAR may be in both lists. */
export interface PackedNumbers {
  readonly integers: PackedIntegers
  readonly nvs: PackedNvs
}

/** 64 bits each in two halves, ascending by row. */
export interface PackedIntegers {
  readonly rows: Uint32Array
  readonly lo: Uint32Array
  readonly hi: Uint32Array
}

/** As ScalarFields reads them, ascending by row. */
export interface PackedNvs {
  readonly rows: Uint32Array
  readonly values: Float64Array
}

/** O(SVs); 12 bytes a number. */
export async function packNumbers(heap: Heap, slice: Slice): Promise<PackedNumbers> {
  return { integers: await packIntegers(heap, slice), nvs: await packNvs(heap, slice) }
}

async function packIntegers(heap: Heap, slice: Slice): Promise<PackedIntegers> {
  const candidates = new Candidates(heap.svs, [SvKind.SCALAR], SvFlag.SCALAR_INTEGER)
  const most = candidates.count()
  const [rows, lo, hi] = [new Uint32Array(most), new Uint32Array(most), new Uint32Array(most)]
  const fields = new ScalarFields(heap)
  let length = 0
  for await (const batch of candidates.batches(slice)) {
    for (let i = 0; i < batch.length; i++) {
      if (!fields.locateInteger(batch[i])) continue
      rows[length] = batch[i]
      lo[length] = fields.lo
      hi[length++] = fields.hi
    }
  }
  return { rows: rows.subarray(0, length), lo, hi }
}

async function packNvs(heap: Heap, slice: Slice): Promise<PackedNvs> {
  const candidates = new Candidates(heap.svs, [SvKind.SCALAR], SvFlag.SCALAR_NV)
  const most = candidates.count()
  const [rows, values] = [new Uint32Array(most), new Float64Array(most)]
  const fields = new ScalarFields(heap)
  let length = 0
  for await (const batch of candidates.batches(slice)) {
    for (let i = 0; i < batch.length; i++) {
      rows[length] = batch[i]
      values[length++] = fields.nvOf(batch[i])
    }
  }
  return { rows, values }
}
