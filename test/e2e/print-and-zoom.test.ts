import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { heading, openSample, railLinks, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

let app: App
beforeAll(async () => {
  app = await openApp()
  await openSample(app.page)
  await untilAnalysed(app.page)
})
afterAll(() => app.close())

async function show(view: string): Promise<void> {
  const id = /#\/d\/([\w-]+)/.exec(app.page.url())?.[1] ?? ''
  await app.page.goto(`${inject('appUrl')}#/d/${id}/${view}`)
  await heading(app.page, /./).waitFor()
}

/** Pages of the page printed. */
async function numPages(): Promise<number> {
  const pdf = await app.page.pdf()
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
}

/** What stands on paper. */
async function printed(): Promise<string> {
  const { page } = app
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await page.waitForTimeout(500)
  const text = await page.locator('body').innerText()
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: null })
  return text
}

test('findings are printed in full, those out of sight too', async () => {
  await show('findings')
  await expect.poll(() => app.page.locator('.finding.far').count()).toBeGreaterThan(100)
  const numFar = await app.page.evaluate(async () => {
    dispatchEvent(new Event('beforeprint'))
    await Promise.resolve()
    return document.querySelectorAll('.finding.far').length
  })
  expect(numFar).toBe(0)
  expect(await numPages()).toBeGreaterThan(5)
})

test('of a table of 78,348 rows one page is printed, with its columns', async () => {
  await show('largest')
  await app.page.locator('.grid-rows .chip').first().waitFor()
  expect(await numPages()).toBe(1)
  const text = await printed()
  expect(text).toMatch(/^owned$/m)
  expect(text).toMatch(/24\.9 MiB/)
  expect(text).toMatch(/Rows 1 to \d\d of 78,348/)
  expect(await app.page.locator('.grid-rows [role=row]').count()).toBeLessThan(100)
})

test('a table of some hundred rows is printed whole', async () => {
  await show('sv/%25main::INC')
  const grid = app.page.getByRole('grid', { name: /Values/ })
  await grid.locator('.grid-rows .chip').first().waitFor()
  const before = await grid.locator('.grid-rows [role=row]').count()
  const numKeys = 124
  expect(before).toBeLessThan(numKeys)
  const rows = await app.page.evaluate(async () => {
    dispatchEvent(new Event('beforeprint'))
    await Promise.resolve()
    const drawn = document.querySelectorAll('[role=grid][aria-label*=Values] .grid-rows [role=row]').length
    dispatchEvent(new Event('afterprint'))
    return drawn
  })
  expect(rows).toBe(numKeys)
  await expect.poll(() => grid.locator('.grid-rows [role=row]').count()).toBe(before)
})

test('at 400 % nothing scrolls sideways', async () => {
  const { page } = app
  const links = await railLinks(page)
  links.push(...['sv/%25main::INC', 'identify/0x555556efd2e8'].map((view) => links[0].replace(/[^/]*$/, view)))
  const session = await app.context.newCDPSession(page)
  const metrics = { width: 320, height: 256, deviceScaleFactor: 4, mobile: false }
  await session.send('Emulation.setDeviceMetricsOverride', metrics)
  const tooWide: string[] = []
  for (const link of links) {
    await page.goto(link)
    await heading(page, /./).waitFor()
    await page.waitForTimeout(300)
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 320) tooWide.push(link)
  }
  await page.goto(`${inject('appUrl')}#/`)
  await page.getByRole('button', { name: 'Try a sample' }).waitFor()
  if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 320) tooWide.push('start')
  expect(tooWide).toEqual([])
  await session.send('Emulation.clearDeviceMetricsOverride')
  await session.detach()
})

test('nothing complained', () => expect(app.problems).toEqual([]))

// uPlot gives it to Intl as it loads, which throws at what is no language.
test.each(['C', '', 'ar-EG'])('a browser whose language is “%s”', async (language) => {
  const other = await openApp()
  onTestFinished(() => other.close())
  await other.context.addInitScript((word) => {
    Object.defineProperty(Navigator.prototype, 'language', { get: () => word })
    Object.defineProperty(Navigator.prototype, 'languages', { get: () => [word] })
  }, language)
  await other.page.reload()
  await openSample(other.page)
  expect(await other.page.locator('.sentence').innerText()).toContain('78,348 SVs make up 43.3 MiB')
  const chart = other.page.locator('.chart canvas')
  const table = other.page.locator('.distribution table')
  await expect.poll(async () => (await chart.isVisible()) || (await table.isVisible())).toBe(true)
  expect(other.problems).toEqual([])
})
