import '../../src/ui/app/theme.css'
import '../../src/ui/app/base.css'
import { render } from 'preact'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { TreeModel } from '../../src/ui/grid/tree-model.ts'
import { type TreeColumn, TreeTable } from '../../src/ui/grid/tree-table.tsx'

/** Every node has as many children as its depth says, named by their path. */
const CHILDREN = [1, 3, 9, 0]

function numbers() {
  return new TreeModel<string>({
    children: async (of, start) => {
      const path = of?.data ?? ''
      const total = CHILDREN[path.length]
      const rows = Array.from({ length: Math.min(5, total - start) }, (_, i) => `${path}${start + i}`)
      return { ok: true, value: { rows, total } }
    },
    canOpen: (path) => path.length < 3,
  })
}

const COLUMNS: readonly TreeColumn<string>[] = [
  { name: 'path', title: 'path', track: '1fr', isTree: true, show: (path) => path, text: (path) => path },
]

let place: HTMLElement
let model: TreeModel<string>
beforeEach(async () => {
  place = document.createElement('div')
  Object.assign(place.style, { height: '400px', display: 'flex', flexDirection: 'column' })
  document.body.append(place)
  model = numbers()
  await model.start()
  render(<TreeTable label="Numbers" columns={COLUMNS} model={model} svOf={() => null} empty="none" />, place)
  await settled()
  grid().focus()
})
afterEach(() => {
  render(null, place)
  place.remove()
})

const settled = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))
const grid = () => place.querySelector<HTMLElement>('[role=treegrid]')!
const press = async (...keys: string[]) => {
  for (const key of keys) {
    await userEvent.keyboard(key === ' ' ? ' ' : `{${key}}`)
    await settled()
  }
}
const drawn = () =>
  [...place.querySelectorAll('.grid-rows > [role=row]')].map((row) => row.textContent.replace(/[▸▾·]/g, '').trim())
const activeText = () =>
  document
    .getElementById(grid().getAttribute('aria-activedescendant') ?? '')
    ?.textContent.replace(/[▸▾·]/g, '')
    .trim()

test('arrows open and close, the table grows with its rows, and all of them can be seen', async () => {
  expect(drawn()).toEqual(['0'])
  await press('ArrowRight', 'ArrowRight')
  expect(drawn()).toEqual(['0', '00', '01', '02'])
  expect(activeText()).toBe('00')
  expect(grid().clientHeight).toBe(grid().scrollHeight)
  await press('ArrowRight')
  expect(drawn()).toEqual(['0', '00', '000', '001', '002', '003', '004', '4 more', '01', '02'])
  expect(grid().clientHeight).toBe(grid().scrollHeight)
  await press('ArrowLeft')
  expect(drawn()).toEqual(['0', '00', '01', '02'])
  await press('ArrowLeft')
  expect(activeText()).toBe('0')
})

test('Space toggles, * opens all of a level, Enter on “more” brings the rest', async () => {
  await press(' ', 'ArrowDown', '*')
  expect(model.rows.value).toHaveLength(1 + 3 + 3 * 6)
  await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown')
  expect(activeText()).toBe('4 more')
  await press('Enter')
  expect(activeText()).toBe('005')
  expect(model.rows.value).toHaveLength(1 + 3 + 9 + 2 * 6)
})

test('rows say their level and place', async () => {
  await press('ArrowRight', 'ArrowRight', 'ArrowRight')
  const row = [...place.querySelectorAll('[role=row]')].find(({ textContent }) => textContent === '003')
  expect(row).toMatchObject({ ariaLevel: '3', ariaPosInSet: '4', ariaSetSize: '9', ariaExpanded: null })
  expect(place.querySelector('[aria-level="2"]')).toMatchObject({ ariaExpanded: 'true' })
})
