import type { VNode } from 'preact'
import type { StringRow } from '../../../query/protocol-findings.ts'
import { type Column, DataTable } from '../../grid/data-table.tsx'
import { countColumn, monoColumn, sizeColumn } from '../../grid/usual-columns.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { counted } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import type { ViewDefinition } from '../view.ts'

/** Equal strings that are there many times. */
export const strings: ViewDefinition = { name: 'strings', title: 'Strings', key: 's', isInRail: true, Body: Strings }

const COLUMNS: readonly Column<StringRow>[] = [
  sizeColumn('SV', ({ waste }) => waste, {
    name: 'waste',
    title: 'waste',
    help: 'Bytes that one copy would save',
    track: '88px',
  }),
  countColumn(({ copies }) => copies, { name: 'copies', title: 'copies', track: '72px' }),
  countColumn(({ length }) => length, {
    name: 'length',
    title: 'length',
    help: 'Bytes of the string in the process',
    track: '80px',
    rank: 2,
  }),
  {
    name: 'text',
    title: 'string',
    track: 'minmax(180px, 1fr)',
    show: ({ text, isPrefix }) => (
      <>
        <bdi class="mono">{text}</bdi>
        {isPrefix && (
          <span title="The dumper kept only the first bytes: these and the length are equal"> (prefix)</span>
        )}
      </>
    ),
    text: ({ text }) => text,
  },
  monoColumn(({ holders }) => holders.map(({ name, count }) => `${count} ${name}`).join(', '), {
    name: 'holders',
    title: 'held as',
    track: 'minmax(140px, 0.7fr)',
    rank: 3,
  }),
]

function Strings(): VNode {
  const rows = usePagedRows<StringRow>((api, job, start, count) => api.strings(job, start, count), [])
  const total = rows.total.value
  const first = rows.get(0)
  return (
    <>
      <ViewHead title="Strings" commands={['findings']}>
        {total === null
          ? 'Comparing strings.'
          : `The ${counted(total, 'costliest string that is', 'costliest strings that are')} there more than once.`}
        {first && (
          <>
            {' '}
            The costliest wastes <Size bytes={first.waste} kind="SV" />.
          </>
        )}
      </ViewHead>
      <DataTable
        label="Strings that are there more than once"
        columns={COLUMNS}
        rows={rows}
        svOf={(row) => row.example}
        empty={<Nothing title="No string is there twice" />}
      />
    </>
  )
}
