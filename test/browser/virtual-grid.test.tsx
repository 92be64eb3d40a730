import '../../src/ui/app/theme.css'
import '../../src/ui/app/base.css'
import { signal } from '@preact/signals'
import { render } from 'preact'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
