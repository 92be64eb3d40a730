import type { PopulationRow } from '../../../query/protocol-findings.ts'
import type { Column } from '../../grid/data-table.tsx'
import { groupDigits } from '../../parts/format.ts'
import { Size } from '../../parts/size.tsx'

/** Named as the worker sorts by them. */
export const COLUMNS: readonly Column<PopulationRow>[] = [
  {
    name: 'retained',
    title: 'retained',
    help: 'Of all together, counted once',
    track: '88px',
    isNumber: true,
    isSortable: true,
    show: ({ retained }) => <Size bytes={retained} kind="retained" />,
    text: ({ retained }) => String(retained),
  },
  {
    name: 'count',
    title: 'SVs',
    track: '76px',
    isNumber: true,
    isSortable: true,
    show: ({ count }) => groupDigits(count),
    text: ({ count }) => String(count),
  },
  {
    name: 'bytes',
    title: 'SV size',
    track: '84px',
    isNumber: true,
    isSortable: true,
    rank: 2,
    show: ({ bytes }) => <Size bytes={bytes} kind="SV" />,
    text: ({ bytes }) => String(bytes),
  },
  {
    name: 'owned',
    title: 'owned',
    help: 'Owned sizes added up',
    track: '84px',
    isNumber: true,
    isSortable: true,
    rank: 3,
    show: ({ owned }) => <Size bytes={owned} kind="owned" />,
    text: ({ owned }) => String(owned ?? ''),
  },
  {
    name: 'name',
    title: 'package or shape',
    track: 'minmax(200px, 1fr)',
    isSortable: true,
    show: ({ name }) => <bdi class="mono">{name}</bdi>,
    text: ({ name }) => name,
  },
]
