import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { ContentRow, SvDetails } from '../../../query/protocol.ts'
import { type Column, DataTable } from '../../grid/data-table.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { groupDigits } from '../../parts/format.ts'
import { SvChip } from '../../parts/sv-chip.tsx'

type What = NonNullable<SvDetails['contents']>['what']

const TITLES = {
  elements: ['Elements', 'index'],
  values: ['Values', 'key'],
  lexicals: ['Lexicals', 'name'],
  fields: ['Fields', 'name'],
} as const satisfies Record<What, readonly [title: string, label: string]>

/** Elements, values, lexicals or fields. */
export function Contents({ address, what, total }: { address: string; what: What; total: number }): VNode {
  const rows = usePagedRows<ContentRow>((api, _job, start, count) => api.contents(address, start, count), [address])
  const [title, label] = TITLES[what]
  const columns = useMemo(() => columnsOf(label), [label])
  return (
    <section class="sv-section" aria-label={title}>
      <h2>
        {title}
        <span class="count">{groupDigits(total)}</span>
      </h2>
      <DataTable label={title} columns={columns} rows={rows} svOf={(row) => row.sv} empty={null} />
    </section>
  )
}

function columnsOf(label: string): readonly Column<ContentRow>[] {
  return [
    {
      name: 'label',
      title: label,
      track: 'minmax(90px, 0.7fr)',
      show: (row) => (
        <bdi class="mono" title={row.label}>
          {row.label}
        </bdi>
      ),
      text: (row) => row.label,
    },
    {
      name: 'value',
      title: 'value',
      track: 'minmax(100px, 1fr)',
      show: (row) => row.value !== null && <bdi class="mono">{row.value}</bdi>,
      text: (row) => row.value ?? '',
    },
    {
      name: 'sv',
      title: 'SV',
      track: 'minmax(170px, 1.3fr)',
      show: (row) => (row.sv ? <SvChip sv={row.sv} isInRow /> : 'NULL'),
      text: (row) => (row.sv ? `${row.sv.description} ${row.sv.address}` : 'NULL'),
    },
  ]
}
