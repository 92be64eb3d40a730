import { type Count, type Counts, countSvs } from '../analyses/counts.ts'
import { sizesOf } from '../analyses/size-kind.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { type TableRow, formatTable } from '../perl/table.ts'
import { type Command, onePage } from './command.ts'
import { COUNT_COLUMNS, type CountItem, countItems, withOthers } from './count.ts'
import { dataTable } from './data-table.ts'
import { namedDumps } from './dumps.ts'
import { counts as declaration } from './shell/declarations/scripts.ts'
import { sizeKindOf } from './size-options.ts'

export interface DumpCounts {
  readonly name: string
  readonly counts: Counts
}

/** pmat-counts: the table of `count` for each of several dumps, with what changed since the one before. */
export const counts: Command<typeof declaration, readonly DumpCounts[]> = {
  declaration,
  async run(session, { options, args }) {
    const all: DumpCounts[] = []
    for (const dump of await namedDumps(session, args.file)) {
      const sizes = await sizesOf(dump, sizeKindOf(options), session.slice)
      all.push({ name: dump.heap.data.name, counts: await countSvs(dump.model, sizes, session.slice) })
    }
    const before = new Figures()
    return onePage(
      all,
      all.flatMap(({ name, counts: each }) => [[{ text: name, kind: 'heading' }], ...tableOf(each, options, before)]),
      () => dataTable(itemsOf(all, options), { dump: ({ dump }) => dump, ...COUNT_COLUMNS }),
    )
  },
}

type Listed = { readonly blessed: boolean; readonly scalars: boolean }

function* itemsOf(all: readonly DumpCounts[], options: Listed): Generator<CountItem & { dump: string }> {
  for (const { name, counts: each } of all) for (const item of countItems(each, options)) yield { ...item, dump: name }
}

/**
 * The figures of the dump before. A quirk of pmat's: they are known by the label of their row alone, so a package that
 * stands under several kinds, and `(others)`, is compared with the last row of that name.
 */
class Figures {
  readonly #byLabel = new Map<string, number>()

  /** What there was under this label, undefined if there was nothing; now there is `value`. */
  replace(label: string, value: number): number | undefined {
    const before = this.#byLabel.get(label)
    this.#byLabel.set(label, value)
    return before
  }
}

function tableOf({ kinds, scalars, total }: Counts, options: Listed, before: Figures): Line[] {
  const rows: TableRow[] = []
  for (const kind of kinds) {
    rows.push(rowOf('', kind, before))
    if (options.blessed) {
      for (const each of withOthers(kind.packages)) rows.push(rowOf('    ', { ...each, numSvs: 0, bytes: 0 }, before))
    }
    if (options.scalars && kind.name === 'SCALAR') for (const sort of scalars) rows.push(rowOf('  ', sort, before))
  }
  return formatTable([...rows, [], rowOf('', total, before)], {
    headings: ['Kind', 'Count', '', '(blessed)', '', 'Bytes', '', '(blessed)', ''],
    align: ['left', 'right', 'left', 'right', 'left', 'right', 'left', 'right', 'left'],
    separator: ['    ', '', ' ', '', '    ', '', ' ', ''],
    indent: 2,
  })
}

function rowOf(indent: string, { name, numSvs, numBlessed, bytes, blessedBytes }: Count, before: Figures): TableRow {
  const figure = (what: string, value: number, format: (value: number) => string): Line[] => {
    const earlier = before.replace(`${what} ${name}`, value)
    const isNothing = value === 0 && !earlier
    const delta = earlier === undefined || earlier === value ? [] : [plain(deltaText(value - earlier, format))]
    return [isNothing ? [] : [valueSpan(format(value))], delta]
  }
  return [
    [plain(indent + name)],
    ...figure('count', numSvs, String),
    ...figure('blessed', numBlessed, String),
    ...figure('bytes', bytes, formatBytes),
    ...figure('blessed bytes', blessedBytes, formatBytes),
  ]
}

function deltaText(change: number, format: (value: number) => string): string {
  return `(${change < 0 ? '-' : '+'}${format(Math.abs(change))})`
}

function valueSpan(text: string): Span {
  return { text, kind: 'value' }
}
