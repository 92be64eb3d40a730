import { groupDigits } from '../parts/format.ts'
import { Size, type SizeKind } from '../parts/size.tsx'
import type { Column } from './data-table.tsx'

/*
 * Columns of sorts that many tables have: what is left to say of one is its name and room, and what of a row it shows.
 */

type Look<Row> = Pick<Column<Row>, 'name' | 'title' | 'help' | 'track' | 'rank' | 'isSortable'>

/** A size; null = not worked out yet. */
export function sizeColumn<Row>(kind: SizeKind, bytes: (row: Row) => number | null, look: Look<Row>): Column<Row> {
  return {
    ...look,
    isNumber: true,
    show: (row) => <Size bytes={bytes(row)} kind={kind} />,
    text: (row) => String(bytes(row) ?? ''),
  }
}

export function countColumn<Row>(count: (row: Row) => number, look: Look<Row>): Column<Row> {
  return { ...look, isNumber: true, show: (row) => groupDigits(count(row)), text: (row) => String(count(row)) }
}

/** Names and places, as in a terminal. */
export function monoColumn<Row>(text: (row: Row) => string, look: Look<Row>): Column<Row> {
  return { ...look, show: (row) => <bdi class="mono">{text(row)}</bdi>, text }
}
