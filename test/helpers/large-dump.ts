import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pmat } from './build-pmat.ts'

/** A dump of that many strings of a MiB each, as a file: something that takes a while to store. They do not compress. */
export async function writeLargeDump(numStrings: number): Promise<{ path: string; remove: () => Promise<void> }> {
  const { bytes, records } = pmat()
    .scalar(0x100000, { pv: new Uint8Array(2 ** 20).fill(0x61), size: 2 ** 20 })
    .build()
  const [{ start, end }] = records
  const folder = await mkdtemp(join(tmpdir(), 'pmatscope-large-'))
  const path = join(folder, 'large.pmat')
  const file = await open(path, 'w')
  await file.write(bytes.subarray(0, start))
  const record = bytes.slice(start, end)
  const view = new DataView(record.buffer)
  let state = 1
  for (let i = 0; i < numStrings; i++) {
    view.setUint32(1, 0x100000 + i * 24, true) // its address
    for (let at = record.length - 2 ** 20; at < record.length; at += 4) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      view.setInt32(at, state)
    }
    await file.write(record)
  }
  await file.write(bytes.subarray(end))
  await file.close()
  return { path, remove: () => rm(folder, { recursive: true }) }
}
