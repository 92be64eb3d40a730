import '../../src/ui/app/theme.css'
import '../../src/ui/app/base.css'
import '../../src/ui/views/findings/findings.css'
import { render } from 'preact'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { FindingRow } from '../../src/query/protocol-findings.ts'
import { FindingList } from '../../src/ui/views/findings/finding-list.tsx'

const NUM_ROWS = 300

const rows = Array.from({ length: NUM_ROWS }, (_, i): FindingRow => {
  const address = `0x${(0x1000 + i).toString(16)}`
  return {
    id: `${i}`,
    kind: 'holder',
    certainty: 'likely',
    why: 'it holds much',
    sentence: `Finding number ${i}.`,
    fix: null,
    instances: 1,
    svs: 1,
    bytes: 24,
    retained: 1024,
    packages: [],
    names: [],
    file: null,
    line: null,
    example: { address, type: 'HASH', description: 'HASH(1)', package: null, name: null },
    path: null,
    commands: [`show ${address}`],
    evidence: { view: 'sv', id: address },
  }
})

let place: HTMLElement
beforeEach(() => {
  place = document.createElement('main')
  Object.assign(place.style, { height: '600px', overflow: 'auto' })
  document.body.append(place)
})
afterEach(() => {
  render(null, place)
  place.remove()
})

const show = (shown: readonly FindingRow[]) => render(<FindingList rows={shown} />, place)
const items = () => [...place.querySelectorAll('li.finding')]
const inFull = () => items().filter((item) => item.querySelector('dl') !== null)
const numberOf = (item: Element | null | undefined) => Number(/number (\d+)/.exec(item?.textContent ?? '')?.[1])
const untilDrawn = async () => {
  await expect.poll(() => items().length, { timeout: 20_000 }).toBe(NUM_ROWS)
}

test('a few are drawn at once, all soon after, in full only those in sight', async () => {
  show(rows)
  expect(items().length).toBeLessThan(10)
  expect(place.querySelectorAll('*').length).toBeLessThan(200)
  expect(place.querySelector('ol')?.getAttribute('aria-busy')).toBe('true')
  await untilDrawn()
  expect(items().map(numberOf)).toEqual(rows.map((_, i) => i))
  expect(place.querySelector('ol')?.getAttribute('aria-busy')).toBe('false')
  await expect.poll(() => inFull().length).toBeGreaterThan(3)
  expect(inFull().length).toBeLessThan(20)
  expect(inFull().map(numberOf)).toEqual(inFull().map((_, i) => i))
})

test('scrolled to its end, the last ones are there in full', async () => {
  show(rows)
  await untilDrawn()
  await expect
    .poll(() => {
      place.scrollTop = place.scrollHeight
      return items().at(-1)?.querySelector('dl') !== null
    })
    .toBe(true)
  const last = items().at(-1)?.getBoundingClientRect()
  const { top, bottom } = place.getBoundingClientRect()
  expect(last?.bottom).toBeLessThanOrEqual(bottom + 1)
  expect(last?.top).toBeGreaterThan(top)
  expect(inFull().length).toBeLessThan(40)
})

test('the Tab key goes from one to the next, also to those that were out of sight', async () => {
  show(rows)
  await untilDrawn()
  await expect.poll(() => inFull().length).toBeGreaterThan(3)
  const visited = new Set<number>()
  for (let i = 0; i < 100 && visited.size < 20; i++) {
    await userEvent.keyboard('{Tab}')
    const item = document.activeElement?.closest('li.finding')
    if (!item) continue
    const number = numberOf(item)
    visited.add(number)
    // Somebody who reads: what comes next is drawn by then.
    await expect.poll(() => items()[number + 1]?.querySelector('dl') ?? null).not.toBeNull()
  }
  expect([...visited]).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

test('the first ones, sent again in another order, are moved and not drawn again', async () => {
  show(rows.slice(0, 5))
  const before = items()
  const again = rows.map((row) => ({ ...row }))
  show([again[4], again[0], ...again.slice(5, 100), again[1]])
  expect(items()[0]).toBe(before[4])
  expect(items()[1]).toBe(before[0])
  await expect.poll(() => items().length).toBe(98)
})
