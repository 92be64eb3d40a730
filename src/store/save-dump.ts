import { set, setMany, type UseStore } from 'idb-keyval'
import { checksum } from '../base/checksum.ts'
import { formatBytes } from '../perl/numbers.ts'
import {
  bytesOfType,
  CHUNK_BYTES,
  chunkOf,
  columnType,
  type ColumnArray,
  type StoredChunk,
  type StoredColumn,
} from './column.ts'
import { byteChunks, columnsOf, type DumpContent, plainOf } from './content.ts'
import type { Database } from './database.ts'
import { chunkKey, chunkRange, type DumpLabel, type Manifest, manifestOf } from './manifest.ts'
import { roomOfOrigin } from './room.ts'
import { StoreError } from './store-error.ts'

/** Bytes that go into one transaction. */
const BATCH_BYTES = 16 * 1024 * 1024

export interface SaveOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Write all chunks of a dump, then its manifest. Whoever calls has the dump's lock, and clears up if this fails. */
export async function saveDump(
  database: Database,
  id: string,
  content: DumpContent,
  label: DumpLabel,
  firstView: unknown,
  { signal, onProgress }: SaveOptions,
): Promise<Manifest> {
  const columns = columnsOf(content)
  let total = content.heap.bytes.byteLength
  for (const column of columns.values()) total += column.byteLength
  await checkRoom(total)

  const writer = new ChunkWriter(database.use(['chunks'], signal ? { signal } : {}), id, (done) =>
    onProgress?.(done, total),
  )
  const storedColumns: StoredColumn[] = []
  for (const [name, column] of columns) storedColumns.push(await writer.column(name, column))
  const bytesBySegment: StoredChunk[][] = []
  let numByteChunks = 0
  for (const { bytes, startsSegment } of byteChunks(content.heap.bytes)) {
    if (startsSegment) bytesBySegment.push([])
    bytesBySegment[bytesBySegment.length - 1].push(await writer.chunk('bytes', numByteChunks++, bytes))
  }
  await writer.flush()

  const manifest = manifestOf({
    ...label,
    id,
    storedAt: Date.now(),
    storedBytes: total,
    columns: storedColumns,
    bytesBySegment,
    heap: plainOf(content),
    firstView,
  })
  await writeManifest(database, manifest, writer.numChunks, signal)
  return manifest
}

/** Puts chunks into transactions of a few, and forgets them when they are written. */
class ChunkWriter {
  numChunks = 0
  readonly #use: UseStore
  readonly #id: string
  readonly #onWritten: (done: number) => void
  #batch: [string, ColumnArray][] = []
  #batchBytes = 0
  #done = 0

  constructor(use: UseStore, id: string, onWritten: (done: number) => void) {
    this.#use = use
    this.#id = id
    this.#onWritten = onWritten
  }

  async column(name: string, array: ColumnArray): Promise<StoredColumn> {
    const type = columnType(array)
    const step = CHUNK_BYTES / bytesOfType(type)
    const chunks: StoredChunk[] = []
    for (let at = 0; at < array.length; at += step) {
      chunks.push(await this.chunk(name, chunks.length, chunkOf(array, at, Math.min(array.length, at + step))))
    }
    return { name, type, length: array.length, chunks }
  }

  async chunk(column: string, n: number, array: ColumnArray): Promise<StoredChunk> {
    if (this.#batchBytes + array.byteLength > BATCH_BYTES) await this.flush()
    this.#batch.push([chunkKey(this.#id, column, n), array])
    this.#batchBytes += array.byteLength
    this.numChunks++
    return { length: array.length, checksum: checksum(array) }
  }

  async flush(): Promise<void> {
    if (this.#batch.length === 0) return
    const batch = this.#batch
    this.#batch = []
    await setMany(batch, this.#use)
    this.#done += this.#batchBytes
    this.#batchBytes = 0
    this.#onWritten(this.#done)
  }
}

/** In one transaction with a look at what it speaks of: another tab may have removed some of it. */
async function writeManifest(
  database: Database,
  manifest: Manifest,
  numChunks: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const use = database.use(
    ['manifests', 'chunks'],
    signal ? { signal, durability: 'strict' } : { durability: 'strict' },
  )
  let isWhole = true
  try {
    await set(manifest.id, manifest, (mode, callback) =>
      use(mode, (manifests) => {
        const { transaction } = manifests
        const count = transaction.objectStore('chunks').count(chunkRange(manifest.id))
        count.addEventListener('success', () => {
          isWhole = count.result === numChunks
          if (!isWhole) transaction.abort()
        })
        return callback(manifests)
      }),
    )
  } catch (error) {
    if (!isWhole) throw new StoreError('failed', 'Another tab removed the dump while it was stored')
    throw error
  }
}

/** Better not begun than begun in vain. */
async function checkRoom(needed: number): Promise<void> {
  const { available } = await roomOfOrigin()
  if (available === null || available >= needed) return
  const problem = `The dump takes ${formatBytes(needed)} to store, and the browser has ${formatBytes(available)} left for this page`
  throw new StoreError('full', problem)
}
