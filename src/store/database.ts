import type { UseStore } from 'idb-keyval'
import { nameOf, StoreError } from './store-error.ts'

/** Object stores of the database. Others share our origin with us: the name says whose it is. */
export const DATABASE = 'pmatscope'
export type StoreName = 'manifests' | 'chunks'
const STORE_NAMES: readonly StoreName[] = ['manifests', 'chunks']
/** Of the object stores. What is in them has a version of its own: see manifest.ts. */
const DATABASE_VERSION = 1

/** How long the browser may take to open the database, and other tabs to let go of an older one. */
const OPEN_MS = 10_000
const BLOCKED_MS = 1500

export interface UseOptions {
  /** strict = on the disk when the transaction is over. */
  readonly durability?: 'strict' | 'relaxed'
  /** Ends the transaction: nothing of it is done. */
  readonly signal?: AbortSignal
}

/**
 * A connection for idb-keyval, which has none that other tabs can close: it is given up when another tab wants to
 * change or delete the database, opened anew when the browser has closed it, and reads and writes in one transaction
 * over the first of the stores named, in which the others can be reached too.
 */
export class Database {
  #opening: Promise<IDBDatabase> | null = null

  use(names: readonly StoreName[], { durability = 'relaxed', signal }: UseOptions = {}): UseStore {
    return async (mode, callback) => {
      for (let isRetry = false; ; isRetry = true) {
        const database = await this.#open()
        let transaction: IDBTransaction
        try {
          transaction = database.transaction(names, mode, { durability })
        } catch (error) {
          // The browser closed the connection without a word.
          if (nameOf(error) !== 'InvalidStateError' || isRetry) throw error
          this.#opening = null
          continue
        }
        return run(transaction, names[0], callback, signal)
      }
    }
  }

  /** Close the connection; the next use opens another. */
  async close(): Promise<void> {
    const opening = this.#opening
    this.#opening = null
    const database = await opening?.catch(() => null)
    database?.close()
  }

  #open(): Promise<IDBDatabase> {
    if (this.#opening) return this.#opening
    const opening = openDatabase()
    this.#opening = opening
    const forget = () => {
      if (this.#opening === opening) this.#opening = null
    }
    const watch = (database: IDBDatabase): void => {
      database.addEventListener('close', forget)
      database.addEventListener('versionchange', () => {
        forget()
        database.close()
      })
    }
    opening.then(watch, forget)
    return opening
  }
}

/** idb-keyval rejects before the transaction knows its error; the request that failed knows it. */
async function run<Value>(
  transaction: IDBTransaction,
  name: StoreName,
  callback: (store: IDBObjectStore) => Value | PromiseLike<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  let cause: unknown = null
  const abort = () => {
    cause ??= signal?.reason
    try {
      transaction.abort()
    } catch {
      // It was over already.
    }
  }
  transaction.addEventListener('error', ({ target }) => (cause ??= (target as IDBRequest).error))
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  try {
    return await callback(transaction.objectStore(name))
  } catch (error) {
    throw cause ?? error ?? transaction.error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // Where pages may keep nothing, reading the name may throw.
    const factory = globalThis.indexedDB as IDBFactory | undefined
    if (!factory) throw new StoreError('unavailable', 'This browser keeps nothing for pages: it has no IndexedDB')
    const request = factory.open(DATABASE, DATABASE_VERSION)
    let isLate = false
    const giveUp = (message: string) => {
      isLate = true
      reject(new StoreError('unavailable', message))
    }
    const timer = setTimeout(() => giveUp('The store of this browser does not answer'), OPEN_MS)
    request.addEventListener('blocked', () => {
      setTimeout(() => giveUp('Another tab runs an older pmatscope: close it to store dumps'), BLOCKED_MS)
    })
    request.addEventListener('upgradeneeded', () => {
      const { result } = request
      for (const name of STORE_NAMES) if (!result.objectStoreNames.contains(name)) result.createObjectStore(name)
    })
    request.addEventListener('error', () => {
      clearTimeout(timer)
      reject(request.error)
    })
    request.addEventListener('success', () => {
      clearTimeout(timer)
      if (isLate) request.result.close()
      else resolve(request.result)
    })
  })
}
