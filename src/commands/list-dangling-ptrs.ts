import { type DanglingPtr, danglingPtrs } from '../analyses/dangling-ptrs.ts'
import { isHashLike } from '../columns/build-heap.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { compareBytes, svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { keyAt } from '../model/outref-names.ts'
import { sortedPairs } from '../model/stash.ts'
import { formatHex } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { listDanglingPtrs as declaration } from './shell/declarations/references.ts'

/** SVs of a page. pmat prints all at once; a damaged dump can have millions. */
const PAGE_SVS = 1000

/**
 * The SVs that have pointers that lead nowhere, and these pointers. pmat 0.56 dies at the first hash; the lines are those
 * of 0.51, and others like them for objects, which it does not know.
 */
export const listDanglingPtrs: Command<typeof declaration, Int32Array> = {
  declaration,
  async run({ analyses, slice }) {
    const { model } = analyses
    const rows = await analyses.danglingSvs(slice)
    return inPages(rows, pagesOf(model, rows), () => {
      return dataTable(allPtrs(model, rows), {
        ...svColumns(model, ({ row }) => row),
        field: ({ name }) => name,
        pointer: ({ ptr: { address } }) => formatHex(address.hi, address.lo),
      })
    })
  },
}

function* pagesOf(model: Model, rows: Int32Array): Generator<Line[]> {
  for (let start = 0; start < rows.length; start += PAGE_SVS) {
    yield Array.from(rows.subarray(start, start + PAGE_SVS), (row) => linesOf(model, row)).flat()
  }
}

function* allPtrs({ heap }: Model, rows: Int32Array): Generator<{ row: SvIndex; name: string; ptr: DanglingPtr }> {
  for (const row of rows) for (const ptr of sortedPtrs(heap, row)) yield { row, name: fieldName(heap, row, ptr), ptr }
}

/** By field as pmat calls it, then by key or index. */
function sortedPtrs(heap: Heap, row: SvIndex): DanglingPtr[] {
  return danglingPtrs(heap, row)
    .map((ptr) => ({ ...ptr, key: ptr.field === 'value' ? keyAt(heap, ptr.arg) : NO_KEY }))
    .sort((a, b) => byText(a.field, b.field) || compareBytes(a.key, b.key) || a.arg - b.arg)
}

function linesOf(model: Model, row: SvIndex): Line[] {
  const { heap } = model
  const ptrs = sortedPtrs(heap, row)
  const lines = ptrs.map((ptr) => ptrLine(model, row, fieldName(heap, row, ptr), ptr))
  const first = isHashLike(heap.svs.kind[row]) ? firstValue(heap, row, ptrs) : undefined
  return first ? [...lines, ptrLine(model, row, 'values', first)] : lines
}

const NO_KEY = new Uint8Array(0)

/** A quirk of pmat's: it lists the value of the first key once more. */
function firstValue(heap: Heap, row: SvIndex, ptrs: readonly DanglingPtr[]): DanglingPtr | undefined {
  const [first] = sortedPairs(heap, row)
  return ptrs.find(({ field, arg }) => field === 'value' && compareBytes(keyAt(heap, arg), first.key) === 0)
}

function ptrLine(model: Model, row: SvIndex, name: string, { address }: DanglingPtr): Line {
  return [svSpan(model, row), plain(` has no ${name} SV at addr ${formatHex(address.hi, address.lo)}`)]
}

function fieldName(heap: Heap, row: SvIndex, { field, arg }: DanglingPtr): string {
  switch (field) {
    case 'elem':
    case 'field':
      return `${field} [${arg}]`
    case 'struct field':
      return `field <${heap.structOf(row)?.fields[arg]?.name ?? ''}>`
    case 'value':
      return `value {${decodeLatin1(keyAt(heap, arg))}}` // as it is, unlike elsewhere
    default:
      return field
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
