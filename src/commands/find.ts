import type { Model } from '../model/model.ts'
import { svSpan } from '../model/describe.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { type Answer, type Session, type ShellCommand, inPages, onePage } from './command.ts'
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
    const filters = makeFilters(analyses.model, uses, meter)
    if (where) {
      filters.push(await whereFilter(parseWhere(where.text, where.start), { analyses, slice, meter }))
    }
    const found = await search(analyses.heap.svs, filters, meter, slice)
    if (options.count) return onePage(found, [totalLine(found)])
    return inPages(
      found,
      linesInPages(found.rows.length, PAGE_LINES, (i) => hitLine(analyses.model, filters, found, i)),
    )
  },
}

function totalLine({ rows }: Found): Line {
  return [plain('Total: '), { text: String(rows.length), kind: 'value' }, plain(' SVs')]
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
