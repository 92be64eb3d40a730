import { get, promisifyRequest, values } from 'idb-keyval'
import type { HeapBytes } from '../reader/heap-bytes.ts'
import type { DumpContent } from './content.ts'
import { Database } from './database.ts'
import { loadBytes, loadDump, type LoadOptions } from './load-dump.ts'
import { withFreeLock, withLock } from './locks.ts'
import {
  type AnyManifest,
  checkManifest,
  chunkRange,
  columnRanges,
  type DumpLabel,
  idOfKey,
  isCurrent,
  type Manifest,
  STORE_VERSION,
  versionOf,
} from './manifest.ts'
import { type SaveOptions as WriteOptions, saveDump } from './save-dump.ts'
import { StoreError, storeErrorOf } from './store-error.ts'

export interface SaveOptions extends WriteOptions {
  /**
   * The content was read from bytes that an older version stored here. They are written as they are, chunk by chunk, so they stay: the
   * dump is not lost when this fails.
   */
  readonly isReread?: boolean
}

/**
 * The dumps that this browser keeps. A dump is there whole or not at all: its chunks are written first, its manifest last, and chunks
 * without a manifest are removed by `sweep`. Every method fails with a StoreError, or an AbortError where it takes a signal.
 */
export class DumpStore {
  readonly #database = new Database()

  /**
   * Store a dump under the fingerprint of its bytes; one that is there already stays as it is, one of an older version is replaced.
   * When this fails, nothing of it is there. The arrays of `content` are read until it is done.
   */
  async save(content: DumpContent, label: DumpLabel, firstView: unknown, options: SaveOptions = {}): Promise<Manifest> {
    const id = content.heap.fingerprint
    return this.#try(
      () =>
        withLock(lockName(id), options.signal, async () => {
          const found = await this.#find(id)
          if (found && isCurrent(found)) return found
          const staysReadable = found !== null && options.isReread === true
          await (staysReadable ? this.#removeColumns(id) : this.#remove(id))
          try {
            return await saveDump(this.#database, id, content, label, firstView, options)
          } catch (error) {
            if (!staysReadable) await this.#remove(id).catch(() => {}) // what is left then, the next start removes
            throw error
          }
        }),
      options.signal,
    )
  }

  /** The manifest of a dump: enough for the first view if it is a current one. */
  async manifest(id: string): Promise<AnyManifest> {
    return this.#try(async () => checkManifest(await get<unknown>(id, this.#database.use(['manifests']))))
  }

  /** All of a dump. One that is damaged is removed, so that it can be stored anew. */
  async load(manifest: Manifest, options: LoadOptions = {}): Promise<DumpContent> {
    return this.#load(manifest, () => loadDump(this.#database, manifest, options), options)
  }

  /** The bytes of a dump, which are all that is of use when an older version stored it. A damaged one is removed. */
  async loadBytes(manifest: AnyManifest, options: LoadOptions = {}): Promise<HeapBytes> {
    return this.#load(manifest, () => loadBytes(this.#database, manifest, options), options)
  }

  #load<Value>({ id }: AnyManifest, run: () => Promise<Value>, { signal }: LoadOptions): Promise<Value> {
    return this.#try(async () => {
      try {
        return await run()
      } catch (error) {
        if (error instanceof StoreError && error.code === 'damaged') await this.#remove(id).catch(() => {})
        throw error
      }
    }, signal)
  }

  /** The latest first. */
  async list(): Promise<AnyManifest[]> {
    const found = await this.#try(() => values<unknown>(this.#database.use(['manifests'])))
    return found.filter(isOurs).sort((a, b) => b.storedAt - a.storedAt)
  }

  async forget(id: string): Promise<void> {
    await this.#try(() => this.#remove(id))
  }

  async forgetAll(): Promise<void> {
    await this.#try(() =>
      this.#database.use(['manifests', 'chunks'])('readwrite', (manifests) => {
        manifests.clear()
        manifests.transaction.objectStore('chunks').clear()
        return promisifyRequest(manifests.transaction)
      }),
    )
  }

  /**
   * Remove what an earlier visit left unfinished, and what is damaged. What another tab is writing is left alone. Answers which dumps
   * were removed.
   */
  async sweep(): Promise<string[]> {
    return this.#try(async () => {
      const removed: string[] = []
      for (const id of await this.#ids()) {
        const isRemoved = await withFreeLock(lockName(id), async () => {
          if (isWorthKeeping(await get<unknown>(id, this.#database.use(['manifests'])))) return false
          await this.#remove(id)
          return true
        })
        if (isRemoved) removed.push(id)
      }
      return removed
    })
  }

  async close(): Promise<void> {
    await this.#database.close()
  }

  async #find(id: string): Promise<AnyManifest | null> {
    const found = await get<unknown>(id, this.#database.use(['manifests']))
    return isOurs(found) ? found : null
  }

  #remove(id: string): Promise<void> {
    return this.#database.use(['manifests', 'chunks'])('readwrite', (manifests) => {
      manifests.delete(id)
      manifests.transaction.objectStore('chunks').delete(chunkRange(id))
      return promisifyRequest(manifests.transaction)
    })
  }

  #removeColumns(id: string): Promise<void> {
    return this.#database.use(['chunks'])('readwrite', (chunks) => {
      for (const range of columnRanges(id)) chunks.delete(range)
      return promisifyRequest(chunks.transaction)
    })
  }

  /** Of all dumps of which there is anything: reads one key a dump. */
  #ids(): Promise<Set<string>> {
    return this.#database.use(['chunks', 'manifests'])('readonly', async (chunks) => {
      const ids = new Set<string>()
      const manifests = promisifyRequest(chunks.transaction.objectStore('manifests').getAllKeys())
      await new Promise<void>((resolve, reject) => {
        const walk = chunks.openKeyCursor()
        walk.addEventListener('error', () => reject(walk.error as Error))
        walk.addEventListener('success', () => {
          const cursor = walk.result
          if (!cursor) return resolve()
          const id = idOfKey(cursor.key)
          if (id === null) return cursor.continue()
          ids.add(id)
          cursor.continue(chunkRange(id).upper as IDBValidKey)
        })
      })
      for (const key of await manifests) if (typeof key === 'string') ids.add(key)
      return ids
    })
  }

  async #try<Value>(run: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    try {
      return await run()
    } catch (error) {
      throw storeErrorOf(error, signal)
    }
  }
}

function lockName(id: string): string {
  return `pmatscope dump ${id}`
}

/** Of this version or an older one, and whole. */
function isOurs(found: unknown): found is AnyManifest {
  try {
    checkManifest(found)
    return true
  } catch {
    return false
  }
}

/** Ours, or that of a newer pmatscope in another tab. */
function isWorthKeeping(found: unknown): boolean {
  return isOurs(found) || (versionOf(found) ?? 0) > STORE_VERSION
}
