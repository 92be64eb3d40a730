import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeRow, heading, showOverview, wordsOf } from './page.ts'
import { type App, openApp } from './support.ts'

let app: App
beforeAll(async () => {
  app = await openApp()
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(() => app.close())

const focused = () =>
  app.page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
  })
const clipboard = () => app.page.evaluate(() => navigator.clipboard.readText())
const press = async (...keys: string[]) => {
  for (const key of keys) await app.page.keyboard.press(key)
}

// One journey without a mouse: each test goes on where the one before it stopped.
test('the sample is opened by Tab and Enter', async () => {
  await press('Tab')
  expect(await focused()).toBe('Open a dump')
  await press('Tab')
  expect(await focused()).toBe('Try a sample')
  await press('Enter')
  await showOverview(app.page)
})

test('g l opens Largest, and the first arrow is in its table', async () => {
  const { page } = app
  await press('g', 'l')
  await heading(page, 'Largest').waitFor()
  const grid = page.getByRole('grid', { name: /All SVs/ })
  await grid.waitFor()
  await press('ArrowDown')
  expect(await wordsOf(await activeRow(grid))).toContain('24.9 MiB')
  await press('End')
  expect(await (await activeRow(grid)).getAttribute('aria-rowindex')).toBe('78349')
  await press('Home', 'j', 'k')
  expect(await (await activeRow(grid)).getAttribute('aria-rowindex')).toBe('2')
})

test('y copies the address, Y the row', async () => {
  await press('y')
  await expect.poll(clipboard).toBe('0x555556efd2e8')
  await press('Shift+Y')
  await expect.poll(clipboard).toMatch(/^26130616\t26130616\t\d*\t1\tSCALAR\(PV\)\t\t0x555556efd2e8$/)
})

test('Enter opens the page, u goes up to the holder, [ comes back', async () => {
  const { page } = app
  await press('Enter')
  await heading(page, /SCALAR/).waitFor()
  await press('u')
  await heading(page, /Mojo::IOLoop::Stream/).waitFor()
  await press('[')
  await heading(page, /SCALAR/).waitFor()
  expect(page.url()).toContain('/sv/0x555556efd2e8')
})

test('/ finds by name', async () => {
  const { page } = app
  await press('/')
  await page.keyboard.type('%main::INC')
  await page.getByRole('option', { name: /%main::INC/ }).waitFor()
  await press('Enter')
  await heading(page, /%main::INC/).waitFor()
  expect(page.url()).toContain('/sv/0x')
})

test('a tree opens and closes by arrows', async () => {
  const { page } = app
  await press('/')
  await page.keyboard.type('0x555556efd2e8')
  await page
    .getByRole('option', { name: /0x555556efd2e8/ })
    .first()
    .waitFor()
  await press('Enter')
  await heading(page, /SCALAR/).waitFor()
  await page.getByRole('link', { name: /^Identify: / }).focus()
  await press('Enter')
  const tree = page.getByRole('treegrid')
  await tree.getByText('&Mojo::IOLoop::start').last().waitFor()
  await press('ArrowDown')
  const row = await activeRow(tree)
  expect(await row.getAttribute('aria-level')).toBe('2')
  await press('ArrowLeft')
  expect(await (await activeRow(tree)).getAttribute('aria-expanded')).toBe('false')
  expect(await tree.getByRole('row').count()).toBe(3)
  await press('ArrowRight')
  await expect.poll(() => tree.getByRole('row').count()).toBeGreaterThan(3) // its holders come from the worker
  await press('ArrowRight')
  expect(await (await activeRow(tree)).getAttribute('aria-level')).toBe('3')
})

test('an answer is exported and saved from the console', async () => {
  const { page } = app
  await press(':')
  await page.keyboard.type('count')
  await press('Enter')
  await page.locator('.log[aria-busy=false] .log-entry').first().waitFor()
  await page.keyboard.type('export csv')
  await press('Enter')
  await page.getByRole('button', { name: /^Save as/ }).waitFor()
  const saved = page.waitForEvent('download')
  for (let i = 0; i < 40 && !(await focused()).startsWith('Save as'); i++) await press('Shift+Tab')
  await press('Enter')
  expect((await saved).suggestedFilename()).toBe('sample-count.csv')
  await press('`')
  await page.getByRole('region', { name: 'Console' }).waitFor({ state: 'detached' })
})

test(': opens the console, Escape leaves it, ` closes it', async () => {
  const { page } = app
  await press(':')
  expect(await focused()).toBe('pmat command')
  await page.keyboard.type('gl?/:') // nothing but text here
  expect(await page.getByRole('textbox', { name: 'pmat command' }).inputValue()).toBe('gl?/:')
  await press('Control+c', 'Escape')
  expect(await focused()).not.toBe('pmat command')
  await press('`')
  expect(await page.getByRole('region', { name: 'Console' }).count()).toBe(0)
})

test('? tells the keys, and single keys can be switched off', async () => {
  const { page } = app
  await press('?')
  const dialog = page.getByRole('dialog', { name: 'Keys and words' })
  await dialog.waitFor()
  await dialog.getByRole('checkbox', { name: /Single keys/ }).focus()
  await press(' ', 'Escape')
  await press('?', ':', 'g', 'l')
  expect(await dialog.count()).toBe(0)
  expect(await page.getByRole('region', { name: 'Console' }).count()).toBe(0)
  expect(page.url()).toContain('/identify/')
  await press('Control+k')
  expect(await focused()).toBe('pmat command')
})

test('nothing complained', () => expect(app.problems).toEqual([]))
