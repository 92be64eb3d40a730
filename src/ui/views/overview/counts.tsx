import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { CountRow } from '../../../query/protocol.ts'
import { type Column, DataTable, type Sort } from '../../grid/data-table.tsx'
import { arrayRows } from '../../grid/row-source.ts'
import { countColumn } from '../../grid/usual-columns.tsx'
import { Size } from '../../parts/size.tsx'
import { Nothing } from '../../parts/states.tsx'
import { KindMark } from '../../parts/sv-chip.tsx'
import { hrefOf, goTo } from '../../state/navigation.ts'
import { stashWord } from '../largest/filters.tsx'

export interface CountsProps {
  readonly title: string
  readonly rows: readonly CountRow[]
  readonly isByType?: boolean
}

/** SVs and bytes by type or by package; a row leads to its SVs. */
export function Counts({ title, rows, isByType = false }: CountsProps): VNode {
  const [sort, setSort] = useState<Sort>({ column: 'bytes', isDescending: true })
  const source = useMemo(() => arrayRows(sorted(rows, sort)), [rows, sort])
  const columns = useMemo(() => columnsOf(rows, isByType), [rows, isByType])
  return (
    <section class="counts" aria-label={title}>
      <h2>{title}</h2>
      <DataTable
        label={title}
        columns={columns}
        rows={source}
        sort={sort}
        onSort={setSort}
        onOpen={({ name }) => goTo(placeOf(name, isByType))}
        empty={<Nothing title="No SV is blessed" />}
      />
    </section>
  )
}

function placeOf(name: string, isByType: boolean) {
  const options = new Map([isByType ? ['type', name] : ['in', stashWord(name)]] as const)
  return { view: 'largest', options }
}

function sorted(rows: readonly CountRow[], { column, isDescending }: Sort): readonly CountRow[] {
  const sign = isDescending ? -1 : 1
  if (column === 'name') return rows.toSorted((a, b) => (a.name < b.name ? -sign : sign))
  const key = column === 'count' ? 'count' : 'bytes'
  return rows.toSorted((a, b) => sign * (a[key] - b[key]))
}

function columnsOf(rows: readonly CountRow[], isByType: boolean): readonly Column<CountRow>[] {
  const most = Math.max(1, ...rows.slice(0, 1000).map(({ bytes }) => bytes))
  return [
    {
      name: 'name',
      title: isByType ? 'type' : 'package',
      track: 'minmax(104px, 1fr)',
      isSortable: true,
      show: ({ name }) => (
        <a class="chip" href={hrefOf(placeOf(name, isByType))} tabIndex={-1}>
          {isByType && <KindMark type={name} />}
          <bdi class="chip-what">{name}</bdi>
        </a>
      ),
      text: ({ name }) => name,
    },
    countColumn(({ count }) => count, { name: 'count', title: 'SVs', track: 'minmax(64px, 84px)', isSortable: true }),
    {
      name: 'bytes',
      title: 'SV size',
      help: 'Bytes of these SVs alone',
      track: 'minmax(88px, 164px)',
      isNumber: true,
      isSortable: true,
      show: ({ bytes }) => <Size bytes={bytes} kind="SV" of={most} />,
      text: ({ bytes }) => String(bytes),
    },
  ]
}
