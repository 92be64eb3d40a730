import type { Cell, DataTable } from '../base/table-text.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { type Line, type Span, lineText, plain } from '../perl/span.ts'
import { type Answer, type Session, type ShellCommand, inPages, onePage } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import type { Filter } from './find/filter.ts'
import { makeFilters } from './find/make-filters.ts'
import { type Found, search } from './find/search.ts'
import { whereFilter } from './find/where-filter.ts'
import { parseWhere } from './find/where-parse.ts'
import { linesInPages } from './lines-in-pages.ts'
import { find as declaration } from './shell/declarations/find.ts'
import { parseFind } from './shell/find-line.ts'

const PAGE_LINES = 31

export const find: ShellCommand = {
  declaration,
  async answer({ analyses, slice }: Session, words): Promise<Answer<Found>> {
    const { options, filters: uses, where } = parseFind(words)
    const meter = { steps: 0 }
    const filters = makeFilters(analyses, uses, meter)
    if (where) {
      filters.push(await whereFilter(parseWhere(where.text, where.start), { analyses, slice, meter }))
    }
    const found = await search(analyses.heap.svs, filters, meter, slice)
    const names = [...uses.map(({ name }) => name), 'where']
    if (options.count) return onePage(found, [totalLine(found)])
    return inPages(
      found,
      linesInPages(found.rows.length, PAGE_LINES, (i) => hitLine(analyses.model, filters, found, i)),
      () => hitTable(analyses.model, filters, found, names),
    )
  },
}

function totalLine({ rows }: Found): Line {
  return [plain('Total: '), { text: String(rows.length), kind: 'value' }, plain(' SVs')]
}

/** A hit: what each filter accepted, and at last what was found. */
type Hit = readonly SvIndex[]

function* hitsOf(filters: readonly Filter[], { candidates }: Found): Generator<Hit> {
  for (const candidate of candidates) {
    const hit = [candidate]
    for (const filter of filters) hit.push(filter.accept(hit[hit.length - 1]))
    yield hit
  }
}

/** A column for what each filter says, or the columns that it has. */
function hitTable(model: Model, filters: readonly Filter[], found: Found, names: readonly string[]): DataTable {
  const nameOf = (i: number) => (names.indexOf(names[i]) === i ? names[i] : `${names[i]} ${i + 1}`)
  const columns: Record<string, (hit: Hit) => Cell> = {}
  filters.forEach((filter, i) => {
    const own = filter.columns ?? { [nameOf(i)]: (row: SvIndex) => lineText(filter.spansOf(row)) }
    for (const [name, cell] of Object.entries(own)) columns[name] = (hit) => cell(hit[i])
  })
  return dataTable(hitsOf(filters, found), { ...svColumns(model, (hit) => hit[filters.length]), ...columns })
}

function hitLine(model: Model, filters: readonly Filter[], { candidates, rows }: Found, i: number): Line {
  const line: Span[] = [svSpan(model, rows[i])]
  let row = candidates[i]
  for (const filter of filters) {
    const spans = filter.spansOf(row)
    if (spans.length > 0) line.push(plain(line.length === 1 ? ': ' : ' '), ...spans)
    row = filter.accept(row)
  }
  return line
}
