import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { activeRow, dropFile, heading, railLinks, run, savedExport, showOverview, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

// strange/strange.pl says what is in the dump: markup, scripts and controls wherever the dump has a string.
let app: App
const dialogs: string[] = []
beforeAll(async () => {
  app = await openApp()
  app.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  // The rest of the app has come by then.
  await app.page.evaluate(() => navigator.serviceWorker.ready)
  await app.page.waitForLoadState('networkidle')
  app.requests.length = 0
  await dropFile(
    app.page,
    join(ROOT, 'test/e2e/strange/strange.pmat.gz'),
    '<img src=x onerror=window.__pwned=1>\u202e.pmat',
  )
  await showOverview(app.page)
})
afterAll(() => app.close())

/** What an attack would leave behind. */
async function harm(): Promise<unknown[]> {
  const found = await app.page.evaluate(() => {
    const elements = [...document.querySelectorAll('*')]
    const acting = elements.filter((element) =>
      [...element.attributes].some(
        ({ name, value }) =>
          name.startsWith('on') || (/^(href|src|action)$/.test(name) && /^\s*javascript:/i.test(value)),
      ),
    )
    const foreigners = elements.filter((element) =>
      element.matches('img, svg, iframe, object, embed, script:not([src])'),
    )
    return [...acting, ...foreigners].map(({ outerHTML }) => outerHTML).concat('__pwned' in window ? ['pwned'] : [])
  })
  return [...found, ...dialogs]
}

/** Characters that turn or hide what stands beside them, or mean something to a terminal. */
async function unseenCharacters(): Promise<string[]> {
  return unseenIn(await app.page.evaluate(() => document.body.innerText))
}

function unseenIn(text: string): string[] {
  const unseen = Array.from(text).filter((char) => /[\p{Cc}\p{Cf}]/u.test(char) && char !== '\n' && char !== '\t')
  return unseen.map((char) => `U+${char.charCodeAt(0).toString(16)}`)
}

test('the name of the file and the title', async () => {
  expect(await app.page.title()).toContain('<img src=x onerror')
  expect(await harm()).toEqual([])
})

test('packages', async () => {
  const { page } = app
  const grid = page.getByRole('grid', { name: /By package/ })
  await grid.getByText('"><svg onload=window.__pwned=1>').waitFor()
  expect(await harm()).toEqual([])
  await grid.getByText('"><svg onload=window.__pwned=1>').click()
  await heading(page, 'Largest').waitFor()
  await expect.poll(() => page.locator('.sentence').innerText()).toContain('1 SV like that')
  await page.goBack()
})

test('keys and values', async () => {
  const { page } = app
  await page.keyboard.press('/')
  await page.keyboard.type('%Strange::table')
  await page
    .getByRole('option', { name: /%Strange::table/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await heading(page, /HASH/).waitFor()
  await page
    .getByRole('grid', { name: /Values/ })
    .getByText('__proto__')
    .first()
    .waitFor()
  expect(await harm()).toEqual([])
  expect(await unseenCharacters()).toEqual([])
})

test('elements, one by one, with card and inspector', async () => {
  const { page } = app
  await page.keyboard.press('/')
  await page.keyboard.type('@Strange::text')
  await page
    .getByRole('option', { name: /@Strange::text/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  const grid = page.getByRole('grid', { name: /Elements/ })
  await grid.waitFor()
  await grid.focus()
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('ArrowDown')
    await page.waitForTimeout(30)
  }
  await page.getByRole('complementary').getByText('Held by').waitFor()
  await (await activeRow(grid)).getByRole('link').hover()
  await page.locator('.hover-card').waitFor()
  expect(await harm()).toEqual([])
  expect(await unseenCharacters()).toEqual([])
})

test('every view, with what it unfolds', async () => {
  const { page } = app
  await untilAnalysed(page)
  const links = await railLinks(page)
  const words = ['@Strange::text', '%Strange::table', '@Strange::objects', '@Strange::subs'].map(encodeURIComponent)
  const ofSvs = words.flatMap((word) => [`sv/${word}`, `identify/${word}`])
  for (const link of [...links, ...ofSvs.map((path) => links[0].replace(/[^/]*$/, path))]) {
    await page.goto(link)
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    await page.waitForTimeout(500)
    await page.evaluate(() => document.querySelectorAll('summary').forEach((summary) => summary.click()))
    expect([link, ...(await harm())]).toEqual([link])
    expect([link, ...(await unseenCharacters())]).toEqual([link])
  }
})

test('an export, saved', async () => {
  const { page } = app
  for (const format of ['csv', 'json', 'md']) {
    await run(page, 'find pv -r window')
    await run(page, `export ${format}`)
    const text = await savedExport(page)
    expect(text).toContain('pwned')
    expect(unseenIn(text.replaceAll('\r\n', '\n'))).toEqual([])
  }
  expect(await harm()).toEqual([])
})

test('the console, its links and its completions', async () => {
  const { page } = app
  for (const line of [
    'count --blessed',
    'elems @Strange::text',
    'values %Strange::table',
    'find pv -r onerror',
    'symbols',
    'dumps',
  ])
    expect((await run(page, line)).length).toBeGreaterThan(0)
  const prompt = page.getByRole('textbox', { name: 'pmat command' })
  await prompt.fill('show $Strange::')
  await prompt.press('Tab')
  await page.getByRole('listbox', { name: 'Completions' }).waitFor()
  expect(await harm()).toEqual([])
  expect(await unseenCharacters()).toEqual([])
})

test('since the dump was opened nothing was asked of any server, and nothing complained', () => {
  expect(app.requests.filter((address) => !address.startsWith('blob:'))).toEqual([])
  expect(app.problems).toEqual([])
})
