import { newAndKept } from '../analyses/new-and-kept.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { addressText, describe } from '../model/describe.ts'
import { plain } from '../perl/span.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { namedDumps } from './dumps.ts'
import { linesInPages } from './lines-in-pages.ts'
import { leakreport as declaration } from './shell/declarations/scripts.ts'
import { ShellError } from './shell/shell-error.ts'

/** An SV that stayed. */
export interface Leak {
  /** The dump in which it was first seen, counted from 1. */
  readonly since: number
  /** Of the last dump. */
  readonly row: SvIndex
  readonly text: string
}

const PAGE_LINES = 1000

/** pmat-leakreport: what came between dumps of one process and is in all later ones. By dump, then by address. */
export const leakreport: Command<typeof declaration, readonly Leak[]> = {
  declaration,
  async run(session, { options, args }) {
    const dumps = await namedDumps(session, args.file)
    if (dumps.length < 3) throw new ShellError('Need three dumps or more: before, after, and later')
    const last = dumps[dumps.length - 1]
    const kept = await newAndKept(
      dumps.map(({ heap }) => heap),
      options.onefile,
      session.slice,
    )
    const leaks = kept.map(({ row, since }): Leak => {
      return { since, row, text: `${describe(last.model, row)} at ${addressText(last.model, row)}` }
    })
    const lineAt = (i: number) => {
      return [plain('LEAK['), { text: String(leaks[i].since), kind: 'value' as const }, plain(`] ${leaks[i].text}`)]
    }
    return inPages(leaks, linesInPages(leaks.length, PAGE_LINES, lineAt), () => {
      return dataTable(leaks, { since: ({ since }) => since, ...svColumns(last.model, ({ row }) => row) })
    })
  },
}
