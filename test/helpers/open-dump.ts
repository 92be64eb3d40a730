import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROOT } from '../../.ci/root.mjs'
import { buildHeap } from '../../src/columns/build-heap.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { openBytesSource } from '../../src/reader/open-source.ts'
import { readDump } from '../../src/reader/read-dump.ts'

/** A dump of test/fixtures, by its name without `.pmat.gz`; or the sample that the page shows. */
export async function openFixture(name: string): Promise<Heap> {
  const path = name === 'sample' ? 'src/ui/sample/sample.pmat.gz' : `test/fixtures/${name}.pmat.gz`
  return openHeap(new Uint8Array(readFileSync(join(ROOT, path))), basename(path))
}

export async function openHeap(bytes: Uint8Array<ArrayBuffer>, name = 'test.pmat'): Promise<Heap> {
  return buildHeap(await readDump(openBytesSource(name, bytes)))
}
