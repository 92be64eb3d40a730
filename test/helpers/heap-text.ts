import type { Heap } from '../../src/columns/heap.ts'
import { NO_SV, type SvIndex } from '../../src/columns/sv-table.ts'
import { addressText, describe } from '../../src/model/describe.ts'
import { createModel, type Model } from '../../src/model/model.ts'
import { OutrefBuffer, type RefCode } from '../../src/model/outref-buffer.ts'
import { outrefName } from '../../src/model/outref-names.ts'
import { type Strength, StrengthSet, strengthMark } from '../../src/model/strength.ts'

/**
 * A heap as text: for each SV a line with address, description, refcount and size, then its outrefs in order, those of all
 * strengths: mark, name, address of the target.
 *
 *     0x1210 REF() rc=1 size=24
 *       s the referrant 0x1300
 */
export function heapText(heap: Heap): string {
  const model = createModel(heap)
  return Array.from({ length: heap.svs.numSvs }, (_, row) => svBlock(model, row)).join('')
}

export function svBlock(model: Model, row: SvIndex): string {
  const { refcount, size, blessed } = model.heap.svs
  const of = blessed[row] === NO_SV ? '' : ` blessed=${addressText(model, blessed[row])}`
  const head = `${addressText(model, row)} ${describe(model, row)} rc=${refcount[row]} size=${size[row]}${of}\n`
  return (
    head +
    outrefLines(model, row)
      .map((line) => `  ${line}\n`)
      .join('')
  )
}

/** `s the referrant 0x1300` and so on, in order. */
export function outrefLines(model: Model, row: SvIndex, wanted: StrengthSet = StrengthSet.ALL): string[] {
  const buffer = new OutrefBuffer()
  model.outrefs.collect(row, wanted, buffer)
  return Array.from({ length: buffer.length }, (_, i) => {
    const name = outrefName(model.heap, row, buffer.code[i] as RefCode, buffer.arg[i])
    return `${strengthMark(buffer.strength[i] as Strength)} ${name} ${addressText(model, buffer.target[i])}`
  })
}

/** The row of an SV by its address. */
export function rowAt(heap: Heap, address: number | bigint): SvIndex {
  const bits = BigInt(address)
  return heap.rowAt(Number(bits & 0xffff_ffffn), Number(bits >> 32n))
}
