import './virtual-grid.css'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { groupDigits } from '../parts/format.ts'
import { isPrinting } from '../parts/printing.ts'
import { singleKeys } from '../state/settings.ts'
import { focusHandles } from './column-widths.tsx'
import { roomIn } from './columns.ts'
import { GoToRow, LEAST_ROWS } from './go-to-row.tsx'
import { rowAfterKey } from './grid-keys.ts'
import { rowsInSight } from './scroll-map.ts'
import { useVirtualScroll } from './use-virtual-scroll.ts'

export const ROW_HEIGHT = 26
/** Rows drawn beyond the edges, so that a scroll does not run into blank. */
const MARGIN = 6
/** Tables of no more rows are printed whole (they come from the worker in one page); of others, what is in sight. */
const MOST_PRINTED = 128

/** What a row says of itself to a screen reader, beyond its number. */
export interface RowAttributes {
  readonly 'aria-level'?: number
  readonly 'aria-expanded'?: boolean
  readonly 'aria-setsize'?: number
  readonly 'aria-posinset'?: number
  readonly 'aria-busy'?: boolean
  readonly class?: string
  readonly 'data-sv'?: string
}

export interface VirtualGridProps {
  readonly role: 'grid' | 'treegrid'
  readonly label: string
  readonly numRows: number
  readonly numColumns: number
  /** Custom properties of columns.ts. */
  readonly tracks: Readonly<Record<string, string>>
  /** Cells of the sticky header. */
  readonly header: ComponentChildren
  readonly cells: (row: number) => ComponentChildren
  readonly attributes?: (row: number) => RowAttributes
  /** The row that keys act on; -1 = none. */
  readonly active: number
  readonly onActive: (row: number) => void
  readonly onOpen?: (row: number) => void
  /** Keys of its own; true = done. */
  readonly onKey?: (event: KeyboardEvent, row: number) => boolean
  /** Rows that are drawn: `start` inclusive, `end` exclusive. */
  readonly onSight?: (start: number, end: number) => void
}

/** Rows of one height, as many as you like: only those in sight exist. Data table and tree table stand on it. */
export function VirtualGrid(props: VirtualGridProps): VNode {
  const { role, label, numRows, numColumns, tracks, header, cells, attributes, active } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const rowInput = useRef<HTMLInputElement>(null)
  const { map, viewWidth, top, placeOf, show } = useVirtualScroll(scroller, numRows, ROW_HEIGHT, ROW_HEIGHT)
  const sight = rowsInSight(map, numRows, top)
  const isWhole = isPrinting.value && numRows <= MOST_PRINTED
  const start = isWhole ? 0 : Math.max(0, sight.start - MARGIN)
  const end = isWhole ? numRows : Math.min(numRows, sight.end + MARGIN)
  const isMeasured = map.viewHeight > 0

  useEffect(() => props.onSight?.(start, end), [start, end, props.onSight])
  useLayoutEffect(() => {
    if (isMeasured && active >= 0 && active < numRows) show(active)
  }, [active, isMeasured])

  const onKeyDown = (event: KeyboardEvent) => {
    const grid = scroller.current
    if (!grid || event.target !== grid || event.isComposing) return
    const rowsOfPage = Math.max(1, Math.floor(map.viewHeight / ROW_HEIGHT) - 1)
    const next = rowAfterKey(event, active, numRows, rowsOfPage)
    if (next !== undefined) {
      if (next === active) show(next)
      else props.onActive(next)
    } else if (gridKey(event, grid, rowInput.current)) {
      // The focus is where it leads.
    } else if (event.key === 'Enter' && active >= 0 && !event.ctrlKey && !event.altKey) props.onOpen?.(active)
    else if (!props.onKey?.(event, active)) return
    event.preventDefault()
  }
  const rows: VNode[] = []
  for (let row = start; row < end; row++) {
    rows.push(
      <div
        key={row}
        id={`${id}-${row}`}
        role="row"
        aria-rowindex={row + 2}
        aria-selected={row === active}
        {...attributes?.(row)}
        class={`grid-row ${row % 2 === 1 ? 'odd' : ''} ${attributes?.(row).class ?? ''}`}
        onMouseDown={() => props.onActive(row)}
        onDblClick={() => props.onOpen?.(row)}
      >
        {cells(row)}
      </div>,
    )
  }
  const toRow = (row: number) => {
    scroller.current?.focus()
    if (row === active) show(row)
    else props.onActive(row)
  }
  const isActiveDrawn = active >= start && active < end
  return (
    <div class="grid-box">
      <div
        ref={scroller}
        class="grid"
        data-room={roomIn(viewWidth)}
        role={role}
        aria-label={label}
        aria-rowcount={numRows + 1}
        aria-colcount={numColumns}
        aria-activedescendant={isActiveDrawn ? `${id}-${active}` : undefined}
        tabIndex={0}
        style={{ ...tracks, '--row-height': `${ROW_HEIGHT}px` }}
        onKeyDown={onKeyDown}
      >
        <div class="grid-head" role="rowgroup">
          <div class="grid-row" role="row" aria-rowindex={1}>
            {header}
          </div>
        </div>
        <div class="grid-body" role="rowgroup" style={{ height: `${map.spacerHeight}px` }}>
          <div class="grid-rows" role="presentation" style={{ transform: `translateY(${placeOf(start)}px)` }}>
            {rows}
          </div>
        </div>
      </div>
      {end - start < numRows && (
        <p class="grid-printed">
          Rows {groupDigits(start + 1)} to {groupDigits(end)} of {groupDigits(numRows)}
        </p>
      )}
      {numRows >= LEAST_ROWS && (
        <GoToRow
          input={rowInput}
          numRows={numRows}
          active={active}
          onGo={toRow}
          onLeave={() => scroller.current?.focus()}
        />
      )}
    </div>
  )
}

/** `w`: to the widths of the columns; `#`: to the number of a row. True = done. */
function gridKey(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  grid: HTMLElement,
  rowInput: HTMLElement | null,
): boolean {
  if (ctrlKey || altKey || metaKey || singleKeys.peek() === 'off') return false
  if (key === 'w') return focusHandles(grid)
  if (key !== '#' || !rowInput) return false
  rowInput.focus()
  return true
}
