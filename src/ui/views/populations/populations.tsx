import './populations.css'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { PopulationQuery, PopulationRow, PopulationSort } from '../../../query/protocol-findings.ts'
import { DataTable } from '../../grid/data-table.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { Explain } from '../../parts/explain.tsx'
import { Filter } from '../../parts/filter.tsx'
import { counted } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { flag, oneOf, svWord } from '../../state/options.ts'
import { useOptions, type ViewDefinition } from '../view.ts'
import { COLUMNS } from './columns.tsx'
import { PopulationPanel } from './population-panel.tsx'

/** Blessed SVs by package, plain hashes and arrays by shape. */
export const populations: ViewDefinition = {
  name: 'packages',
  title: 'Packages and shapes',
  key: 'p',
  isInRail: true,
  Body: Populations,
}

/** `open`: the id of the population whose details are shown. */
const OPTIONS = {
  of: oneOf(['all', 'packages', 'shapes'], 'all'),
  sort: oneOf(['retained', 'bytes', 'owned', 'count', 'name'], 'retained'),
  down: flag(true),
  open: svWord(),
}

function Populations(): VNode {
  const [{ of, sort, down, open }, set] = useOptions(OPTIONS)
  const [filter, setFilter] = useState('')
  const rows = usePagedRows<PopulationRow>(
    (api, job, start, count) => api.populations(job, { of, sort, isDescending: down, filter }, start, count),
    [of, sort, down, filter],
  )
  const total = rows.total.value
  return (
    <>
      <ViewHead
        title="Packages and shapes"
        commands={[of === 'packages' ? 'count --blessed' : 'shapes']}
        controls={
          <>
            <label>
              Show
              <select
                class="filter"
                value={of}
                onChange={(event) => set({ of: event.currentTarget.value as PopulationQuery['of'] })}
              >
                <option value="all">packages and shapes</option>
                <option value="packages">packages</option>
                <option value="shapes">shapes</option>
              </select>
            </label>
            <Filter label="Name contains" value={filter} onChange={setFilter} />
          </>
        }
      >
        {total === null ? 'Sorting SVs into packages and shapes.' : `${counted(total, 'population')}.`}{' '}
        <Explain word="shape" />
      </ViewHead>
      {open !== '' && <PopulationPanel id={open} onClose={() => set({ open: '' })} />}
      <DataTable
        label="Packages and shapes"
        columns={COLUMNS}
        rows={rows}
        sort={{ column: sort, isDescending: down }}
        onSort={({ column, isDescending }) => set({ sort: column as PopulationSort, down: isDescending })}
        svOf={(row) => row.example}
        onOpen={(row) => set({ open: row.id }, 'push')}
        empty={
          <Nothing
            title={filter === '' ? 'Nothing is blessed, and no hash has a shape' : `None contains "${filter}"`}
          />
        }
      />
    </>
  )
}
