import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { keys } from 'idb-keyval'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConsoleLine, Phase } from '../../src/query/protocol.ts'
import { Database } from '../../src/store/database.ts'
import { codeOf, Engine, valueOf } from '../helpers/engine.ts'
import { olderEntries, storeOlder } from '../helpers/older-store.ts'

// Whole analyses of dumps of 115,000 SVs, on whatever machine.
vi.setConfig({ testTimeout: 60_000 })

let engine: Engine

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  engine = new Engine()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const silent = () => {}
const analyse = () => engine.api.analyse(engine.nextJob, silent)
const stored = async () => (await new Engine().api.storage()).dumps
const chunkKeys = () => keys(new Database().use(['chunks']))

async function keep(name: string) {
  const opened = valueOf(await engine.openFixture(name, true))
  valueOf(await analyse())
  return opened
}

test('a dump that is to be kept is listed when it has been analysed', async () => {
  const { id, svs, fileBytes } = await keep('tiny-5.36')
  expect(await stored()).toEqual([
    {
      id,
      name: 'tiny-5.36.pmat.gz',
      perl: '5.36.0',
      svs,
      bytes: fileBytes,
      storedBytes: expect.any(Number),
      storedAt: expect.any(Number),
      isPartial: false,
    },
  ])
})

test('one that is not to be kept is not', async () => {
  valueOf(await engine.openFixture('tiny-5.36'))
  expect(valueOf(await analyse()).notStored).toBe(null)
  expect(await stored()).toEqual([])
})

test('in a later visit it is the same, without its file', async () => {
  const { id } = await keep('kinds-5.36')
  const before = valueOf(await engine.api.overview())
  const list = { sort: 'owned', isDescending: true, type: '', package: '' } as const
  const rows = valueOf(await engine.api.svRows(engine.nextJob, list, 0, 50))

  const later = new Engine()
  expect(valueOf(await later.api.storedOverview(id))).toEqual(before)
  expect(codeOf(await later.api.overview())).toBe('no-dump')
  const phases: Phase[] = []
  const opened = valueOf(await later.api.openStored(later.nextJob, id, ({ phase }) => phases.push(phase)))
  expect(opened).toEqual(before.dump)
  expect([...new Set(phases)]).toEqual(['loading'])
  expect(valueOf(await later.api.overview())).toEqual(before)
  expect(valueOf(await later.api.analyse(later.nextJob, silent))).toEqual(before.dump)
  expect(valueOf(await later.api.svRows(later.nextJob, list, 0, 50))).toEqual(rows)
})

test('storing is a phase of its own, and shows how far it is', async () => {
  valueOf(await engine.openFixture('kinds-5.36', true))
  const seen: [Phase, number, number][] = []
  valueOf(await engine.api.analyse(engine.nextJob, ({ phase, done, total }) => seen.push([phase, done, total])))
  const [phase, done, total] = seen[seen.length - 1]
  expect([phase, done === total]).toEqual(['storing', true])
})

test('cancelled while it is stored: nothing is there, and it can be tried again', async () => {
  valueOf(await engine.openFixture('kinds-5.36', true))
  const job = engine.nextJob
  const cancelled = await engine.api.analyse(job, ({ phase }) => {
    if (phase === 'turning references around') void engine.api.cancel(job) // storing has begun beside it
  })
  expect(codeOf(cancelled)).toBe('cancelled')
  await vi.waitFor(async () => expect(await chunkKeys()).toEqual([]))
  expect(await stored()).toEqual([])
  valueOf(await analyse())
  expect(await stored()).toHaveLength(1)
})

test('another dump that is opened meanwhile ends the storing of the first', async () => {
  valueOf(await engine.openFixture('mojo-5.36', true)) // the larger one: it is not done before the other is open
  const analysing = analyse()
  valueOf(await engine.openFixture('tiny-5.36', true))
  expect(codeOf(await analysing)).toBe('cancelled')
  valueOf(await analyse())
  expect((await stored()).map(({ name }) => name)).toEqual(['tiny-5.36.pmat.gz'])
})

describe('a dump that cannot be stored is analysed all the same, and says why', () => {
  test('no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined)
    valueOf(await engine.openFixture('tiny-5.36', true))
    expect(valueOf(await analyse()).notStored).toBe('This browser keeps nothing for pages: it has no IndexedDB')
    expect(valueOf(await engine.api.overview()).dump.notStored).not.toBe(null)
    expect(await engine.api.storage()).toMatchObject({
      dumps: [],
      unavailable: 'This browser keeps nothing for pages: it has no IndexedDB',
    })
  })

  test('no room', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 10, quota: 100 }) } })
    valueOf(await engine.openFixture('tiny-5.36', true))
    expect(valueOf(await analyse()).notStored).toMatch(/^The dump takes .* to store, and the browser has 90 bytes left/)
    expect(await chunkKeys()).toEqual([])
    expect(await engine.api.storage()).toMatchObject({ used: 10, available: 90, unavailable: null })
  })
})

describe('a stored dump that cannot be had', () => {
  test('is unknown', async () => {
    expect(codeOf(await engine.api.openStored(engine.nextJob, 'nobody', silent))).toBe('not-stored')
    expect(codeOf(await engine.api.storedOverview('nobody'))).toBe('not-stored')
  })

  test('is damaged: it says so, and is gone then', async () => {
    const { id } = await keep('tiny-5.36')
    const chunks = new Database().use(['chunks'])
    await chunks('readwrite', (store) => {
      store.put(new Uint8Array(7), `dump/${id}/bytes/0`)
    })
    const later = new Engine()
    expect(await later.api.openStored(later.nextJob, id, silent)).toMatchObject({
      ok: false,
      error: { code: 'not-stored', message: expect.stringContaining('damaged: open its file again') },
    })
    expect(await stored()).toEqual([])
    expect(await chunkKeys()).toEqual([])
  })

  test('is cancelled while it is loaded', async () => {
    const { id } = await keep('tiny-5.36')
    const later = new Engine()
    const job = later.nextJob
    const loading = later.api.openStored(job, id, silent)
    void later.api.cancel(job)
    expect(codeOf(await loading)).toBe('cancelled')
    expect(codeOf(await later.api.overview())).toBe('no-dump')
  })
})

describe('a dump that an older version stored', () => {
  const later = () => new Engine()

  test('is listed, read again from its bytes, and stored anew', async () => {
    const id = await storeOlder(olderEntries(1))
    expect(await stored()).toMatchObject([{ id, name: 'tiny-5.36.pmat.gz', svs: 424, isPartial: false }])
    expect(codeOf(await engine.api.storedOverview(id))).toBe('not-stored')
    const phases = new Set<Phase>()
    const again = valueOf(await engine.api.openStored(engine.nextJob, id, ({ phase }) => phases.add(phase)))
    expect([...phases]).toEqual(['loading', 'reading', 'building tables'])
    expect(again).toEqual(valueOf(await later().openFixture('tiny-5.36')))
    expect(valueOf(await analyse()).notStored).toBe(null)

    phases.clear()
    const third = later()
    valueOf(await third.api.openStored(third.nextJob, id, ({ phase }) => phases.add(phase)))
    expect([...phases]).toEqual(['loading'])
  })

  test('and that was cut still says so', async () => {
    const damage = { code: 'cut', problem: 'Cut at byte 45,300 inside a GLOB', offset: 45_300 } as const
    const id = await storeOlder(olderEntries(1, { isPartial: true, damage }))
    expect(valueOf(await engine.api.openStored(engine.nextJob, id, silent)).damage).toMatchObject({ offset: 45_300 })
  })

  test('stays when there is no room to store it anew', async () => {
    const id = await storeOlder(olderEntries(1))
    vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 10, quota: 100 }) } })
    valueOf(await engine.api.openStored(engine.nextJob, id, silent))
    expect(valueOf(await analyse()).notStored).toBe(null)
    const next = later()
    expect(valueOf(await next.api.openStored(next.nextJob, id, silent)).svs).toBe(424)
  })

  test('can be compared with, and deleted', async () => {
    const id = await storeOlder(olderEntries(1))
    valueOf(await engine.openFixture('tiny-5.42'))
    const texts: string[] = []
    const take = (lines: readonly ConsoleLine[]) => texts.push(...lines.flat().map(({ text }) => text))
    valueOf(await engine.api.runLine(engine.nextJob, 'diff tiny-5.36.pmat.gz', take))
    expect(texts.join('')).toMatch(/unique to/)
    valueOf(await engine.api.forget(id))
    expect(await stored()).toEqual([])
    expect(await chunkKeys()).toEqual([])
  })
})

test('forgetting one, and all', async () => {
  const { id } = await keep('tiny-5.36')
  await keep('tiny-5.42')
  valueOf(await engine.api.forget(id))
  expect((await stored()).map(({ name }) => name)).toEqual(['tiny-5.42.pmat.gz'])
  valueOf(await engine.api.forgetAll())
  expect(await stored()).toEqual([])
  expect(await chunkKeys()).toEqual([])
})

test('what an earlier visit left unfinished is removed when the dumps are listed', async () => {
  const chunks = new Database().use(['chunks'])
  await chunks('readwrite', (store) => {
    store.put(new Uint8Array(7), 'dump/unfinished/bytes/0')
  })
  expect(await stored()).toEqual([])
  expect(await chunkKeys()).toEqual([])
})
