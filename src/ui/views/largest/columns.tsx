import type { SvRow } from '../../../query/protocol.ts'
import type { Column } from '../../grid/data-table.tsx'
import { countColumn, sizeColumn } from '../../grid/usual-columns.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'

/** Named as the worker sorts by them. */
export const COLUMNS: readonly Column<SvRow>[] = [
  sizeColumn('SV', ({ size }) => size, {
    name: 'size',
    title: 'SV size',
    help: 'Bytes of the SV alone',
    track: '88px',
    isSortable: true,
  }),
  sizeColumn('structure', ({ structureSize }) => structureSize, {
    name: 'structure',
    title: 'structure',
    help: 'Structure size: with the parts that make it up',
    track: '88px',
    isSortable: true,
    rank: 2,
  }),
  sizeColumn('owned', ({ ownedSize }) => ownedSize, {
    name: 'owned',
    title: 'owned',
    help: 'Owned size: with all that it alone holds',
    track: '88px',
    isSortable: true,
    rank: 2,
  }),
  countColumn(({ refcount }) => refcount, {
    name: 'refcount',
    title: 'refcount',
    help: 'How many hold it, as Perl counted',
    track: '76px',
    isSortable: true,
    rank: 2,
  }),
  {
    name: 'type',
    title: 'SV',
    help: 'Sorts by type',
    track: 'minmax(190px, 1fr)',
    isSortable: true,
    show: (row) => <SvChip sv={row} isInRow isShort />,
    text: ({ description, name }) => (name === null ? description : `${description} ${name}`),
  },
  {
    name: 'package',
    title: 'package',
    help: 'What it is blessed into',
    track: 'minmax(90px, 0.5fr)',
    isSortable: true,
    rank: 3,
    show: (row) => row.package !== null && <bdi class="mono">{row.package}</bdi>,
    text: (row) => row.package ?? '',
  },
  {
    name: 'address',
    title: 'address',
    track: '128px',
    isSortable: true,
    rank: 2,
    show: ({ address }) => <span class="mono">{address}</span>,
    text: ({ address }) => address,
  },
]
