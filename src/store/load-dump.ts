import { getMany } from 'idb-keyval'
import { bytesOfType, type ColumnArray, type ColumnType, emptyColumn, isChunk, type StoredChunk } from './column.ts'
import { bytesOfChunks, contentOf, type DumpContent } from './content.ts'
import type { HeapBytes } from '../reader/heap-bytes.ts'
import type { Database } from './database.ts'
import { type AnyManifest, chunkKey, type Manifest } from './manifest.ts'
import { StoreError } from './store-error.ts'

/** Bytes that are asked for at once. */
const BATCH_BYTES = 32 * 1024 * 1024

export interface LoadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** A chunk that is to be loaded, and what becomes of it. */
interface Wanted {
  readonly key: string
  readonly type: ColumnType
  readonly chunk: StoredChunk
  readonly take: (array: ColumnArray) => void
}

/** Load and check all chunks that a manifest names. Throws a StoreError if one is missing or is not what was stored. */
export async function loadDump(database: Database, manifest: Manifest, options: LoadOptions): Promise<DumpContent> {
  const columns = new Map<string, ColumnArray>()
  const parts = partsOf(manifest)
  await loadChunks(database, [...wantedColumns(manifest, columns), ...wantedBytes(manifest, parts)], options)
  return contentOf(manifest.heap, columns, bytesOfChunks(parts))
}

/** The same of its bytes alone, whichever version stored them. */
export async function loadBytes(database: Database, manifest: AnyManifest, options: LoadOptions): Promise<HeapBytes> {
  const parts = partsOf(manifest)
  await loadChunks(database, wantedBytes(manifest, parts), options)
  return bytesOfChunks(parts)
}

async function loadChunks(
  database: Database,
  wanted: readonly Wanted[],
  { signal, onProgress }: LoadOptions,
): Promise<void> {
  const total = wanted.reduce((sum, one) => sum + bytesOf(one), 0)
  const use = database.use(['chunks'])
  let done = 0
  // While a batch is checked, the browser fetches the next one.
  const ask = (batch: readonly Wanted[]) => {
    const asked = getMany<unknown>(
      batch.map(({ key }) => key),
      use,
    )
    asked.catch(() => {}) // reported when it is awaited
    return asked
  }
  const batches = batchesOf(wanted)
  let asked = batches.length > 0 ? ask(batches[0]) : null
  for (let i = 0; i < batches.length; i++) {
    const values = (await asked) ?? []
    signal?.throwIfAborted()
    asked = i + 1 < batches.length ? ask(batches[i + 1]) : null
    batches[i].forEach(({ type, chunk, take }, j) => {
      if (!isChunk(values[j], type, chunk)) {
        const problem = values[j] === undefined ? 'is missing' : 'is damaged'
        throw new StoreError('damaged', `A part of what was stored of this dump ${problem}: open its file again`)
      }
      take(values[j] as ColumnArray)
      done += (values[j] as ColumnArray).byteLength
    })
    onProgress?.(done, total)
  }
}

function bytesOf({ type, chunk }: Wanted): number {
  return chunk.length * bytesOfType(type)
}

/** A place for the chunks of each segment. */
function partsOf({ bytesBySegment }: AnyManifest): Uint8Array<ArrayBuffer>[][] {
  return bytesBySegment.map(() => [])
}

function wantedColumns({ id, columns: stored }: Manifest, into: Map<string, ColumnArray>): Wanted[] {
  return stored.flatMap(({ name, type, length, chunks }) => {
    if (chunks.length !== 1) into.set(name, emptyColumn(type, length))
    let start = 0
    return chunks.map((chunk, n): Wanted => {
      const at = start
      start += chunk.length
      const take = (array: ColumnArray) => {
        if (chunks.length === 1) into.set(name, array)
        else into.get(name)?.set(array, at)
      }
      return { key: chunkKey(id, name, n), type, chunk, take }
    })
  })
}

function wantedBytes({ id, bytesBySegment }: AnyManifest, into: readonly Uint8Array<ArrayBuffer>[][]): Wanted[] {
  let n = 0
  return bytesBySegment.flatMap((chunks, segment) =>
    chunks.map((chunk): Wanted => {
      const take = (array: ColumnArray) => into[segment].push(array as Uint8Array<ArrayBuffer>)
      return { key: chunkKey(id, 'bytes', n++), type: 'u8', chunk, take }
    }),
  )
}

function batchesOf(wanted: readonly Wanted[]): Wanted[][] {
  const batches: Wanted[][] = []
  let batchBytes = Number.POSITIVE_INFINITY
  for (const one of wanted) {
    const bytes = bytesOf(one)
    if (batchBytes + bytes > BATCH_BYTES) {
      batches.push([])
      batchBytes = 0
    }
    batches[batches.length - 1].push(one)
    batchBytes += bytes
  }
  return batches
}
