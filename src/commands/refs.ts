import type { DataTable } from '../base/table-text.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { type Strength, StrengthSet, strengthMark, strengthName } from '../model/strength.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { dataTable, svColumns } from './data-table.ts'

/** A reference as `outrefs` and `inrefs` list it: its name, how firmly it holds, the SV at its other end. */
export interface RefRow {
  readonly name: string
  readonly strength: Strength
  readonly sv: SvIndex
}

const PAGE_ROWS = 30

/** Which strengths `--weak` and `--all` ask for; strong ones without either. */
export function wantedStrengths({ weak, all }: { weak: boolean; all: boolean }): StrengthSet {
  return all ? StrengthSet.ALL : weak ? StrengthSet.DIRECT : StrengthSet.STRONG
}

/** In the byte order of their names; those of one name keep their order. */
export function sortedByName<Ref extends { readonly name: string }>(refs: readonly Ref[]): Ref[] {
  return refs.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** The same for `export`. */
export function refTable(model: Model, refs: readonly RefRow[]): DataTable {
  return dataTable(refs, {
    strength: ({ strength }) => strengthName(strength),
    name: ({ name }) => name,
    ...svColumns(model, ({ sv }) => sv),
  })
}

/** The listing. Columns are as wide as each page needs them. */
export function* refPages(model: Model, refs: readonly RefRow[]): Generator<Line[]> {
  for (let start = 0; start < refs.length; start += PAGE_ROWS) {
    const rows = refs
      .slice(start, start + PAGE_ROWS)
      .map(({ name, strength, sv }) => [[plain(strengthMark(strength))], [plain(name)], [svSpan(model, sv)]])
    yield formatTable(rows, { separator: '  ' })
  }
}
