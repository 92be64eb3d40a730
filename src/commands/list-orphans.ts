import { orphans } from '../analyses/orphans.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { addressText, describe } from '../model/describe.ts'
import { formatUnsigned } from '../perl/numbers.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { linesInPages } from './lines-in-pages.ts'
import { listOrphans as declaration } from './shell/declarations/scripts.ts'

const PAGE_LINES = 1000

/** pmat-list-orphans: SVs that nothing refers to. A quirk of its: in the order of the digits of their addresses. */
export const listOrphans: Command<typeof declaration, readonly SvIndex[]> = {
  declaration,
  async run({ analyses, slice }) {
    const { heap, model } = analyses
    const rows = await orphans(analyses, slice)
    const digits = new Map(rows.map((row) => [row, decimal(heap.addressOf(row))]))
    rows.sort((a, b) => ((digits.get(a) ?? '') < (digits.get(b) ?? '') ? -1 : 1))
    const lineAt = (i: number) => {
      return [
        { text: `${describe(model, rows[i])} at ${addressText(model, rows[i])}`, kind: 'sv' as const, row: rows[i] },
      ]
    }
    return inPages(rows, linesInPages(rows.length, PAGE_LINES, lineAt), () => {
      return dataTable(
        rows,
        svColumns(model, (row) => row),
      )
    })
  },
}

function decimal({ lo, hi }: { lo: number; hi: number }): string {
  return formatUnsigned(hi, lo)
}
