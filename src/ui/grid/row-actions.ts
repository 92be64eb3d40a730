import type { SvChip } from '../../query/protocol.ts'
import { copyText } from '../parts/copy.ts'
import { openHolder, openSv, selectSv } from '../state/selection.ts'
import { singleKeys } from '../state/settings.ts'

export interface RowActionsOf<Row> {
  readonly get: (index: number) => Row | undefined
  readonly svOf: ((row: Row) => SvChip | null) | undefined
  readonly textOf: (row: Row) => string
}

/** What keys and clicks do with a row, in tables and trees alike. */
export interface RowActions {
  select(index: number): void
  open(index: number): void
  /** `y` copies the address, `Y` the row as text, `u` goes to who holds the SV. True = done. */
  readonly onKey: (event: KeyboardEvent, index: number) => boolean
}

export function useRowActions<Row>({ get, svOf, textOf }: RowActionsOf<Row>): RowActions {
  const svAt = (index: number): SvChip | null => {
    const row = get(index)
    return row === undefined ? null : (svOf?.(row) ?? null)
  }
  return {
    select(index) {
      const sv = svAt(index)
      if (sv) selectSv(sv.address)
    },
    open(index) {
      const sv = svAt(index)
      if (sv) openSv(sv.address)
    },
    onKey(event, index) {
      const row = get(index)
      if (row === undefined) return false
      const isCopy = event.key === 'c' && (event.ctrlKey || event.metaKey) && getSelection()?.isCollapsed !== false
      if (isCopy) return copied(textOf(row), 'row')
      if (event.ctrlKey || event.metaKey || event.altKey || singleKeys.value === 'off') return false
      const sv = svAt(index)
      if (event.key === 'Y') return copied(textOf(row), 'row')
      if (!sv) return false
      if (event.key === 'y') return copied(sv.address, 'address')
      if (event.key === 'u') {
        void openHolder(sv.address)
        return true
      }
      return false
    },
  }
}

function copied(text: string, what: string): true {
  void copyText(text, what)
  return true
}
