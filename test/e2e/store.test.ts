import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Page } from 'playwright'
import type { OpenedDump, Result } from '../../src/query/protocol.ts'
import { writeLargeDump } from '../helpers/large-dump.ts'
import { serveHarness } from './serve-harness.ts'
import { type App, newProfile, openApp } from './support.ts'

/** Strings of the large dump: forty MiB, which are stored in four transactions. */
const NUM_STRINGS = 40

let url = ''
let large = ''
let close: () => Promise<void> = async () => {}
beforeAll(async () => {
  const dump = await writeLargeDump(NUM_STRINGS)
  const server = await serveHarness()
  large = dump.path
  url = server.url
  close = async () => {
    await server.close()
    await dump.remove()
  }
}, 60_000)
afterAll(() => close())

async function openHarness(profile?: string): Promise<App> {
  const app = await openApp({ url, ...(profile ? { profile } : {}) })
  onTestFinished(() => app.close().catch(() => {}))
  return app
}

async function profileOf(): Promise<string> {
  const profile = await newProfile()
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
  return profile
}

/** Open the large dump in a page, to be kept. */
async function openLarge(page: Page): Promise<OpenedDump> {
  await page.locator('input').setInputFiles(large)
  const result = await page.evaluate(() => harness.engine.openFile(1, harness.pickedFile(), true, () => {}))
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}

const analyse = (page: Page): Promise<Result<OpenedDump>> => page.evaluate(() => harness.engine.analyse(2, () => {}))

/** Analyse, and act as soon as so many bytes have been stored. */
async function analyseUntil(page: Page, bytes: number, act: () => void): Promise<Result<OpenedDump> | 'killed'> {
  await page.exposeFunction('storing', (done: number) => {
    if (done >= bytes) act()
  })
  return page
    .evaluate(() => {
      const tell = (globalThis as unknown as { storing: (done: number) => Promise<void> }).storing
      return harness.engine.analyse(2, ({ phase, done }) => {
        if (phase === 'storing') void tell(done)
      })
    })
    .catch(() => 'killed' as const)
}

const storage = (page: Page) => page.evaluate(() => harness.engine.storage())
const chunkCounts = (page: Page) => page.evaluate(() => harness.chunkCounts())
const openStored = (page: Page, id: string): Promise<Result<OpenedDump>> =>
  page.evaluate((wanted) => harness.engine.openStored(3, wanted, () => {}), id)

/** Kill the processes of the browser with this profile, all at once and without a word. */
function kill(profile: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
}

test('a dump is stored, and opened without its file after the browser was closed', async () => {
  const profile = await profileOf()
  const first = await openHarness(profile)
  const opened = await openLarge(first.page)
  expect(await analyse(first.page)).toMatchObject({ ok: true, value: { notStored: null } })
  await first.close()

  const { page, problems } = await openHarness(profile)
  const { dumps, used, available } = await storage(page)
  expect(dumps).toMatchObject([{ id: opened.id, name: 'large.pmat', svs: NUM_STRINGS, isPartial: false }])
  expect(used).toBeGreaterThan(NUM_STRINGS * 2 ** 20 * 0.5)
  expect(available).toBeGreaterThan(0)
  expect(await openStored(page, opened.id)).toMatchObject({ ok: true, value: opened })
  const rows = await page.evaluate(() =>
    harness.engine.svRows(4, { sort: 'address', isDescending: false, type: '', package: '' }, 39, 1),
  )
  expect(rows).toMatchObject({ ok: true, value: { total: NUM_STRINGS, rows: [{ description: 'SCALAR(PV)' }] } })
  expect(problems).toEqual([])
})

const MIB = 2 ** 20
describe('a browser that is killed while it stores', () => {
  test.each([0, 1, 20 * MIB, 35 * MIB, 40 * MIB])('after %i bytes leaves a whole dump or none', async (bytes) => {
    const profile = await profileOf()
    const first = await openHarness(profile)
    const { id } = await openLarge(first.page)
    await analyseUntil(first.page, bytes, () => kill(profile))
    kill(profile)
    await first.close().catch(() => {})

    const { page } = await openHarness(profile)
    const { dumps } = await storage(page)
    expect(Object.keys(await chunkCounts(page))).toEqual(dumps.map((dump) => dump.id))
    if (dumps.length === 0) {
      // Nothing is in the way of trying again.
      await openLarge(page)
      await analyse(page)
    }
    expect(await openStored(page, id)).toMatchObject({ ok: true, value: { id, svs: NUM_STRINGS } })
  })
})

test('a store that is full: the dump is not stored, says so, and can be worked with', async () => {
  const { context, page } = await openHarness()
  const session = await context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: 20 * MIB })
  await openLarge(page)
  expect(await analyse(page)).toMatchObject({
    ok: true,
    value: { notStored: expect.stringMatching(/no more room|MiB left for this page/) },
  })
  expect(await chunkCounts(page)).toEqual({})
  expect((await storage(page)).dumps).toEqual([])
  expect(await page.evaluate(() => harness.engine.overview())).toMatchObject({
    ok: true,
    value: { dump: { svs: NUM_STRINGS, notStored: expect.any(String) } },
  })
})

test('cancelled while it stores: answered at once, and nothing is left', async () => {
  const { page } = await openHarness()
  await openLarge(page)
  let cancelled: Promise<void> | undefined
  const analysed = await analyseUntil(page, 1, () => {
    cancelled ??= page.evaluate(() => harness.engine.cancel(2))
  })
  await cancelled
  expect(analysed).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  await expect.poll(() => chunkCounts(page)).toEqual({})
  expect((await storage(page)).dumps).toEqual([])
})

describe('two tabs', () => {
  const openTwo = async () => {
    const { page, context } = await openHarness()
    const other = await context.newPage()
    await other.goto(url)
    return { page, other }
  }

  test('store the same dump at once: it is there, once and whole', async () => {
    const { page, other } = await openTwo()
    const [{ id }] = await Promise.all([openLarge(page), openLarge(other)])
    const both = await Promise.all([analyse(page), analyse(other)])
    for (const result of both) expect(result).toMatchObject({ ok: true, value: { notStored: null } })
    expect((await storage(other)).dumps).toHaveLength(1)
    expect(await openStored(other, id)).toMatchObject({ ok: true })
  })

  test('one lists and tidies up while the other stores: neither is in the way', async () => {
    const { page, other } = await openTwo()
    await openLarge(page)
    let seen: ReturnType<typeof storage> | undefined
    const analysed = await analyseUntil(page, 1, () => {
      seen ??= storage(other)
    })
    expect((await seen)?.dumps).toEqual([])
    expect(analysed).toMatchObject({ ok: true, value: { notStored: null } })
    expect((await storage(other)).dumps).toHaveLength(1)
  })

  test('one forgets everything while the other stores: that one says so', async () => {
    const { page, other } = await openTwo()
    await openLarge(page)
    let forgotten: Promise<unknown> | undefined
    const analysed = await analyseUntil(page, 1, () => {
      forgotten ??= other.evaluate(() => harness.engine.forgetAll())
    })
    await forgotten
    expect(analysed).toMatchObject({
      ok: true,
      value: { notStored: 'Another tab removed the dump while it was stored' },
    })
    expect(await chunkCounts(page)).toEqual({})
  })

  test('one deletes the whole database: the other is not asked, and goes on', async () => {
    const { page, other } = await openTwo()
    const { id } = await openLarge(page)
    await analyse(page)
    const deleted = other.evaluate(
      () =>
        new Promise((resolve) => {
          const request = indexedDB.deleteDatabase('pmatscope')
          request.addEventListener('success', () => resolve('deleted'))
          request.addEventListener('blocked', () => resolve('blocked'))
        }),
    )
    expect(await deleted).toBe('deleted')
    expect((await storage(page)).dumps).toEqual([])
    expect(await openStored(other, id)).toMatchObject({ ok: false, error: { code: 'not-stored' } })
  })
})

test('a tab that crashes while it loads is told on the next visit, with what it did', async () => {
  const { page, context } = await openHarness()
  await openLarge(page)
  const session = await context.newCDPSession(page)
  await analyseUntil(page, 1, () => {
    session.send('Page.crash').catch(() => {})
  })
  const next = await context.newPage()
  await next.goto(url)
  const crash = await next.evaluate(() => harness.takeCrash())
  expect(crash).toMatchObject({ name: 'large.pmat', stage: 'storing' })
  expect(crash?.bytes).toBeGreaterThan(NUM_STRINGS * MIB)
  expect(await next.evaluate(() => harness.takeCrash())).toBe(null)
})

/** Noticed at once, or, when devtools keep what is left of it, because it is silent. */
const ENDED = /^It (was ended$|has not answered for two seconds)/

test('a worker that is ended from outside ends its calls, with a word', async () => {
  const { page, context } = await openHarness()
  await openLarge(page)
  const session = await context.newCDPSession(page)
  const analysed = analyseUntil(page, 1, () => {
    void page.workers()[0].evaluate(() => close())
  })
  expect(await analysed).toMatchObject({
    ok: false,
    error: { code: 'engine', message: expect.stringMatching(ENDED) },
  })
  expect(await page.evaluate(() => harness.deaths)).toEqual([expect.stringMatching(ENDED)])
  await session.detach()
})
