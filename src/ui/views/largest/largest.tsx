import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { SvRow, SvSortKey } from '../../../query/protocol.ts'
import { DataTable, type Sort } from '../../grid/data-table.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { counted, percent } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { analysisStep, opened } from '../../state/dump.ts'
import { flag, oneOf, svWord } from '../../state/options.ts'
import { useOptions, type ViewDefinition } from '../view.ts'
import { COLUMNS } from './columns.tsx'
import { Filters, stashWord, packageOf } from './filters.tsx'

/** All SVs, by what you like: first the biggest. */
export const largest: ViewDefinition = { name: 'largest', title: 'Largest', key: 'l', isInRail: true, Body: Largest }

const SORTS = ['size', 'structure', 'owned', 'refcount', 'type', 'package', 'address'] as const satisfies SvSortKey[]

/** Of package `in`, which is named by its stash, as `%Web::Session::`. */
const OPTIONS = { sort: oneOf(SORTS, 'size'), down: flag(true), type: svWord(), in: svWord() }

function Largest(): VNode {
  const [{ sort, down, type, in: stash }, set] = useOptions(OPTIONS)
  const blessed = packageOf(stash)
  const rows = usePagedRows<SvRow>(
    (api, job, start, count) => api.svRows(job, { sort, isDescending: down, type, package: blessed }, start, count),
    [sort, down, type, blessed],
  )
  const step = analysisStep.value
  useEffect(() => rows.refresh(), [step])
  const onSort = ({ column, isDescending }: Sort) => set({ sort: column as SvSortKey, down: isDescending })
  const command = sort === 'owned' ? 'largest --owned' : sort === 'structure' ? 'largest --struct' : 'largest'
  return (
    <>
      <ViewHead
        title="Largest"
        commands={[command]}
        controls={
          <Filters
            type={type}
            blessed={blessed}
            onType={(to) => set({ type: to })}
            onPackage={(to) => set({ in: stashWord(to) })}
          />
        }
      >
        <Sentence
          total={rows.total.value}
          first={rows.get(0)}
          isBySize={sort === 'size' && down}
          isFiltered={type !== '' || blessed !== ''}
        />
      </ViewHead>
      <DataTable
        label="All SVs"
        columns={COLUMNS}
        rows={rows}
        sort={{ column: sort, isDescending: down }}
        onSort={onSort}
        svOf={(row) => row}
        empty={
          <Nothing title="No SV is like that">
            {type !== '' && (
              <p>
                There is none of type {type}
                {blessed !== '' && ' in that package'}.
              </p>
            )}
            {blessed !== '' && type === '' && (
              <p>
                None is blessed into <bdi>{blessed}</bdi>.
              </p>
            )}
            <button type="button" onClick={() => set({ type: '', in: '' })}>
              Show all SVs
            </button>
          </Nothing>
        }
      />
    </>
  )
}

interface SentenceProps {
  readonly total: number | null
  readonly first: SvRow | undefined
  readonly isBySize: boolean
  readonly isFiltered: boolean
}

function Sentence({ total, first, isBySize, isFiltered }: SentenceProps): VNode | null {
  const heapBytes = opened.value?.heapBytes ?? 0
  if (total === null) return null
  return (
    <>
      {counted(total, 'SV')}
      {isFiltered && ' like that'}
      {isBySize && first && (
        <>
          . The largest is <bdi>{first.description}</bdi> of <Size bytes={first.size} kind="SV" />,{' '}
          {percent(first.size, heapBytes)} of the heap
        </>
      )}
      .
    </>
  )
}
