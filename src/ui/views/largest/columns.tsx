import type { SvRow } from '../../../query/protocol.ts'
import type { Column } from '../../grid/data-table.tsx'
import { groupDigits } from '../../parts/format.ts'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'

/** Named as the worker sorts by them. */
export const COLUMNS: readonly Column<SvRow>[] = [
  {
    name: 'size',
    title: 'SV size',
    help: 'Bytes of the SV alone',
    track: '88px',
    isNumber: true,
    isSortable: true,
    show: ({ size }) => <Size bytes={size} kind="SV" />,
    text: ({ size }) => String(size),
  },
  {
    name: 'structure',
    title: 'structure',
    help: 'Structure size: with the parts that make it up',
    track: '88px',
    isNumber: true,
    isSortable: true,
    rank: 2,
    show: ({ structureSize }) => <Size bytes={structureSize} kind="structure" />,
    text: ({ structureSize }) => String(structureSize),
  },
  {
    name: 'owned',
    title: 'owned',
    help: 'Owned size: with all that it alone holds',
    track: '88px',
    isNumber: true,
    isSortable: true,
    rank: 2,
    show: ({ ownedSize }) => <Size bytes={ownedSize} kind="owned" />,
    text: ({ ownedSize }) => String(ownedSize ?? ''),
  },
  {
    name: 'refcount',
    title: 'refcount',
    help: 'How many hold it, as Perl counted',
    track: '76px',
    isNumber: true,
    isSortable: true,
    rank: 2,
    show: ({ refcount }) => groupDigits(refcount),
    text: ({ refcount }) => String(refcount),
  },
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
