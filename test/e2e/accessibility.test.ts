import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heading, openSample, railLinks, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

let app: App
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

async function violations(): Promise<string[]> {
  const { page } = app
  await page.waitForTimeout(300) // answers that are drawn only where they are slow
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: { run(what: unknown, how: unknown): Promise<unknown> } }
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return tool.run(document, { runOnly, resultTypes: ['violations'] })
  })
  const { passes, violations: list } = found as { passes: unknown[]; violations: readonly Violation[] }
  expect(passes.length).toBeGreaterThan(15) // it did look
  return list.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))
}

const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 360, height: 740 }

describe.each([
  ['light', WIDE],
  ['dark', PHONE],
] as const)('%s, %o', (colorScheme, viewport) => {
  beforeAll(async () => {
    await app.page.emulateMedia({ colorScheme })
    await app.page.setViewportSize(viewport)
    await app.page.goto(`${app.page.url().replace(/#.*/, '')}#/`)
  })

  test('start page', async () => {
    await app.page.getByRole('button', { name: 'Open a dump' }).waitFor()
    expect(await violations()).toEqual([])
  })

  test('overview', async () => {
    await openSample(app.page)
    await app.page.locator('.chart canvas').waitFor()
    expect(await violations()).toEqual([])
  })

  test('largest, with a row selected', async () => {
    const { page } = app
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('grid', { name: /All SVs/ }).waitFor()
    for (const key of ['ArrowDown', 'Home']) await page.keyboard.press(key)
    await page.getByRole('complementary').getByText('Held by').waitFor()
    expect(await violations()).toEqual([])
  })

  test('page of an SV', async () => {
    const { page } = app
    await page.keyboard.press('Enter')
    await heading(page, /SCALAR/).waitFor()
    expect(await violations()).toEqual([])
    await page.goto(page.url().replace(/#(.*)\/sv\/.*/, '#$1/sv/%25main::INC'))
    await heading(page, /HASH/).waitFor()
    await page.getByRole('grid', { name: /Values/ }).waitFor()
    expect(await violations()).toEqual([])
  })

  test('identify, with the console and its completions', async () => {
    const { page } = app
    await page.getByRole('link', { name: 'Identify: who holds it' }).click()
    await page.getByRole('treegrid').waitFor()
    await page.keyboard.press(':')
    const prompt = page.getByRole('textbox', { name: 'pmat command' })
    await prompt.fill('identify %main::INC')
    await prompt.press('Enter')
    await page.locator('.log-entry .log-text').nth(1).waitFor()
    await prompt.pressSequentially('s')
    await prompt.press('Tab')
    await page.getByRole('listbox', { name: 'Completions' }).waitFor()
    expect(await violations()).toEqual([])
    await prompt.press('Escape')
    await prompt.press('Control+u')
    await prompt.press('Control+d')
  })

  test('keys and words', async () => {
    const { page } = app
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
  })

  test('search', async () => {
    const { page } = app
    await page.keyboard.press('/')
    await page.keyboard.type('Mojo')
    await page.getByRole('option').first().waitFor()
    expect(await violations()).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  })

  test('every view of the rail', { timeout: 120_000 }, async () => {
    const { page } = app
    await untilAnalysed(page)
    for (const link of await railLinks(page)) {
      await page.goto(link)
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
      await page.waitForTimeout(500)
      const found = await violations()
      expect(found.map((what) => `${link}: ${what}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
    }
  })

  test('nothing is wider than the window', async () => {
    const { page } = app
    const tooWide: number[] = []
    for (const width of [viewport.width, 599, 600, 899, 900, 1024]) {
      await page.setViewportSize({ ...viewport, width })
      const scrollWidth = await page.evaluate(() => document.querySelector('.frame')?.scrollWidth ?? 0)
      if (scrollWidth > width) tooWide.push(width)
    }
    await page.setViewportSize(viewport)
    expect(tooWide).toEqual([])
  })
})

test('forced colours: what is selected and how sizes compare can be seen', async () => {
  const { page } = app
  await page.emulateMedia({ forcedColors: 'active' })
  await page.setViewportSize(WIDE)
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.getByRole('grid', { name: /All SVs/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  const outline = await page
    .locator('.grid-rows [aria-selected=true]')
    .evaluate((row) => getComputedStyle(row).outlineStyle)
  expect(outline).toBe('solid')
  expect(await violations()).toEqual([])
})
