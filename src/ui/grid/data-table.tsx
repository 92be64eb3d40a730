import './data-table.css'
import type { ComponentChildren, VNode } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { QueryError, SvChip } from '../../query/protocol.ts'
import { groupDigits } from '../parts/format.ts'
import { Failed, Working } from '../parts/states.tsx'
import { ColumnHandle, withGivenWidths } from './column-widths.tsx'
import { cellClass, type ColumnLayout, tracksOf } from './columns.ts'
import { placeOfTable, rememberedRow, rememberRow } from './remembered-rows.ts'
import { useRowActions } from './row-actions.ts'
import type { RowSource } from './row-source.ts'
import { VirtualGrid } from './virtual-grid.tsx'

export interface Column<Row> extends ColumnLayout {
  /** Short and stable: what `sort` names. */
  readonly name: string
  readonly title: ComponentChildren
  /** A sentence about it, shown on hover. */
  readonly help?: string
  readonly isSortable?: boolean
  show(row: Row, index: number): ComponentChildren
  /** What a copied row says in this column. */
  text(row: Row): string
}

export interface Sort {
  readonly column: string
  readonly isDescending: boolean
}

export interface DataTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: RowSource<Row>
  readonly sort?: Sort
  readonly onSort?: (sort: Sort) => void
  /** The SV a row is about: selecting the row shows it in the inspector, Enter opens its page. */
  readonly svOf?: (row: Row) => SvChip | null
  /** What Enter does instead. */
  readonly onOpen?: (row: Row) => void
  /** Instead of the table, when there is no row. */
  readonly empty: ComponentChildren
  readonly onRetry?: (error: QueryError) => void
}

/** A table of any length; see RowSource. Sorting is the owner's: it hands in other rows. */
export function DataTable<Row>(props: DataTableProps<Row>): VNode {
  const { label, columns, rows, sort, onSort, svOf, empty } = props
  const place = placeOfTable(label)
  const [active, setActive] = useState(() => rememberedRow(place))
  useEffect(() => setActive(rememberedRow(place)), [place])
  const onSight = useCallback((start: number, end: number) => rows.want(start, end), [rows])
  const actions = useRowActions<Row>({
    get: (index) => rows.get(index),
    svOf,
    textOf: (row) => columns.map((column) => column.text(row)).join('\t'),
  })

  const error = rows.error.value
  const total = rows.total.value
  if (error) return <Failed error={error} />
  if (total === null) return <Working what="Looking through the heap" />
  if (total === 0) return <>{empty}</>

  const onActive = (index: number) => {
    setActive(index)
    rememberRow(place, index)
    actions.select(index)
  }
  const onOpen = (index: number) => {
    const row = rows.get(index)
    if (row !== undefined && props.onOpen) props.onOpen(row)
    else actions.open(index)
  }
  return (
    <div class="data-table">
      <VirtualGrid
        role="grid"
        label={`${label}, ${groupDigits(total)} ${total === 1 ? 'row' : 'rows'}`}
        numRows={total}
        numColumns={columns.length}
        tracks={tracksOf(withGivenWidths(label, columns))}
        header={columns.map((column, i) => (
          <HeadCell key={column.name} table={label} column={column} index={i} sort={sort} onSort={onSort} />
        ))}
        cells={(index) => cellsOf(columns, rows.get(index), index)}
        attributes={(index) => ({ 'aria-busy': rows.get(index) === undefined })}
        active={Math.min(active, total - 1)}
        onActive={onActive}
        onOpen={onOpen}
        onKey={actions.onKey}
        onSight={onSight}
      />
    </div>
  )
}

function cellsOf<Row>(columns: readonly Column<Row>[], row: Row | undefined, index: number): VNode[] {
  return columns.map((column, i) => (
    <div key={column.name} role="gridcell" aria-colindex={i + 1} class={cellClass(column)}>
      {row === undefined ? <span class="waiting">…</span> : column.show(row, index)}
    </div>
  ))
}

interface HeadCellProps<Row> {
  readonly table: string
  readonly column: Column<Row>
  readonly index: number
  readonly sort: Sort | undefined
  readonly onSort: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ table, column, index, sort, onSort }: HeadCellProps<Row>): VNode {
  const { name, title, help, isNumber, isSortable } = column
  const isSorted = sort?.column === name
  const isDescending = isSorted && sort.isDescending
  const toggle = () => onSort?.({ column: name, isDescending: isSorted ? !isDescending : isNumber === true })
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
      class={`${cellClass(column)} head`}
      title={help}
    >
      <div class="head-text">
        {isSortable && onSort ? (
          <button type="button" class="sort" onClick={toggle}>
            {title}
            <span aria-hidden="true">{isSorted ? (isDescending ? ' ▾' : ' ▴') : ''}</span>
          </button>
        ) : (
          title
        )}
      </div>
      <ColumnHandle table={table} column={column} />
    </div>
  )
}
