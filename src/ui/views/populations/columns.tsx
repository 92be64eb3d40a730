import type { PopulationRow } from '../../../query/protocol-findings.ts'
import type { Column } from '../../grid/data-table.tsx'
import { countColumn, monoColumn, sizeColumn } from '../../grid/usual-columns.tsx'

/** Named as the worker sorts by them. */
export const COLUMNS: readonly Column<PopulationRow>[] = [
  sizeColumn('retained', ({ retained }) => retained, {
    name: 'retained',
    title: 'retained',
    help: 'Of all together, counted once',
    track: '88px',
    isSortable: true,
  }),
  countColumn(({ count }) => count, { name: 'count', title: 'SVs', track: '76px', isSortable: true }),
  sizeColumn('SV', ({ bytes }) => bytes, { name: 'bytes', title: 'SV size', track: '84px', isSortable: true, rank: 2 }),
  sizeColumn('owned', ({ owned }) => owned, {
    name: 'owned',
    title: 'owned',
    help: 'Owned sizes added up',
    track: '84px',
    isSortable: true,
    rank: 3,
  }),
  monoColumn(({ name }) => name, {
    name: 'name',
    title: 'package or shape',
    track: 'minmax(200px, 1fr)',
    isSortable: true,
  }),
]
