import { checksum } from '../base/checksum.ts'
import type { StoredChunk, StoredColumn } from './column.ts'
import type { PlainHeap } from './content.ts'
import { StoreError } from './store-error.ts'

/** Of all that is stored. A new one for every change of a column, of PlainHeap, or of the first view (query/protocol.ts). */
export const STORE_VERSION = 2
const MAGIC = 'pmatscope'

/** What the list of stored dumps shows. */
export interface DumpLabel {
  readonly name: string
  readonly perl: string
  readonly svs: number
  /** Of the dump, uncompressed. */
  readonly bytes: number
  readonly isPartial: boolean
}

/**
 * What manifests have in every version, and none may change: enough to list a dump, and to read it again from its bytes, which are
 * stored in every version too.
 */
export interface AnyManifest extends DumpLabel {
  readonly magic: typeof MAGIC
  readonly version: number
  /** Fingerprint of the dump. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly storedAt: number
  readonly storedBytes: number
  /** Chunks of the dump's bytes, by the segments that they make. */
  readonly bytesBySegment: readonly (readonly StoredChunk[])[]
  readonly heap: Pick<PlainHeap, 'damage'>
  /** Of the whole manifest. */
  readonly checksum: number
}

/**
 * Written last, in a transaction of its own: a dump without one is none. It says what else is stored, piece by piece, so that all of it
 * can be checked before it is used, and holds what the first view shows.
 */
export interface Manifest extends AnyManifest {
  readonly columns: readonly StoredColumn[]
  readonly heap: PlainHeap
  /** What the first view shows, in a form of the query folder's own. */
  readonly firstView: unknown
}

export type ManifestContent = Omit<Manifest, 'magic' | 'version' | 'checksum'>

export function manifestOf(content: ManifestContent): Manifest {
  const manifest = { magic: MAGIC, version: STORE_VERSION, ...content, checksum: 0 } as const
  return { ...manifest, checksum: checksumOf(manifest) }
}

/** Whether a value from the store is of another version than ours, which can be told from any version. */
export function versionOf(found: unknown): number | null {
  if (typeof found !== 'object' || found === null) return null
  const { magic, version } = found as Partial<Manifest>
  return magic === MAGIC && typeof version === 'number' ? version : null
}

/** The manifest that a value from the store is. Throws a StoreError if it is none, of a newer version, or damaged. */
export function checkManifest(found: unknown): AnyManifest {
  if (found === undefined) throw new StoreError('missing', 'This dump is not stored here: open its file')
  const version = versionOf(found)
  if (version === null) throw new StoreError('damaged', 'What is stored of this dump is damaged: open its file again')
  if (version > STORE_VERSION) {
    throw new StoreError('other-version', 'This dump was stored by a newer pmatscope: open its file again')
  }
  const manifest = found as AnyManifest
  if (checksumOf(manifest) !== manifest.checksum) {
    throw new StoreError('damaged', 'What is stored of this dump is damaged: open its file again')
  }
  return manifest
}

/** Whether all that is stored can be used; of a dump that an older pmatscope stored, only its bytes can. */
export function isCurrent(manifest: AnyManifest): manifest is Manifest {
  return manifest.version === STORE_VERSION
}

function checksumOf(manifest: AnyManifest): number {
  return checksum(new TextEncoder().encode(JSON.stringify({ ...manifest, checksum: 0 })))
}

/** Keys of a dump's chunks: dump/<id>/<column>/<n>. */
export function chunkKey(id: string, column: string, chunk: number): string {
  return `dump/${id}/${column}/${chunk}`
}

/** All of them. */
export function chunkRange(id: string): IDBKeyRange {
  return IDBKeyRange.bound(`dump/${id}/`, `dump/${id}0`, false, true) // '0' follows '/'
}

/** All of them but those of its bytes. */
export function columnRanges(id: string): readonly IDBKeyRange[] {
  return [
    IDBKeyRange.bound(`dump/${id}/`, `dump/${id}/bytes/`, false, true),
    IDBKeyRange.bound(`dump/${id}/bytes0`, `dump/${id}0`, false, true),
  ]
}

/** The dump that a key belongs to; null for what is no key of ours. */
export function idOfKey(key: IDBValidKey): string | null {
  return typeof key === 'string' ? (/^dump\/([^/]+)\//.exec(key)?.[1] ?? null) : null
}
