import { type Count, type Counts, countSvs } from '../analyses/counts.ts'
import { sizesOf } from '../analyses/size-kind.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { type TableRow, formatTable } from '../perl/table.ts'
import { type Command, onePage } from './command.ts'
import { type DataColumns, dataTable } from './data-table.ts'
import { sizeKindOf } from './size-options.ts'
import { count as declaration } from './shell/declarations/heap.ts'

export const count: Command<typeof declaration, Counts> = {
  declaration,
  async run({ analyses, slice }, { options }) {
    const sizes = await sizesOf(analyses, sizeKindOf(options), slice)
    const counts = await countSvs(analyses.model, sizes, slice)
    return onePage(counts, countLines(counts, options), () => dataTable(countItems(counts, options), COUNT_COLUMNS))
  },
}

/** A row of a table of counts: of a kind, of a package in it, or of a sort of scalars. */
export interface CountItem {
  readonly kind: string
  readonly part: string | null
  readonly figures: Count
}

export const COUNT_COLUMNS: DataColumns<CountItem> = {
  kind: ({ kind }) => kind,
  part: ({ part }) => part,
  count: ({ figures }) => figures.numSvs,
  'blessed count': ({ figures }) => figures.numBlessed,
  bytes: ({ figures }) => figures.bytes,
  'blessed bytes': ({ figures }) => figures.blessedBytes,
}

/** All kinds, and what the options list below them, no package left out. Without the total: whoever reads it can add. */
export function* countItems(
  { kinds, scalars }: Counts,
  options: { readonly blessed: boolean; readonly scalars: boolean },
): Generator<CountItem> {
  for (const kind of kinds) {
    const { name } = kind
    yield { kind: name, part: null, figures: kind }
    if (options.blessed) for (const each of kind.packages) yield { kind: name, part: each.name, figures: each }
    if (options.scalars && name === 'SCALAR')
      for (const sort of scalars) yield { kind: name, part: sort.name, figures: sort }
  }
}

/** Packages listed under a kind before the rest is summed up. */
const MAX_PACKAGES = 10

/**
 * The table of `count`: with packages under each kind, with sorts of scalars under SCALAR. pmat 0.56 has lost the rows of
 * packages; they are here as in 0.51.
 */
export function countLines(counts: Counts, { blessed, scalars }: { blessed: boolean; scalars: boolean }): Line[] {
  const rows: TableRow[] = []
  for (const kind of counts.kinds) {
    rows.push(countRow('', kind))
    if (blessed) rows.push(...withOthers(kind.packages).map((each) => countRow('    ', each, NOTHING)))
    if (scalars && kind.name === 'SCALAR') rows.push(...counts.scalars.map((sort) => countRow('  ', sort)))
  }
  return formatTable([...rows, [], countRow('', counts.total)], {
    headings: ['Kind', 'Count', '(blessed)', 'Bytes', '(blessed)'],
    align: ['left', 'right', 'right', 'right', 'right'],
    separator: ['    ', ' ', '    ', ' '],
    indent: 2,
  })
}

/** The first packages, and one more row for all others. */
export function withOthers(packages: readonly Count[]): Count[] {
  const shown = packages.slice(0, MAX_PACKAGES)
  const rest = packages.slice(MAX_PACKAGES)
  if (rest.length === 0) return shown
  const sum = (of: (each: Count) => number) => rest.reduce((total, each) => total + of(each), 0)
  const others: Count = {
    name: '(others)',
    numSvs: sum((each) => each.numSvs),
    bytes: sum((each) => each.bytes),
    numBlessed: sum((each) => each.numBlessed),
    blessedBytes: sum((each) => each.blessedBytes),
  }
  return [...shown, others]
}

/** pmat shows the SVs of a package as blessed ones only: the plain figures of its row are 0. */
const NOTHING = { numSvs: 0, bytes: 0 }

function countRow(indent: string, each: Count, { numSvs, bytes }: { numSvs: number; bytes: number } = each): TableRow {
  const { name, numBlessed, blessedBytes } = each
  return [
    [plain(indent + name)],
    [value(String(numSvs))],
    numBlessed === 0 ? [] : [value(String(numBlessed))],
    [value(formatBytes(bytes))],
    numBlessed === 0 ? [] : [value(formatBytes(blessedBytes))],
  ]
}

function value(text: string): Span {
  return { text, kind: 'value' }
}
