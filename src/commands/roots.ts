import type { SvIndex } from '../columns/sv-table.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { rootDescription, sortedRoots } from '../model/roots.ts'
import { formatHex } from '../perl/numbers.ts'
import { plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import type { Address } from '../reader/cursor.ts'
import { type Command, onePage } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { roots as declaration } from './shell/declarations/references.ts'

export interface RootRow {
  readonly name: string
  readonly description: string
  /** NO_SV = its address is not in the heap. */
  readonly row: SvIndex
  readonly address: Address
}

export const roots: Command<typeof declaration, readonly RootRow[]> = {
  declaration,
  async run({ analyses: { model } }) {
    const rows = rootRows(model)
    const cells = rows.map(({ description, row, address }) => [
      [plain(description)],
      [row === NO_SV ? plain(formatHex(address.hi, address.lo)) : svSpan(model, row)],
    ])
    return onePage(rows, formatTable(cells, { separator: ': ' }), () => {
      const columns = svColumns(model, ({ row }: RootRow) => row)
      const address = ({ address: { hi, lo } }: RootRow) => formatHex(hi, lo)
      return dataTable(rows, {
        root: ({ name }) => name,
        description: ({ description }) => description,
        ...columns,
        address,
      })
    })
  },
}

/** The roots that are set, by name in byte order. */
export function rootRows({ heap }: Model): RootRow[] {
  return sortedRoots(heap)
    .filter(({ address }) => (address.lo | address.hi) !== 0)
    .map(({ name, row, address }) => ({ name, description: rootDescription(name), row, address }))
}
