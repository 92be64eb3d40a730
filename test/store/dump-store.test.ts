import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { getMany, keys, set, setMany, del, type UseStore } from 'idb-keyval'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { Heap } from '../../src/columns/heap.ts'
import { createModel, type Model } from '../../src/model/model.ts'
import { svText } from '../../src/model/describe.ts'
import type { HeapBytes } from '../../src/reader/heap-bytes.ts'
import type { DumpContent } from '../../src/store/content.ts'
import { Database } from '../../src/store/database.ts'
import { DumpStore } from '../../src/store/dump-store.ts'
import { isCurrent, type Manifest, manifestOf, STORE_VERSION } from '../../src/store/manifest.ts'
import { olderEntries, storeOlder } from '../helpers/older-store.ts'
import { openFixture } from '../helpers/open-dump.ts'
import { comparable, contentOfHeap, enlarged, labelOf, renamed } from '../helpers/stored-dump.ts'

let content: DumpContent
let id = ''
let store: DumpStore
/** What is in the database, behind the store's back. */
let chunks: UseStore
let manifests: UseStore

beforeAll(async () => {
  content = await contentOfHeap(await openFixture('tiny-5.36'))
  id = content.heap.fingerprint
})
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  store = new DumpStore()
  const database = new Database()
  chunks = database.use(['chunks'])
  manifests = database.use(['manifests'])
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const save = (what = content, options = {}) => store.save(what, labelOf(what), { view: 'first' }, options)
async function current(wanted = id, from = store): Promise<Manifest> {
  const manifest = await from.manifest(wanted)
  if (!isCurrent(manifest)) throw new Error('of an older version')
  return manifest
}
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'no error',
    ({ code, name }) => (typeof code === 'string' ? code : name),
  )

describe('a stored dump', () => {
  test('comes back as it was', async () => {
    await save()
    const loaded = await store.load(await current(id, new DumpStore()))
    expect(comparable(loaded)).toEqual(comparable(content))
  })

  test('answers like the one that was read', async () => {
    await save()
    const loaded = createModel(new Heap((await store.load(await current())).heap))
    const read = createModel(new Heap(content.heap))
    const texts = (model: Model) => Array.from(model.heap.svs.kind, (_, row) => svText(model, row))
    expect(texts(loaded)).toEqual(texts(read))
  })

  test('is listed with what its first view shows', async () => {
    await save()
    const [manifest] = await store.list()
    expect(manifest).toMatchObject({ ...labelOf(content), id, firstView: { view: 'first' } })
    expect(manifest.storedBytes).toBeGreaterThan(content.heap.bytes.byteLength)
  })

  test('has no chunk above 16 MiB, and none that drags a larger buffer along', async () => {
    const large = enlarged(content, 40 * 1024 * 1024)
    await save(large)
    const all = await getMany<Uint8Array>(await keys(chunks), chunks)
    for (const chunk of all) {
      expect(chunk?.byteLength).toBeLessThanOrEqual(16 * 1024 * 1024)
      expect(chunk?.buffer.byteLength).toBe(chunk?.byteLength)
    }
    const loaded = await store.load(await current())
    expect(loaded.heap.bytes.segments.map(({ bytes }) => bytes.length)).toContain(40 * 1024 * 1024)
    expect(loaded.heap.bytes.byteLength).toBe(large.heap.bytes.byteLength)
  })

  test('saved again stays as it is', async () => {
    const first = await save()
    const again = await store.save(content, { ...labelOf(content), name: 'copy.pmat' }, {})
    expect(again).toEqual(first)
    expect(await store.list()).toHaveLength(1)
  })

  test('progress rises to all of it, saving and loading', async () => {
    const large = enlarged(content, 40 * 1024 * 1024)
    const saved: number[][] = []
    const { storedBytes } = await save(large, { onProgress: (...at: number[]) => saved.push(at) })
    const loaded: number[][] = []
    await store.load(await current(), { onProgress: (...at: number[]) => loaded.push(at) })
    for (const steps of [saved, loaded]) {
      expect(steps.length).toBeGreaterThan(1)
      expect(steps).toEqual([...steps].sort((a, b) => a[0] - b[0]))
      expect(steps[steps.length - 1]).toEqual([storedBytes, storedBytes])
    }
  })
})

describe('whole or not at all', () => {
  test('a save that is cancelled half-way leaves nothing', async () => {
    const controller = new AbortController()
    const large = enlarged(content, 40 * 1024 * 1024)
    const saving = save(large, { signal: controller.signal, onProgress: () => controller.abort() })
    expect(await codeOf(saving)).toBe('AbortError')
    expect(await keys(chunks)).toEqual([])
    expect(await store.list()).toEqual([])
  })

  test('one that is cancelled before it begins, too', async () => {
    expect(await codeOf(save(content, { signal: AbortSignal.abort() }))).toBe('AbortError')
    expect(await keys(chunks)).toEqual([])
  })

  test('one whose chunks another tab removed meanwhile is not said to be stored', async () => {
    const large = enlarged(content, 40 * 1024 * 1024)
    let removal: Promise<void> | undefined
    const saving = save(large, { onProgress: () => (removal ??= new DumpStore().forget(id)) })
    await expect(saving).rejects.toThrow('Another tab removed the dump while it was stored')
    await removal
    expect(await keys(chunks)).toEqual([])
    expect(await keys(manifests)).toEqual([])
  })

  test('no more room: nothing is left, and it is said', async () => {
    const full = Object.assign(new Error(''), { name: 'QuotaExceededError' })
    const put = vi.spyOn(IDBObjectStoreOf(await anyStore()), 'put')
    put.mockImplementationOnce(() => {
      throw full
    })
    await expect(save()).rejects.toMatchObject({ code: 'full', message: 'The browser gives this page no more room' })
    put.mockRestore()
    expect(await keys(chunks)).toEqual([])
    expect(await store.list()).toEqual([])
  })

  test('what does not fit is not even begun', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 1000, quota: 2000 }) } })
    await expect(save()).rejects.toThrow(/^The dump takes 58\.1 KiB to store, and the browser has 1000 bytes left/)
  })

  test('an estimate that never comes does not keep a dump from being stored', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: () => new Promise(() => {}) } })
    await save()
    expect(await store.list()).toHaveLength(1)
  })
})

async function anyStore(): Promise<IDBObjectStore> {
  return chunks('readonly', (objects) => objects)
}

function IDBObjectStoreOf(objects: IDBObjectStore): IDBObjectStore {
  return Object.getPrototypeOf(objects)
}

describe('sweep', () => {
  test('removes chunks without a manifest, and leaves whole dumps alone', async () => {
    await save()
    await setMany(
      [
        ['dump/abandoned/kind/0', new Uint8Array(3)],
        ['dump/abandoned/kind/1', new Uint8Array(3)],
        ['dump/zzz/bytes/0', new Uint8Array(3)],
      ],
      chunks,
    )
    expect(await store.sweep()).toEqual(['abandoned', 'zzz'])
    expect(await store.list()).toHaveLength(1)
    await store.load(await current())
    expect((await keys<string>(chunks)).every((key) => key.startsWith(`dump/${id}/`))).toBe(true)
  })

  test('leaves alone what older and newer versions stored', async () => {
    const older = await storeOlder(olderEntries(1))
    await set('new', { magic: 'pmatscope', version: STORE_VERSION + 1 }, manifests)
    await set('dump/new/kind/0', new Uint8Array(1), chunks)
    const before = await keys(chunks)
    expect(await store.sweep()).toEqual([])
    expect(await keys(manifests)).toEqual([older, 'new'])
    expect(await keys(chunks)).toEqual(before)
  })

  test('removes manifests that are damaged, of whatever version', async () => {
    await setMany(
      [
        ['old', { magic: 'pmatscope', version: STORE_VERSION - 1 }],
        ['odd', 'what is this'],
      ],
      manifests,
    )
    await set('dump/old/kind/0', new Uint8Array(1), chunks)
    expect((await store.sweep()).sort()).toEqual(['odd', 'old'])
    expect(await keys(manifests)).toEqual([])
    expect(await keys(chunks)).toEqual([])
  })

  test('leaves alone what another tab is writing', async () => {
    const held = new Set([`pmatscope dump busy`])
    const request = async (name: string, options: LockOptions, run: (lock: object | null) => unknown) =>
      run(options.ifAvailable && held.has(name) ? null : {})
    vi.stubGlobal('navigator', { locks: { request } })
    await setMany(
      [
        ['dump/busy/kind/0', new Uint8Array(1)],
        ['dump/dead/kind/0', new Uint8Array(1)],
      ],
      chunks,
    )
    expect(await store.sweep()).toEqual(['dead'])
    expect(await keys(chunks)).toEqual(['dump/busy/kind/0'])
  })
})

describe('what is stored is checked before it is used', () => {
  test('a dump that is not there', async () => {
    await expect(store.manifest('nobody')).rejects.toMatchObject({ code: 'missing' })
  })

  test('one of a newer version', async () => {
    await set(id, { magic: 'pmatscope', version: STORE_VERSION + 1 }, manifests)
    await expect(store.manifest(id)).rejects.toMatchObject({
      code: 'other-version',
      message: 'This dump was stored by a newer pmatscope: open its file again',
    })
    expect(await store.list()).toEqual([])
  })

  test('a manifest in which a number was changed', async () => {
    const manifest = await save()
    await set(id, { ...manifest, svs: manifest.svs + 1 }, manifests)
    await expect(store.manifest(id)).rejects.toMatchObject({ code: 'damaged' })
    expect(await store.list()).toEqual([])
  })

  const damages: [string, (key: string, chunk: Uint8Array) => Promise<void>][] = [
    ['a flipped bit', (key, chunk) => set(key, chunk.with(0, chunk[0] ^ 1), chunks)],
    ['a chunk that is shorter', (key, chunk) => set(key, chunk.slice(1), chunks)],
    ['a chunk of another type', (key, chunk) => set(key, Uint32Array.from(chunk), chunks)],
    ['a chunk that is gone', (key) => del(key, chunks)],
  ]
  test.each(damages)('%s: it is not used, and removed', async (_, damage) => {
    const manifest = await save()
    const key = `dump/${id}/bytes/0`
    const [chunk] = await getMany<Uint8Array>([key], chunks)
    await damage(key, chunk ?? new Uint8Array(0))
    await expect(store.load(manifest)).rejects.toMatchObject({ code: 'damaged' })
    expect(await codeOf(store.manifest(id))).toBe('missing')
    expect(await keys(chunks)).toEqual([])
    await save()
    expect(comparable(await store.load(await current()))).toEqual(comparable(content))
  })

  test('a manifest that names other columns than it should', async () => {
    const { magic: _m, version: _v, checksum: _c, ...rest } = await save()
    const other: Manifest = manifestOf({ ...rest, columns: rest.columns.filter(({ name }) => name !== 'size') })
    await expect(store.load(other)).rejects.toMatchObject({ code: 'failed' })
  })
})

describe('of a dump that an older version stored', () => {
  beforeEach(async () => {
    await storeOlder(olderEntries(1)) // of the same dump
  })
  const bytesOf = ({ segments, byteLength }: HeapBytes) => {
    const all = Buffer.alloc(byteLength)
    for (const { bytes, start } of segments) all.set(bytes, start)
    return all
  }
  const older = async () => {
    const [manifest] = await store.list()
    return manifest
  }

  test('what the list shows and the bytes can be had, and no more', async () => {
    expect(await older()).toMatchObject({ id, version: 1, name: 'tiny-5.36.pmat.gz', svs: 424, heap: { damage: null } })
    expect(isCurrent(await older())).toBe(false)
    expect(bytesOf(await store.loadBytes(await older()))).toEqual(bytesOf(content.heap.bytes))
  })

  test('bytes that are damaged are not used, and removed', async () => {
    await set(`dump/${id}/bytes/0`, new Uint8Array(7), chunks)
    await expect(store.loadBytes(await older())).rejects.toMatchObject({ code: 'damaged' })
    expect(await keys(manifests)).toEqual([])
    expect(await keys(chunks)).toEqual([])
  })

  test.each([false, true])('a save replaces it, whole (read again from it: %s)', async (isReread) => {
    await set(`dump/${id}/aColumnOfThen/0`, new Uint8Array(1), chunks)
    await save(content, { isReread })
    expect(comparable(await store.load(await current()))).toEqual(comparable(content))
    expect(await store.list()).toHaveLength(1)
    expect(await keys(chunks)).not.toContain(`dump/${id}/aColumnOfThen/0`)
  })

  test('a save of what was read again from it does not lose it when it fails', async () => {
    const controller = new AbortController()
    const options = { signal: controller.signal, onProgress: () => controller.abort(), isReread: true }
    expect(await codeOf(save(content, options))).toBe('AbortError')
    expect(bytesOf(await store.loadBytes(await older()))).toEqual(bytesOf(content.heap.bytes))
  })
})

test('loading can be cancelled', async () => {
  const manifest = await save()
  expect(await codeOf(store.load(manifest, { signal: AbortSignal.abort() }))).toBe('AbortError')
})

describe('forgetting', () => {
  test('one dump leaves the others', async () => {
    await save()
    await save(renamed(content, 'other'))
    await store.forget(id)
    expect((await store.list()).map((manifest) => manifest.id)).toEqual(['other'])
    await store.load(await current('other'))
  })

  test('all of them leaves nothing', async () => {
    await save()
    await save(renamed(content, 'other'))
    await store.forgetAll()
    expect(await keys(chunks)).toEqual([])
    expect(await keys(manifests)).toEqual([])
  })
})

describe('where nothing can be kept', () => {
  test('no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined)
    await expect(save()).rejects.toMatchObject({
      code: 'unavailable',
      message: 'This browser keeps nothing for pages: it has no IndexedDB',
    })
  })

  const refusing = (error: unknown) => ({
    open() {
      const request = Object.assign(new EventTarget(), { error })
      setTimeout(() => request.dispatchEvent(new Event('error')))
      return request
    },
  })

  test.each([
    [null, 'unavailable', /keeps nothing for this page \(it may be a private window\)/],
    [{ name: 'SecurityError' }, 'unavailable', /settings of this browser forbid/],
    [{ name: 'VersionError' }, 'unavailable', /Another tab runs a newer pmatscope/],
    [Object.assign(new Error('disk'), { name: 'UnknownError' }), 'failed', /could not do it \(UnknownError: disk\)/],
  ])('a browser that refuses with %o', async (error, code, message) => {
    vi.stubGlobal('indexedDB', refusing(error))
    await expect(store.list()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('once it is possible, it is tried again', async () => {
    const working = globalThis.indexedDB
    vi.stubGlobal('indexedDB', refusing(null))
    expect(await codeOf(store.list())).toBe('unavailable')
    vi.stubGlobal('indexedDB', working)
    expect(await store.list()).toEqual([])
  })
})

describe('connections', () => {
  test('another tab may delete the database at any time', async () => {
    await save()
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase('pmatscope')
      request.addEventListener('success', resolve)
      request.addEventListener('blocked', () => reject(new Error('blocked')))
    })
    expect(await store.list()).toEqual([])
    await save()
    expect(await store.list()).toHaveLength(1)
  })

  test('a connection that the browser closed without a word is opened again', async () => {
    await save()
    const database = await manifests('readonly', (objects) => objects.transaction.db)
    database.close() // that of `manifests`
    expect(await keys(manifests)).toEqual([id])
  })

  test('a database of a newer version in another tab: a word, no hang', async () => {
    await new Promise<void>((resolve) => {
      const request = indexedDB.open('pmatscope', 99)
      request.addEventListener('success', () => {
        request.result.close()
        resolve()
      })
    })
    await expect(store.list()).rejects.toThrow('Another tab runs a newer pmatscope: reload this one to store dumps')
  })
})
