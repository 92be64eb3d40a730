import '../../src/ui/app/theme.css'
import '../../src/ui/app/base.css'
import { signal } from '@preact/signals'
import { render } from 'preact'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type Column, DataTable } from '../../src/ui/grid/data-table.tsx'
import type { RowSource } from '../../src/ui/grid/row-source.ts'

const NUM_ROWS = 10_000_000

interface Numbered {
  readonly number: number
}

/** Rows made up as they are asked for. */
function numberedRows(total: number): RowSource<Numbered> {
  return { total: signal(total), error: signal(null), get: (number) => ({ number }), want: () => {} }
}

const COLUMNS: readonly Column<Numbered>[] = [
  {
    name: 'number',
    title: 'number',
    track: '1fr',
    show: ({ number }) => `row ${number}`,
    text: ({ number }) => String(number),
  },
]

let place: HTMLElement
beforeEach(() => {
  place = document.createElement('div')
  Object.assign(place.style, { height: '520px', display: 'flex', flexDirection: 'column' })
  document.body.append(place)
})
afterEach(() => {
  render(null, place)
  place.remove()
})

const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
const grid = () => place.querySelector<HTMLElement>('[role=grid]')!
/** Rows that can be seen whole, from the first to the last. */
function seen(): number[] {
  const box = grid().getBoundingClientRect()
  const head = place.querySelector('.grid-head')!.getBoundingClientRect()
  return [...place.querySelectorAll('.grid-rows > [role=row]')]
    .filter((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return top >= head.bottom - 1 && bottom <= box.top + grid().clientHeight + 2
    })
    .map((row) => Number(row.getAttribute('aria-rowindex')) - 2)
}
const active = () => {
  const row = document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : -1
}

async function show(total: number): Promise<void> {
  render(<DataTable label="Rows" columns={COLUMNS} rows={numberedRows(total)} empty="none" />, place)
  await frame()
  await frame()
  grid().focus()
}

async function press(key: string): Promise<void> {
  await userEvent.keyboard(`{${key}}`)
  await frame()
}

test('ten million rows: few elements, and the last row is reached exactly', async () => {
  await show(NUM_ROWS)
  expect(seen()[0]).toBe(0)
  expect(grid().getAttribute('aria-rowcount')).toBe(String(NUM_ROWS + 1))
  expect(place.querySelectorAll('*').length).toBeLessThan(300)

  await press('End')
  expect(active()).toBe(NUM_ROWS - 1)
  expect(seen().at(-1)).toBe(NUM_ROWS - 1)
  expect(place.textContent).toContain(`row ${NUM_ROWS - 1}`)

  await press('ArrowUp')
  expect(active()).toBe(NUM_ROWS - 2)
  const numSeen = seen().length
  await press('PageUp')
  expect(active()).toBe(NUM_ROWS - 1 - numSeen)
  expect(seen()).toContain(active())

  await press('Home')
  expect(active()).toBe(0)
  expect(seen()[0]).toBe(0)
})

test('steps are exact wherever the table stands, and j and k do as the arrows', async () => {
  await show(NUM_ROWS)
  grid().scrollTop = grid().scrollHeight / 2 // a jump by the scrollbar: half way
  await frame()
  await frame()
  const middle = seen()
  expect(Math.abs(middle[0] - NUM_ROWS / 2)).toBeLessThan(NUM_ROWS / 1000)
  expect(middle).toEqual(middle.map((_, i) => middle[0] + i))

  await press('Home')
  for (const key of ['j', 'j', 'j', 'k']) await press(key)
  expect(active()).toBe(2)
})

test('a wheel moves by its own pixels, to the very last row', async () => {
  await show(NUM_ROWS)
  await press('End')
  const wheel = (deltaY: number) => grid().dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true }))
  wheel(-2600)
  await frame()
  expect(seen().at(-1)).toBe(NUM_ROWS - 1 - 100)
  for (let i = 0; i < 26; i++) {
    wheel(100)
    await frame()
  }
  expect(seen().at(-1)).toBe(NUM_ROWS - 1)
})

test('a drag of the scrollbar to its end shows the last row', async () => {
  await show(NUM_ROWS)
  grid().scrollTop = grid().scrollHeight
  await frame()
  await frame()
  expect(seen().at(-1)).toBe(NUM_ROWS - 1)
  grid().scrollTop = 0
  await frame()
  await frame()
  expect(seen()[0]).toBe(0)
})

test('a short table is no higher than its rows', async () => {
  await show(3)
  expect(seen()).toEqual([0, 1, 2])
  expect(grid().scrollHeight).toBe(grid().clientHeight)
  await press('End')
  expect(active()).toBe(2)
})

test('# goes to a row by its number, written in any way', async () => {
  await show(NUM_ROWS)
  const goTo = async (text: string) => {
    grid().focus()
    await press('#')
    await userEvent.keyboard(`${text}{Enter}`)
    await frame()
  }
  await goTo('1,234,567')
  expect(active()).toBe(1_234_566)
  expect(seen()).toContain(1_234_566)
  expect(document.activeElement).toBe(grid())
  await goTo('99999999999')
  expect(active()).toBe(NUM_ROWS - 1)
  await goTo('0')
  expect(active()).toBe(0)

  await goTo('no number')
  const input = place.querySelector<HTMLInputElement>('.go-to-row input')!
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(document.activeElement).toBe(input)
  await press('Escape')
  expect(document.activeElement).toBe(grid())
  expect(active()).toBe(0)
})

test('a short table has no use for row numbers', async () => {
  await show(50)
  expect(place.querySelector('.go-to-row')).toBeNull()
  await press('#')
  expect(document.activeElement).toBe(grid())
})

describe('the width of a column', () => {
  const TWO: readonly Column<Numbered>[] = [COLUMNS[0], { ...COLUMNS[0], name: 'other', title: 'other' }]
  const widths = () => [...place.querySelectorAll('[role=columnheader]')].map((cell) => Math.round(cell.clientWidth))
  const ofCells = () => [...place.querySelectorAll('[aria-rowindex="2"] .cell')].map(({ clientWidth }) => clientWidth)
  const showTwo = async (label: string) => {
    place.style.width = '700px'
    render(<DataTable label={label} columns={TWO} rows={numberedRows(9)} empty="none" />, place)
    await frame()
    await frame()
    grid().focus()
  }

  test('by keys', async () => {
    await showTwo('by keys')
    const [first, second] = widths()
    expect(first).toBe(second)
    await press('w')
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight']) await press(key)
    expect(widths()).toEqual([first - 32, second + 32])
    expect(ofCells()).toEqual(widths())
    expect(document.activeElement?.getAttribute('aria-valuenow')).toBe(String(first - 32))
    await press('Tab')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Width of the column other')
    await press('Tab')
    expect(document.activeElement).toBe(grid())
    await press('w')
    await press('Delete')
    expect(widths()).toEqual([first, second])
    await press('Enter')
    expect(document.activeElement).toBe(grid())
  })

  test('by the pointer, and it stays so when the table comes again', async () => {
    await showTwo('by the pointer')
    const [first, second] = widths()
    const handle = place.querySelector('.column-handle')!
    const { x, y } = handle.getBoundingClientRect()
    const at = (type: string, clientX: number) =>
      handle.dispatchEvent(
        new PointerEvent(type, { clientX, clientY: y, pointerId: 1, bubbles: true, cancelable: true }),
      )
    // A made up pointer cannot be captured.
    Object.assign(handle, { setPointerCapture: () => {} })
    at('pointerdown', x)
    at('pointermove', x + 100)
    await frame()
    expect(widths()).toEqual([first + 100, second - 100])
    at('lostpointercapture', x + 100)
    at('pointermove', x + 200)
    await frame()
    expect(widths()[0]).toBe(first + 100)
    render(null, place)
    await showTwo('by the pointer')
    expect(widths()[0]).toBe(first + 100)
    place.querySelector('.column-handle')!.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await frame()
    expect(widths()).toEqual([first, second])
  })
})
