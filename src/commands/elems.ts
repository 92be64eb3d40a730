import { elementOf, elementsOf } from '../columns/array-record.ts'
import { isHashLike } from '../columns/build-heap.ts'
import { isArrayLike } from '../columns/fixups.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { typeName } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { formatIndex } from '../perl/keys.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Command, onePage } from './command.ts'
import { dataTable, svColumns, valueColumn } from './data-table.ts'
import { givenSv } from './given-sv.ts'
import { elems as declaration } from './shell/declarations/inspect.ts'
import { ShellError } from './shell/shell-error.ts'
import { valueOrNull } from './value-or-null.ts'

/** Part of the elements of an array-like, or of the fields of an object. */
export interface Elems {
  readonly array: SvIndex
  /** Index of the first one. */
  readonly start: number
  /** NO_SV where a slot is empty. */
  readonly elements: readonly SvIndex[]
  /** How many follow. */
  readonly numMore: number
}

const COUNT = 50

/** pmat takes arrays alone. Pads, their lists and objects have elements too. */
export const elems: Command<typeof declaration, Elems> = {
  declaration,
  async run({ analyses: { model } }, { sv, options }) {
    const data = elemsOf(model, givenSv(model, sv), options.start ?? 0, options.count ?? COUNT)
    const rowOf = ({ row }: { row: SvIndex }) => row
    return onePage(data, elemLines(model, data), () => {
      const items = data.elements.map((row, i) => ({ index: data.start + i, row }))
      return dataTable(items, { index: ({ index }) => index, ...svColumns(model, rowOf), ...valueColumn(model, rowOf) })
    })
  },
}

export function elemsOf(model: Model, array: SvIndex, start: number, count: number): Elems {
  const { heap } = model
  const kind = heap.svs.kind[array]
  if (!isArrayLike(kind) && kind !== SvKind.OBJECT) {
    const advice = isHashLike(kind) ? `a ${typeName(model, array)} - maybe you wanted 'values'?` : 'a non-ARRAY'
    throw new ShellError(`Cannot 'elems' of ${advice}`)
  }
  const { count: numElements } = elementsOf(heap, array)
  const end = Math.min(start + count, numElements)
  const elements = Array.from({ length: Math.max(0, end - start) }, (_, i) => elementOf(heap, array, start + i))
  return { array, start, elements, numMore: numElements - end }
}

function elemLines(model: Model, { start, elements, numMore }: Elems): Line[] {
  const rows = elements.map((element, i) => [
    [{ text: formatIndex(start + i), kind: 'value' as const }],
    valueOrNull(model, element),
  ])
  const lines = formatTable(rows, { indent: 2 })
  return numMore === 0 ? lines : [...lines, [plain(`  ... (${numMore} more)`)]]
}
