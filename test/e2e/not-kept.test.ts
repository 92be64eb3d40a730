import { afterEach, expect, inject, test } from 'vitest'
import type { Page } from 'playwright'
import { heading, openSample, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

let app: App
afterEach(() => app.close())

/** Code that runs before the worker's own. */
async function openWith(code: string): Promise<void> {
  app = await openApp()
  await app.context.addInitScript((prefix) => {
    const Plain = Blob
    globalThis.Blob = class extends Plain {
      constructor(parts: BlobPart[] = [], options: BlobPropertyBag = {}) {
        super(/javascript/.test(options.type ?? '') ? [prefix, ...parts] : parts, options)
      }
    }
  }, code)
  await app.page.reload()
}

/** The sample is analysed, and the page says why it is not kept. */
async function analysedAndNotKept(page: Page, why: string): Promise<void> {
  await openSample(page)
  await untilAnalysed(page)
  await page.getByText(`This dump is not kept: ${why}`).waitFor()
  await page.getByRole('link', { name: 'Retained' }).click()
  await heading(page, 'Retained').waitFor()
  await page.locator('.grid-rows .chip').first().waitFor()
}

const REJECTS = `IDBFactory.prototype.open = () => {
  const request = Object.assign(new EventTarget(), { error: null })
  setTimeout(() => request.dispatchEvent(new Event('error')))
  return request
};`

test.each([
  [
    'has no IndexedDB',
    'delete globalThis.indexedDB; delete WorkerGlobalScope.prototype.indexedDB;',
    'it has no IndexedDB',
  ],
  ['rejects with null', REJECTS, 'it may be a private window'],
])('where the browser %s', async (_, code, why) => {
  await openWith(code)
  await app.page.getByText('Nothing can be kept here').waitFor()
  await analysedAndNotKept(app.page, '')
  await app.page.goto(`${inject('appUrl')}#/`)
  await expect.poll(() => app.page.getByRole('main').innerText()).toContain(why)
  expect(app.problems).toEqual([])
})

test('where there are 5 MiB', async () => {
  app = await openApp()
  const session = await app.context.newCDPSession(app.page)
  const { origin } = new URL(app.page.url())
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5 * 2 ** 20 })
  await analysedAndNotKept(app.page, 'The browser gives this page no more room')
  await app.page.goto(`${inject('appUrl')}#/`)
  await app.page.getByText('None yet').waitFor()
  const numChunks = await app.page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('pmatscope')
        request.addEventListener('success', () => {
          const asked = request.result.transaction('chunks').objectStore('chunks').count()
          asked.addEventListener('success', () => resolve(asked.result))
        })
      }),
  )
  expect(numChunks).toBe(0)
  expect(app.problems).toEqual([])
})
