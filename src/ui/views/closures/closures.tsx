import type { VNode } from 'preact'
import type { ClosureRow } from '../../../query/protocol-findings.ts'
import { type Column, DataTable } from '../../grid/data-table.tsx'
import { countColumn, monoColumn, sizeColumn } from '../../grid/usual-columns.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { Explain } from '../../parts/explain.tsx'
import { counted, groupDigits } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import type { ViewDefinition } from '../view.ts'

/** Closures by where they were written, and what they captured. */
export const closures: ViewDefinition = {
  name: 'closures',
  title: 'Closures',
  key: 'c',
  isInRail: true,
  Body: Closures,
}

const COLUMNS: readonly Column<ClosureRow>[] = [
  sizeColumn('retained', ({ retained }) => retained, {
    name: 'retained',
    title: 'retained',
    help: 'By all of them together, counted once',
    track: '88px',
  }),
  countColumn(({ count }) => count, { name: 'count', title: 'closures', track: '80px', rank: 2 }),
  {
    name: 'cycle',
    title: 'on a cycle',
    help: 'How many of them lie on a cycle of references',
    track: '84px',
    isNumber: true,
    rank: 2,
    show: ({ onCycle }) => (onCycle === 0 ? '' : groupDigits(onCycle)),
    text: ({ onCycle }) => String(onCycle),
  },
  monoColumn(placeOf, { name: 'where', title: 'written in', track: 'minmax(200px, 1fr)' }),
  monoColumn(capturesOf, { name: 'captures', title: 'captured', track: 'minmax(160px, 1fr)', rank: 3 }),
]

function placeOf({ name, file, line }: ClosureRow): string {
  return file === null ? name : `${name} at ${file}${line === null ? '' : ` line ${line}`}`
}

/** `$self (on a cycle), $n`. */
function capturesOf({ captures }: ClosureRow): string {
  return captures.map(({ name, onCycle }) => (onCycle > 0 ? `${name} (on a cycle)` : name)).join(', ')
}

function Closures(): VNode {
  const rows = usePagedRows<ClosureRow>((api, job, start, count) => api.closures(job, start, count), [])
  const total = rows.total.value
  return (
    <>
      <ViewHead title="Closures" commands={['closures']}>
        {total === null
          ? 'Grouping closures.'
          : `Closures were made from ${counted(total, 'place', 'places')} in the program.`}{' '}
        <Explain word="closure" />
      </ViewHead>
      <DataTable
        label="Closures by where they were written"
        columns={COLUMNS}
        rows={rows}
        svOf={(row) => row.example}
        empty={<Nothing title="There are no closures in this heap" />}
      />
    </>
  )
}
