import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { golden, heading, openSample, run, savedExport, SAMPLE, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

let app: App
beforeAll(async () => {
  app = await openApp()
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openSample(app.page)
  await untilAnalysed(app.page)
})
afterAll(() => app.close())

const prompt = () => app.page.getByRole('textbox', { name: 'pmat command' })
const offers = () => app.page.getByRole('listbox', { name: 'Completions' })
const hint = () => app.page.locator('.prompt-hint').innerText()
const clipboard = () => app.page.evaluate(() => navigator.clipboard.readText())
const press = async (...keys: string[]) => {
  for (const key of keys) await app.page.keyboard.press(key)
}

test('it opens with one key, beside the view', async () => {
  const { page } = app
  await press(':')
  expect(await prompt().evaluate((element) => element === document.activeElement)).toBe(true)
  await page.getByRole('region', { name: 'Console' }).waitFor()
  expect(await heading(page, 'Overview').isVisible()).toBe(true)
  expect(await page.getByRole('log').count()).toBe(1)
})

test('Tab completes as far as it can, then offers what there is', async () => {
  const { page } = app
  await page.keyboard.type('iden')
  await press('Tab')
  await expect.poll(() => prompt().inputValue()).toBe('identify ')
  await expect.poll(hint).toContain('identify [OPTIONS...] [SV ADDR] - ')
  await page.keyboard.type('%main::I')
  await press('Tab')
  await offers().waitFor()
  expect(await offers().getByRole('option').allInnerTexts()).toContain('%main::INC')
  expect(await prompt().getAttribute('aria-activedescendant')).toBe(
    await offers().locator('[aria-selected=true]').getAttribute('id'),
  )
  await page.keyboard.type('N')
  await page.keyboard.type('C')
  await expect.poll(() => offers().getByRole('option').count()).toBe(1)
  await press('Enter')
  expect(await prompt().inputValue()).toBe('identify %main::INC ')
  await page.keyboard.type('--de')
  await press('Tab')
  await expect.poll(() => prompt().inputValue()).toBe('identify %main::INC --depth ')
  await expect.poll(hint).toContain('maximum depth')
  await press('Control+u')
})

test('a listing goes on with Enter', async () => {
  const first = await run(app.page, 'find pv -r .')
  await expect.poll(hint).toBe('Enter shows the next page')
  const next = await run(app.page, '')
  expect(next.length).toBeGreaterThan(first.length / 2)
  expect(next).not.toEqual(first)
})

test('a click on an address opens it, Alt+click inserts it, i does so by key', async () => {
  const { page } = app
  await run(page, 'show 0x555556f00df0')
  const link = page
    .getByRole('log')
    .getByRole('link', { name: /HASH\(7\)=Mojo::IOLoop::Stream/ })
    .last()
  await prompt().fill('inrefs ')
  await link.click({ modifiers: ['Alt'] })
  expect(await prompt().inputValue()).toBe('inrefs 0x555556f00df0')
  await prompt().fill('')
  await link.focus()
  await press('i')
  expect(await prompt().inputValue()).toBe('0x555556f00df0')
  await prompt().fill('')
  await link.click()
  await heading(page, /Mojo::IOLoop::Stream/).waitFor()
})

test('an answer and the whole session are copied as text', async () => {
  const { page } = app
  await press('Escape')
  await prompt().focus()
  await press('Control+l')
  await run(page, 'summary')
  await run(page, 'largest')
  await page.getByRole('button', { name: 'Copy the answer to largest' }).click()
  await expect.poll(clipboard).toBe(golden('largest').join('\n'))
  await page.getByRole('button', { name: 'Copy transcript' }).click()
  const both = ['summary', 'largest'].map((line) => `pmat> ${line}\n${golden(line).join('\n')}\n`).join('\n')
  await expect.poll(clipboard).toBe(both)
})

test('a paste of several lines runs them one by one', async () => {
  const { page } = app
  await prompt().focus()
  await press('Control+l')
  await page.evaluate(() => navigator.clipboard.writeText('summary\ncount\nshow 0x5555'))
  await press('Control+v')
  await expect.poll(() => page.locator('.log-entry').count()).toBe(2)
  expect(await page.locator('.log-line bdi').allInnerTexts()).toEqual(['summary', 'count'])
  expect(await prompt().inputValue()).toBe('show 0x5555')
  await page.locator('.log[aria-busy=false]').waitFor()
  await press('Control+c')
  expect(await prompt().inputValue()).toBe('')
})

test('mistakes are told in red, with a caret below the place, and nothing breaks', async () => {
  const { page } = app
  await press('Control+l')
  const told = ["error: No such option '--frob'", '  show \\x{4e2d} --frob', '                ^']
  expect(await run(page, 'show 中 --frob')).toEqual(told)
  expect(await page.locator('.log-entry').last().locator('.span.error').count()).toBe(2)
  await page.getByRole('button', { name: 'Copy transcript' }).click()
  await expect.poll(clipboard).toBe(`pmat> show 中 --frob\n${told.join('\n')}\n`)
  // Drawn where it points: the caret and the first `-` have the same left edge.
  const edges = await page.locator('.log-entry .log-text').evaluateAll((rows) =>
    [rows[1], rows[2]].map((row, i) => {
      const text = document.createTreeWalker(row, NodeFilter.SHOW_TEXT).nextNode() as Text
      const range = document.createRange()
      range.setStart(text, text.data.indexOf(i === 0 ? '--' : '^'))
      range.setEnd(text, range.startOffset + 1)
      return Math.round(range.getBoundingClientRect().left)
    }),
  )
  expect(edges[0]).toBe(edges[1])
  expect(await run(page, 'frobnicate')).toEqual(["error: Unrecognised command 'frobnicate'", '  frobnicate', '  ^'])
  expect(await run(page, 'show 0xdead')).toHaveLength(1)
})

test('lines typed come back, in the next visit too', async () => {
  const { page } = app
  await page.reload()
  await prompt().waitFor()
  await prompt().focus()
  await page.keyboard.type('draft')
  await press('ArrowUp', 'ArrowUp')
  expect(await prompt().inputValue()).toBe('frobnicate')
  await press('ArrowDown', 'ArrowDown')
  expect(await prompt().inputValue()).toBe('draft')
  await press('Control+c', 'Control+r')
  await page.keyboard.type('larg')
  await expect.poll(hint).toBe('largest')
  await press('Enter')
  await expect.poll(() => page.locator('.log-line bdi').last().innerText()).toBe('largest')
})

test('all of an export is saved and copied, also where only its first page is shown', async () => {
  const { page } = app
  await run(page, 'find pv -r .')
  const shown = await run(page, 'export csv')
  await expect.poll(hint).toBe('Enter shows the next page')
  const log = page.getByRole('log')
  await expect.poll(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)).toBeLessThan(2)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as sample-find-pv-r.csv' }).click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('sample-find-pv-r.csv')
  const text = readFileSync(await download.path(), 'utf8')
  const lines = text.trimEnd().split('\n')
  expect(lines.slice(0, shown.length)).toEqual(shown)
  expect(lines.length).toBeGreaterThan(shown.length)
  await page.getByRole('button', { name: 'copy all' }).click()
  await expect.poll(clipboard).toBe(text)
})

test.each(['find pv -r . | csv', 'largest 200 | csv', 'findings | json'])(
  'an export is the same in the browser and in Node, byte for byte: %s',
  async (words) => {
    const { page } = app
    const [line, format] = words.split(' | ')
    await run(page, line)
    await run(page, `export ${format}`)
    const text = await savedExport(page)
    const { stdout } = spawnSync(
      process.execPath,
      [join(ROOT, '.ci/run-ts.mjs'), join(ROOT, 'src/cli/pmat.ts'), SAMPLE],
      { input: `${line}\nexport ${format}\n`, encoding: 'utf8', maxBuffer: 2 ** 27 },
    )
    const prompted = `\npmat> export ${format}\n`
    const printed = stdout.slice(stdout.indexOf(prompted) + prompted.length, -1)
    expect(text.length).toBeGreaterThan(1000)
    expect(text === printed).toBe(true)
  },
)

test('Ctrl+C ends what runs, and what waits behind it', async () => {
  const { page } = app
  await prompt().focus()
  await press('Control+l')
  // So many that they are not done before the key is pressed, however fast the machine.
  const numLines = 500
  await page.evaluate((count) => navigator.clipboard.writeText('find pv -r "(a+)+$"\n'.repeat(count)), numLines)
  await press('Control+v')
  await page.locator('.log-entry').first().waitFor()
  await press('Control+c')
  await expect.poll(() => page.locator('.log[aria-busy=false]').count()).toBe(1)
  expect(await page.locator('.log-entry').count()).toBeLessThan(numLines)
  expect(await run(page, 'summary')).toEqual(golden('summary'))
})

test('an answer of tens of thousands of lines does not block the page', async () => {
  const { page } = app
  await page.evaluate(() => {
    const tasks: number[] = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
    Object.assign(globalThis, { longTasks: tasks })
  })
  await prompt().focus()
  await press('Control+l')
  await prompt().fill('find pv -r . | grep SCALAR')
  await press('Enter')
  const button = page.getByRole('button', { name: /more lines: show the next/ })
  await button.waitFor()
  await expect.poll(() => page.locator('.log[aria-busy=false]').count(), { timeout: 20_000 }).toBe(1)
  expect(await page.locator('.log-text').count()).toBe(1000)
  await button.click()
  await expect.poll(() => page.locator('.log-text').count()).toBe(2000)
  const longest = await page.evaluate(() =>
    Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks),
  )
  expect(longest).toBeLessThan(500) // milliseconds, on a machine that does other things too
  await press('Control+l')
})

test('Ctrl+D closes it', async () => {
  const { page } = app
  await prompt().focus()
  await press('Control+u', 'Control+d')
  await expect.poll(() => page.getByRole('region', { name: 'Console' }).count()).toBe(0)
})

test('nothing complained', () => expect(app.problems).toEqual([]))
