import { signal } from '@preact/signals'
import type { VNode } from 'preact'
import { singleKeys } from '../state/settings.ts'
import type { ColumnLayout } from './columns.ts'

/** Px that the user gave columns, by table and column, until the page is left. */
const given = signal<ReadonlyMap<string, number>>(new Map())

const LEAST = 40
const MOST = 2000
const STEP = 16

interface NamedColumn extends ColumnLayout {
  readonly name: string
}

/** The columns of a table, as wide as the user made them. */
export function withGivenWidths<Column extends NamedColumn>(
  table: string,
  columns: readonly Column[],
): readonly Column[] {
  const widths = given.value
  return columns.map((column) => {
    const width = widths.get(keyOf(table, column.name))
    return width === undefined ? column : { ...column, track: `${width}px` }
  })
}

export interface ColumnHandleProps {
  /** Names the table. */
  readonly table: string
  readonly column: NamedColumn
}

/**
 * The right edge of a head cell: dragged, or moved by the arrow keys once `w` in the table has led to it; a double click or
 * Delete gives the column back its own width.
 */
export function ColumnHandle({ table, column: { name } }: ColumnHandleProps): VNode {
  const key = keyOf(table, name)
  const width = given.value.get(key)
  return (
    <span
      class="column-handle"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of the column ${name}`}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={width ?? LEAST}
      aria-valuetext={width === undefined ? 'as the table has room' : `${width} pixels`}
      tabIndex={singleKeys.value === 'on' ? -1 : 0}
      onPointerDown={(event) => drag(event, key)}
      onDblClick={() => give(key, undefined)}
      onKeyDown={(event) => {
        if (!actOn(event, key)) return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}

/** Go to the first handle of a table. False = it has none. */
export function focusHandles(grid: HTMLElement): boolean {
  const [first] = handlesOf(grid)
  first?.focus()
  return first !== undefined
}

function keyOf(table: string, column: string): string {
  return JSON.stringify([table, column])
}

function give(key: string, width: number | undefined): void {
  const widths = new Map(given.peek())
  if (width === undefined) widths.delete(key)
  else widths.set(key, Math.round(Math.min(Math.max(width, LEAST), MOST)))
  given.value = widths
}

function drag(event: PointerEvent, key: string): void {
  const handle = event.currentTarget as HTMLElement
  const { clientX } = event
  const width = widthBeside(handle)
  const move = (moved: PointerEvent) => give(key, width + moved.clientX - clientX)
  event.preventDefault() // selects no text
  handle.setPointerCapture(event.pointerId)
  handle.addEventListener('pointermove', move)
  handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true })
}

function actOn(event: KeyboardEvent, key: string): boolean {
  const handle = event.currentTarget as HTMLElement
  const grid = handle.closest<HTMLElement>('.grid')
  if (event.key === 'ArrowLeft') give(key, widthBeside(handle) - STEP)
  else if (event.key === 'ArrowRight') give(key, widthBeside(handle) + STEP)
  else if (event.key === 'Delete' || event.key === 'Backspace') give(key, undefined)
  else if (event.key === 'Enter' || event.key === 'Escape') grid?.focus()
  else if (event.key === 'Tab' && grid && singleKeys.peek() === 'on') {
    const handles = handlesOf(grid)
    const next = handles[handles.indexOf(handle) + (event.shiftKey ? -1 : 1)] ?? grid
    next.focus()
  } else return false
  return true
}

function widthBeside(handle: HTMLElement): number {
  return handle.parentElement?.getBoundingClientRect().width ?? LEAST
}

/** Those of columns that are shown. */
function handlesOf(grid: HTMLElement): HTMLElement[] {
  return [...grid.querySelectorAll<HTMLElement>('.column-handle')].filter((handle) => handle.checkVisibility())
}
