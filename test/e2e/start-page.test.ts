import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ROOT } from '../../.ci/root.mjs'
import { STORE_VERSION } from '../../src/store/manifest.ts'
import { olderEntries } from '../helpers/older-store.ts'
import { dropFile, openSample, pickFile, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

const TINY = join(ROOT, 'test/fixtures/tiny-5.42.pmat.gz')

let app: App
const folder = mkdtempSync(join(tmpdir(), 'pmatscope-start-'))
beforeAll(async () => {
  app = await openApp()
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const start = async () => {
  await app.page.goto(`${inject('appUrl')}#/`)
  await app.page.getByRole('button', { name: 'Open a dump' }).waitFor()
}
const stored = () => app.page.locator('.stored tbody tr')
function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('how to take a dump can be copied', async () => {
  const { page } = app
  await page.getByRole('region', { name: 'How to take a dump' }).getByRole('button', { name: 'copy' }).click()
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
  expect(lines).toHaveLength(6)
  expect(lines[0]).toBe('cpanm Devel::MAT::Dumper')
})

describe('what a file may be', () => {
  test('no dump at all', async () => {
    const { page } = app
    await dropFile(page, fileOf('notes.txt', Buffer.from('Dear diary, today I dumped nothing.')), 'notes.txt')
    const alert = page.getByRole('alert')
    await alert.getByText('notes.txt could not be opened.').waitFor()
    expect(await alert.innerText()).toMatch(/PMAT/)
    await alert.getByRole('button', { name: 'Dismiss' }).click()
  })

  test('a dump that was cut: what was read is shown, and what is missing', async () => {
    const { page } = app
    const bytes = gunzipSync(readFileSync(TINY))
    await dropFile(page, fileOf('cut.pmat', bytes.subarray(0, 30_000)), 'cut.pmat')
    await page.locator('.top-bar').waitFor()
    expect(await page.getByText('Partial dump.').locator('..').innerText()).toMatch(/byte [\d,]+.*\d+ SVs were read/s)
    await page.getByRole('banner').getByText('partial').waitFor()
  })

  test('one of several', async () => {
    const { page } = app
    await start()
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer()
      for (const name of ['a.txt', 'b.pmat', 'c.pmat']) dataTransfer.items.add(new File(['PMAT'], name))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })
    await page.getByText('3 files were given: opening b.pmat').waitFor()
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('b.pmat could not be opened.')
  })

  test('pasted', async () => {
    const { page } = app
    await start()
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['text'], 'pasted.pmat'))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    })
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('pasted.pmat could not be opened.')
  })
})

describe('dumps that are kept', () => {
  test('are listed, open without their file, and can be deleted', async () => {
    const { page } = app
    await start()
    await pickFile(page, TINY)
    await page.locator('.top-bar').waitFor()
    await untilAnalysed(page)
    await start()
    const row = stored().filter({ hasText: 'tiny-5.42' })
    await row.waitFor()
    expect(await row.innerText()).toMatch(/5\.42\.3.*KiB.*\d{4}-\d\d-\d\d \d\d:\d\d/s)
    await page.reload()
    await row.getByRole('link').click()
    await page.locator('.top-bar').waitFor()
    await start()
    await row.getByRole('button', { name: /^Delete/ }).click()
    await row.waitFor({ state: 'detached' })
  })

  test('by an older version are listed, read again and kept anew', async () => {
    const { page } = app
    await start()
    const { manifests, chunks } = olderEntries(1)
    const entries = chunks.map(([key, chunk]) => ({ key, type: chunk.constructor.name, values: Array.from(chunk) }))
    await page.evaluate(
      ([[id, manifest], all]) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('pmatscope')
          request.addEventListener('success', () => {
            const transaction = request.result.transaction(['manifests', 'chunks'], 'readwrite')
            transaction.objectStore('manifests').put(manifest, id)
            for (const { key, type, values } of all) {
              const Column = (globalThis as unknown as Record<string, Uint8ArrayConstructor>)[type]
              transaction.objectStore('chunks').put(Column.from(values), key)
            }
            transaction.addEventListener('complete', () => {
              request.result.close()
              resolve()
            })
          })
        }),
      [manifests[0], entries] as const,
    )
    const open = async () => {
      await page.reload()
      await stored().filter({ hasText: 'tiny-5.36' }).getByRole('link').click()
      await page.locator('.top-bar').waitFor()
      expect(await page.locator('.dump-words').innerText()).toMatch(/tiny-5\.36.*perl 5\.36\.0 threaded · 424 SVs/s)
      await untilAnalysed(page)
      await start()
    }
    await open()
    const version = await page.evaluate(
      (id) =>
        new Promise((resolve) => {
          const request = indexedDB.open('pmatscope')
          request.addEventListener('success', () => {
            const asked = request.result.transaction('manifests').objectStore('manifests').get(id)
            asked.addEventListener('success', () => {
              request.result.close()
              resolve((asked.result as { version: number }).version)
            })
          })
        }),
      manifests[0][0],
    )
    expect(version).toBe(STORE_VERSION)
    await open()
    await stored()
      .filter({ hasText: 'tiny-5.36' })
      .getByRole('button', { name: /^Delete/ })
      .click()
    await stored().filter({ hasText: 'tiny-5.36' }).waitFor({ state: 'detached' })
  })

  test('or are not, if the user says so', async () => {
    const { page } = app
    await start()
    await page.getByRole('checkbox', { name: 'Do not keep dumps' }).check()
    await openSample(page)
    await untilAnalysed(page)
    await start()
    await page.reload()
    await page.getByRole('checkbox', { name: 'Do not keep dumps' }).waitFor()
    expect(await page.getByRole('checkbox', { name: 'Do not keep dumps' }).isChecked()).toBe(true)
    await page.getByText(/used, .* left/).waitFor()
    expect(await stored().filter({ hasText: 'sample' }).count()).toBe(0)
    await page.getByRole('checkbox', { name: 'Do not keep dumps' }).uncheck()
  })

  test('forgetting all of them takes the lines typed too', async () => {
    const { page } = app
    await openSample(page)
    await untilAnalysed(page)
    await page.keyboard.press(':')
    await page.getByRole('textbox', { name: 'pmat command' }).fill('summary')
    await page.keyboard.press('Enter')
    await start()
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByText('None yet').waitFor()
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('history')))).toEqual([])
  })
})

test('Cancel stops a load at once', async () => {
  const { page } = app
  await start()
  await page.getByRole('button', { name: 'Try a sample' }).click()
  await page.getByRole('progressbar').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Open a dump' }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await openSample(page) // and the next one opens
})

test('a worker that stops is told, and can be started again', async () => {
  const { page } = app
  await untilAnalysed(page)
  await page.workers()[0].evaluate(() => setTimeout(() => postMessage({ fault: 'out of luck' })))
  await expect.poll(() => page.getByRole('alert').innerText()).toContain('out of luck')
  await page.getByRole('button', { name: 'Start again' }).click()
  await page.locator('.top-bar').waitFor() // the address still names the dump, which is kept
})

test('a tab that died while it opened a dump is told on the next visit', async () => {
  const { page } = app
  await page.evaluate(() => {
    const crash = { name: 'huge.pmat', bytes: 5e9, stage: 'building tables', done: 0.73, time: Date.now() }
    localStorage.setItem('pmatscope.loading.test', JSON.stringify(crash))
  })
  await start()
  await page.reload()
  await expect
    .poll(() => page.locator('.banner.warn').innerText())
    .toMatch(/huge\.pmat: phase “building tables”, 73 % done/)
  await page.reload()
  await page.getByRole('button', { name: 'Open a dump' }).waitFor()
  expect(await page.getByText('died last time').count()).toBe(0)
})

test('nothing complained', () => expect(app.problems).toEqual([]))
