import type { Cell, DataTable } from '../base/table-text.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { addressText, describe, svWithValue } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { packageOf } from '../model/names.ts'
import { lineText } from '../perl/span.ts'

/** Columns by their names: what stands there for an item. */
export type DataColumns<Item> = Readonly<Record<string, (item: Item) => Cell>>

/** A table of items, each a row, made as it is asked for. */
export function dataTable<Item>(items: Iterable<Item>, columns: DataColumns<Item>): DataTable {
  return { columns: Object.keys(columns), rows: rowsOf(items, Object.values(columns)) }
}

function* rowsOf<Item>(items: Iterable<Item>, cells: readonly ((item: Item) => Cell)[]): Generator<Cell[]> {
  for (const item of items) yield cells.map((cell) => cell(item))
}

/** Columns about the SV of an item; empty where that is NO_SV. */
export function svColumns<Item>(model: Model, svOf: (item: Item) => SvIndex): DataColumns<Item> {
  const { blessed, refcount, size } = model.heap.svs
  const column = (cell: (sv: SvIndex) => Cell) => (item: Item) => {
    const sv = svOf(item)
    return sv === NO_SV ? null : cell(sv)
  }
  return {
    address: column((sv) => addressText(model, sv)),
    sv: column((sv) => describe(model, sv)),
    package: column((sv) => (blessed[sv] === NO_SV ? null : packageOf(model.heap, sv))),
    refcount: column((sv) => refcount[sv]),
    bytes: column((sv) => size[sv]),
  }
}

/** A column of what is in the SV of an item, at a glance: `5 / "five"`. */
export function valueColumn<Item>(model: Model, svOf: (item: Item) => SvIndex): DataColumns<Item> {
  return {
    value: (item) => {
      const sv = svOf(item)
      return sv === NO_SV ? null : lineText(svWithValue(model, sv).slice(1)).replace(/^ (?:=>|=|is) /, '')
    },
  }
}
