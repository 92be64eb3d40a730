import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize } from 'node:v8'
import { gunzipSync } from 'node:zlib'
import { setMany } from 'idb-keyval'
import { ROOT } from '../../.ci/root.mjs'
import { checksum } from '../../src/base/checksum.ts'
import { Database } from '../../src/store/database.ts'
import type { AnyManifest } from '../../src/store/manifest.ts'

/** All that an earlier version stored of a dump: see test/fixtures/README.md. */
export interface OlderEntries {
  readonly manifests: [[id: string, manifest: AnyManifest]]
  readonly chunks: [key: string, chunk: Uint8Array | Int32Array | Uint32Array | Float64Array][]
}

/** With what the manifest says otherwise, if anything. */
export function olderEntries(
  version: number,
  { isPartial = false, damage = null }: Partial<Pick<AnyManifest, 'isPartial'> & AnyManifest['heap']> = {},
): OlderEntries {
  const packed = readFileSync(join(ROOT, `test/fixtures/stored/version-${version}.bin.gz`))
  const { manifests, chunks } = deserialize(gunzipSync(packed)) as OlderEntries
  const [[id, manifest]] = manifests
  if (!isPartial) return { manifests, chunks }
  const other = { ...manifest, isPartial, heap: { ...manifest.heap, damage }, checksum: 0 }
  const sealed = { ...other, checksum: checksum(new TextEncoder().encode(JSON.stringify(other))) }
  return { manifests: [[id, sealed]], chunks }
}

/** Put them into the database. Answers what names the dump. */
export async function storeOlder({ manifests, chunks }: OlderEntries): Promise<string> {
  const database = new Database()
  await setMany(chunks, database.use(['chunks']))
  await setMany(manifests, database.use(['manifests']))
  await database.close()
  return manifests[0][0]
}
