import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dropFile, golden, heading, run, SAMPLE, showOverview, wordsOf } from './page.ts'
import { type App, foreign, openApp } from './support.ts'

let app: App
beforeAll(async () => {
  app = await openApp()
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(() => app.close())

/** The SV that is too big. */
const BUFFER = '0x555556efd2e8'

// The classical hunt, step by step: each test goes on where the one before it stopped.
describe('a leaking buffer is found', () => {
  test('drop the file and watch it load', async () => {
    const { page } = app
    const seen = await page.evaluateHandle(() => {
      const words = new Set<string>()
      new MutationObserver(() => {
        const bar = document.querySelector('.loading [role=progressbar]')
        if (bar) words.add(bar.getAttribute('aria-valuetext') ?? '')
      }).observe(document.body, { subtree: true, childList: true, attributes: true })
      return words
    })
    await dropFile(page, SAMPLE, 'server.pmat.gz')
    await showOverview(page)
    const words = await seen.evaluate((set) => [...set])
    expect(words.some((text) => /^Reading: [\d.]+ MiB of [\d.]+ MiB, [\d,]+ SVs$/.test(text))).toBe(true)
  })

  test('read the summary', async () => {
    const { page } = app
    expect(await page.locator('.dump-words').innerText()).toMatch(
      /server\.pmat\.gz\s+perl 5\.42\.3 threaded · 78,348 SVs · 43\.3 MiB/,
    )
    expect(await page.locator('.sentence').innerText()).toContain('78,348 SVs make up 43.3 MiB')
    const types = page.getByRole('region', { name: 'By type' })
    expect(await wordsOf(types.getByRole('row', { name: /SCALAR/ }))).toMatch(/^SCALAR 30,51\d 35\.6 MiB$/)
    await page.getByRole('img', { name: /Bar chart of SVs by their size/ }).waitFor()
    expect(await page.locator('.chart canvas').count()).toBe(1)
  })

  test('Largest has one scalar of tens of MiB on top', async () => {
    const { page } = app
    await page.getByRole('link', { name: 'Largest' }).click()
    const grid = page.getByRole('grid', { name: /All SVs, 78,348 rows/ })
    const first = grid.getByRole('row').nth(1)
    await expect
      .poll(() => wordsOf(first), { timeout: 10_000 })
      .toBe(`24.9 MiB 24.9 MiB 24.9 MiB 1 SCALAR(PV) ${BUFFER}`)
    expect(await first.innerText()).toContain('exactly 26,130,616 bytes SV size')
    await first.getByRole('link').click()
  })

  test('its page says refcount 1, a huge size, and an empty string', async () => {
    const { page } = app
    await heading(page, /SCALAR\(PV\)/).waitFor()
    expect(page.url()).toContain(`/sv/${BUFFER}`)
    const main = page.getByRole('main')
    expect(await main.locator('.sentence').innerText()).toBe('It takes 24.9 MiB, 58 % of the heap, and is held once.')
    const facts = (await main.locator('.facts').allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, ' '))
    expect(facts[0]).toContain('SV size? 24.9 MiB , exactly 26,130,616 bytes SV size')
    expect(facts[0]).toMatch(/Refcount\? 1$/)
    expect(facts[1]).toBe('String "" Length 0 bytes')
    expect(await wordsOf(page.getByRole('region', { name: 'Held by' }).getByRole('row').nth(1))).toContain(
      'value {buffer}',
    )
  })

  test('Identify leads back to the event loop', async () => {
    const { page } = app
    await page.getByRole('link', { name: 'Identify: who holds it' }).click()
    const tree = page.getByRole('treegrid')
    await tree.getByText('&Mojo::IOLoop::start').last().waitFor()
    const steps = await Promise.all((await tree.getByRole('row').all()).slice(1).map(wordsOf))
    expect(steps).toEqual([
      `SCALAR(PV) ${BUFFER}`,
      'value {buffer} of HASH(7)=Mojo::IOLoop::Stream 0x555556f00df0',
      '(via RV) value {stream} of HASH(1) 0x555556f00d78',
      '(via RV) value {e83b68893d031f37f57fb5e407878fc4} of HASH(1) 0x555555979578',
      '(via RV) value {in} of HASH(7)=Mojo::IOLoop 0x555555bf6368',
      '(via RV) the lexical $loop at depth 1 of CODE(PP) &Mojo::IOLoop::singleton 0x555556c78198',
      "the symbol '&Mojo::IOLoop::singleton' a root",
      '(via RV) the lexical $self at depth 1 of CODE(PP) &Mojo::IOLoop::start 0x555556c784f8',
      "the symbol '&Mojo::IOLoop::start' a root",
    ])
    const levels = await tree.getByRole('row').evaluateAll((rows) => rows.slice(1).map((row) => row.ariaLevel))
    expect(levels).toEqual(['1', '2', '3', '4', '5', '6', '7', '6', '7'])
  })

  test.each([1, 2, 10])('the tree copied to depth %i is what pmat prints', async (depth) => {
    const { page } = app
    await page.getByRole('spinbutton', { name: 'depth' }).fill(String(depth))
    await page.getByRole('spinbutton', { name: 'depth' }).press('Tab')
    await page.evaluate(() => navigator.clipboard.writeText(''))
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await expect
      .poll(async () => (await page.evaluate(() => navigator.clipboard.readText())).split('\n'))
      .toEqual(golden(`identify ${BUFFER} --depth ${depth}`))
  })

  test.each(['summary', 'count', 'largest', `identify ${BUFFER} --depth 2`, `show ${BUFFER}`])(
    'the console answers %s as pmat does',
    async (line) => {
      expect(await run(app.page, line)).toEqual(golden(line))
    },
  )

  test('the options of 2017 work', async () => {
    expect(await run(app.page, `identify ${BUFFER.slice(2)} -depth 2`)).toEqual(golden(`identify ${BUFFER} --depth 2`))
  })

  test('all the while nothing was sent, and nothing complained', () => {
    expect(foreign(app.requests)).toEqual([])
    expect(app.problems).toEqual([])
  })
})
