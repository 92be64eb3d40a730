import type { SvIndex } from '../columns/sv-table.ts'
import { plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { dataTable, svColumns, valueColumn } from './data-table.ts'
import { stack as declaration } from './shell/declarations/program.ts'
import { valueOrNull } from './value-or-null.ts'

/** A place of the value stack; 0 is the bottom. */
export interface StackEntry {
  readonly index: number
  /** NO_SV for a pointer that leads nowhere: the real tool dies of it. */
  readonly row: SvIndex
}

const rowOf = ({ row }: StackEntry) => row

export const stack: Command<typeof declaration, readonly StackEntry[]> = {
  declaration,
  async run({ analyses: { model, heap } }) {
    const entries = heap.data.stack.map(({ row }, index) => ({ index, row })).reverse()
    return onePage(
      entries,
      entries.map(({ index, row }) => [
        plain('['),
        { text: String(index), kind: 'value' },
        plain(']: '),
        ...valueOrNull(model, row),
      ]),
      () =>
        dataTable(entries, { index: ({ index }) => index, ...svColumns(model, rowOf), ...valueColumn(model, rowOf) }),
    )
  },
}
