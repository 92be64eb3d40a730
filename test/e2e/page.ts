import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Locator, Page } from 'playwright'
import { ROOT } from '../../.ci/root.mjs'

export const SAMPLE = join(ROOT, 'src/ui/sample/sample.pmat.gz')

/** Drop a file on the window, as a user does. */
export async function dropFile(page: Page, path: string, name: string): Promise<void> {
  const base64 = readFileSync(path).toString('base64')
  await page.evaluate(
    ({ base64: text, name: fileName }) => {
      const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], fileName))
      for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    { base64, name },
  )
}

/** Open a file by the button and the browser's dialog. */
export async function pickFile(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a dump' }).click()
  await (await chooser).setFiles(path)
}

export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try a sample' }).click()
  await showOverview(page)
}

/** Once a dump is open, whatever view it opens with, go to its overview. */
export async function showOverview(page: Page): Promise<void> {
  await page.locator('.top-bar').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await heading(page, 'Overview').waitFor()
}

/** Wait for the later analyses; the dump is stored then. */
export async function untilAnalysed(page: Page): Promise<void> {
  await page.locator('.top-bar[aria-busy=false]').waitFor()
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('main').getByRole('heading', { name, level: 1 })
}

/** What the real pmat answers to a command on the sample, line by line. */
export function golden(command: string): string[] {
  const text = gunzipSync(readFileSync(join(ROOT, 'test/golden/sample.txt.gz'))).toString()
  const answer = text.split(/^pmat> /m).find((part) => part.startsWith(`${command}\n`))
  if (answer === undefined) throw new Error(`no golden of ${command}`)
  return answer
    .slice(command.length + 1)
    .trimEnd()
    .split('\n')
}

/** Addresses of the views in the rail, of the dump that is open. */
export async function railLinks(page: Page): Promise<string[]> {
  const links = await page
    .locator('.frame-middle .rail a')
    .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href))
  if (links.length < 5) throw new Error('the rail is not there')
  return links
}

/** Run a line in the console, and wait for its answer. */
export async function run(page: Page, line: string): Promise<string[]> {
  const prompt = page.getByRole('textbox', { name: 'pmat command' })
  if (!(await prompt.isVisible())) await page.getByRole('button', { name: 'Console', exact: true }).click()
  const entries = page.locator('.log-entry')
  const before = await entries.count()
  await prompt.fill(line)
  await prompt.press('Enter')
  await page.locator('.log[aria-busy=false] .log-entry').nth(before).waitFor()
  return entries.last().locator('.log-text').allTextContents()
}

/** The text of the latest export of the console, saved as a file. */
export async function savedExport(page: Page): Promise<string> {
  const saved = page.waitForEvent('download')
  const button = page.getByRole('button', { name: /^Save as/ })
  await button.last().click()
  return readFileSync(await (await saved).path(), 'utf8')
}

/** Words of a row: what is shown, without what only screen readers get. */
export async function wordsOf(row: Locator): Promise<string> {
  const words = await row.evaluate((element) => {
    const copy = element.cloneNode(true) as Element
    for (const unseen of copy.querySelectorAll('.unseen, [aria-hidden=true]')) unseen.remove()
    return [...copy.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent ?? '').join(' ')
  })
  return words.replace(/\s+/g, ' ').trim()
}

/** The row that keys act on. */
export async function activeRow(grid: Locator): Promise<Locator> {
  const id = await grid.getAttribute('aria-activedescendant')
  return grid.page().locator(`[id="${id}"]`)
}
