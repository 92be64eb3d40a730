import type { VNode } from 'preact'
import type { Reference } from '../../../query/protocol.ts'
import { type Column, DataTable } from '../../grid/data-table.tsx'
import { usePagedRows } from '../../grid/use-paged-rows.ts'
import { Explain } from '../../parts/explain.tsx'
import { groupDigits } from '../../parts/format.ts'
import { StrengthMark } from '../../parts/reference.tsx'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'

const WORDS = {
  in: { title: 'Held by', other: 'holder', none: 'Nothing in the dump refers to it.' },
  out: { title: 'Holds', other: 'referent', none: 'It refers to nothing.' },
} as const

/** References to an SV, or from it. */
export function References({ address, direction }: { address: string; direction: 'in' | 'out' }): VNode {
  const rows = usePagedRows<Reference>(
    (api, job, start, count) =>
      direction === 'in' ? api.inrefs(job, address, start, count) : api.outrefs(job, address, start, count),
    [address, direction],
  )
  const { title, none } = WORDS[direction]
  const total = rows.total.value
  return (
    <section class="sv-section" aria-label={title}>
      <h2>
        {title}
        {total !== null && <span class="count">{groupDigits(total)}</span>}
        <Explain word={direction === 'in' ? 'inref, outref' : 'strength'} />
      </h2>
      <DataTable
        label={title}
        columns={COLUMNS[direction]}
        rows={rows}
        svOf={({ sv }) => sv}
        empty={<p class="none">{none}</p>}
      />
    </section>
  )
}

const COLUMNS = { in: columnsOf('in'), out: columnsOf('out') }

function columnsOf(direction: 'in' | 'out'): readonly Column<Reference>[] {
  return [
    {
      name: 'strength',
      title: <span class="unseen">strength</span>,
      help: 'Strength: s strong, w weak, i indirect, ~ inferred',
      track: '26px',
      show: ({ strength }) => <StrengthMark strength={strength} />,
      text: ({ strength }) => strength,
    },
    {
      name: 'name',
      title: 'as',
      track: 'minmax(100px, 0.8fr)',
      show: ({ name }) => <bdi title={name}>{name}</bdi>,
      text: ({ name }) => name,
    },
    {
      name: 'sv',
      title: WORDS[direction].other,
      track: 'minmax(170px, 1.6fr)',
      show: ({ sv }) => (sv ? <SvChip sv={sv} isInRow /> : <span class="root-word">a root</span>),
      text: ({ sv }) => (sv ? `${sv.description} ${sv.address}` : 'root'),
    },
    {
      name: 'size',
      title: 'SV size',
      track: '84px',
      isNumber: true,
      rank: 2,
      show: ({ size, sv }) => sv && <Size bytes={size} kind="SV" />,
      text: ({ size }) => String(size),
    },
  ]
}
