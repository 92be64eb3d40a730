import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { serveFolder } from '../../.ci/serve.mjs'
import { type App, openApp } from './support.ts'

/** A copy of the build that a test may change, served until it ends. */
async function serveCopy() {
  const folder = await mkdtemp(join(tmpdir(), 'pmatscope-dist-'))
  await cp(join(ROOT, 'dist'), folder, { recursive: true })
  const server = await serveFolder(folder, { under: '/app/' })
  onTestFinished(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })
  return { folder, ...server }
}

async function open(url: string): Promise<App> {
  const app = await openApp({ url })
  onTestFinished(() => app.close())
  await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  return app
}

test('opens again when the server is gone, under headers the host did not set', async () => {
  const { url, close } = await serveCopy()
  const { page, problems } = await open(url)
  await close()
  const response = await page.reload()
  expect(response?.fromServiceWorker()).toBe(true)
  const headers = (await response?.allHeaders()) ?? {}
  expect(headers['content-security-policy']).toContain("connect-src 'none'")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(await page.locator('#app').textContent()).not.toBe('')
  expect(problems).toEqual([])
})

test('a new build waits for consent, and leaves the caches of others alone', async () => {
  const { url, folder } = await serveCopy()
  const { page } = await open(url)
  await page.evaluate(() => caches.open('somebody else').then(() => undefined))
  const before = await page.evaluate(() => caches.keys())

  const sw = join(folder, 'sw.js')
  await writeFile(sw, (await readFile(sw, 'utf8')).replace(/version:`\w+`/, 'version:`next`'))
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
    while (!registration.waiting) await new Promise((done) => setTimeout(done, 20))
  })
  expect(await page.evaluate(() => caches.keys())).toEqual([...before, 'pmatscope /app/ next'])

  await page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.ready
    waiting?.postMessage('skipWaiting')
    while (waiting?.state !== 'activated') await new Promise((done) => setTimeout(done, 20))
  })
  expect(await page.evaluate(() => caches.keys())).toEqual(['somebody else', 'pmatscope /app/ next'])
})
