import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { NameQuery, NameRow, NameSort } from '../../../query/protocol-findings.ts'
import { type Column, DataTable } from '../../grid/data-table.tsx'
import { monoColumn, sizeColumn } from '../../grid/usual-columns.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { Filter } from '../../parts/filter.tsx'
import { counted } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { flag, oneOf } from '../../state/options.ts'
import { useOptions, type ViewDefinition } from '../view.ts'

/** What every package variable, lexical and package's code holds. */
export const names: ViewDefinition = { name: 'names', title: 'Names', key: 'n', isInRail: true, Body: Names }

const OPTIONS = {
  of: oneOf(['all', 'variables', 'lexicals', 'code'], 'all'),
  sort: oneOf(['retained', 'bytes', 'name'], 'retained'),
  down: flag(true),
}

const COLUMNS: readonly Column<NameRow>[] = [
  sizeColumn('retained', ({ retained }) => retained, {
    name: 'retained',
    title: 'retained',
    help: 'What would go with it',
    track: '88px',
    isSortable: true,
  }),
  sizeColumn('SV', ({ bytes }) => bytes, { name: 'bytes', title: 'SV size', track: '84px', isSortable: true, rank: 2 }),
  monoColumn(({ name }) => name, { name: 'name', title: 'name', track: 'minmax(200px, 1fr)', isSortable: true }),
  {
    name: 'state',
    title: 'state',
    help: 'Of a lexical: whether its sub is running',
    track: '84px',
    rank: 2,
    show: stateOf,
    text: stateOf,
  },
  monoColumn(placeOf, { name: 'where', title: 'where', track: 'minmax(120px, 0.6fr)', rank: 3 }),
]

function stateOf({ kind, isLive }: NameRow): string {
  return kind === 'lexical' ? (isLive ? 'running' : 'idle') : kind
}

function placeOf({ file, line }: NameRow): string {
  return file === null ? '' : line === null ? file : `${file} line ${line}`
}

function Names(): VNode {
  const [{ of, sort, down }, set] = useOptions(OPTIONS)
  const [filter, setFilter] = useState('')
  const rows = usePagedRows<NameRow>(
    (api, job, start, count) => api.names(job, { of, sort, isDescending: down, filter }, start, count),
    [of, sort, down, filter],
  )
  const total = rows.total.value
  const first = rows.get(0)
  return (
    <>
      <ViewHead
        title="Names"
        commands={[first && first.kind !== 'lexical' ? `retained ${first.name}` : 'findings']}
        controls={
          <>
            <label>
              Names of
              <select
                class="filter"
                value={of}
                onChange={(event) => set({ of: event.currentTarget.value as NameQuery['of'] })}
              >
                <option value="all">everything</option>
                <option value="variables">package variables</option>
                <option value="lexicals">lexicals</option>
                <option value="code">packages' code</option>
              </select>
            </label>
            <Filter label="Name contains" value={filter} onChange={setFilter} />
          </>
        }
      >
        {total === null ? 'Summing up what names hold.' : `${counted(total, 'name holds', 'names hold')} something.`}
        {first && sort === 'retained' && down && (
          <>
            {' '}
            <bdi class="mono">{first.name}</bdi> holds the most: <Size bytes={first.retained} kind="retained" />.
          </>
        )}
      </ViewHead>
      <DataTable
        label="Names"
        columns={COLUMNS}
        rows={rows}
        sort={{ column: sort, isDescending: down }}
        onSort={({ column, isDescending }) => set({ sort: column as NameSort, down: isDescending })}
        svOf={(row) => row.sv}
        empty={<Nothing title={filter === '' ? 'No name holds anything' : `No name contains "${filter}"`} />}
      />
    </>
  )
}
