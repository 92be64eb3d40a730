import { UNSLICED } from '../../src/base/slice.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { outrefCsr } from '../../src/graph/heap-graph.ts'
import { createModel } from '../../src/model/model.ts'
import { HeapBytes, segmentOf } from '../../src/reader/heap-bytes.ts'
import type { DumpContent } from '../../src/store/content.ts'
import type { DumpLabel } from '../../src/store/manifest.ts'

/** What the worker stores of a heap. */
export async function contentOfHeap(heap: Heap): Promise<DumpContent> {
  return { heap: heap.data, edges: await outrefCsr(heap, createModel(heap).outrefs, UNSLICED) }
}

export function labelOf({ heap }: DumpContent): DumpLabel {
  return { name: heap.name, perl: '5.36.0', svs: heap.svs.numSvs, bytes: heap.bytes.byteLength, isPartial: false }
}

/** The same dump under another fingerprint. */
export function renamed(content: DumpContent, fingerprint: string): DumpContent {
  return { ...content, heap: { ...content.heap, fingerprint } }
}

/** The same dump with so many more bytes behind its end, which nobody reads, and larger columns: slow to store. */
export function enlarged(content: DumpContent, numBytes: number): DumpContent {
  const { segments, byteLength } = content.heap.bytes
  const bytes = new HeapBytes([...segments, segmentOf(new Uint8Array(numBytes).fill(7), byteLength)])
  return { ...content, heap: { ...content.heap, bytes } }
}

/** All of a dump as plain values that can be compared: bytes as one array, whatever its segments are. */
export function comparable({ heap, edges }: DumpContent): Record<string, unknown> {
  const all = new Uint8Array(heap.bytes.byteLength)
  for (const { bytes, start } of heap.bytes.segments) all.set(bytes, start)
  return { ...heap, bytes: Buffer.from(all.buffer).toString('latin1'), edges: { ...edges } }
}
