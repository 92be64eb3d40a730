import { isHashLike } from '../columns/build-heap.ts'
import { compareBytes } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { OutrefBuffer, RefCode } from '../model/outref-buffer.ts'
import { keyAt } from '../model/outref-names.ts'
import { StrengthSet } from '../model/strength.ts'

/** The edges of a row of the outref graph, in another order. */
export type EdgeOrder = (row: number, edges: Uint32Array) => Uint32Array

/** As the graph has them. */
export const asListed: EdgeOrder = (_row, edges) => edges

/**
 * Hash values by key in byte order, as pmat's reproducible order has them; the graph has them as they stand in the dump.
 * Other edges stay where they are. O(n log n) of a hash's keys: for the few places where the order shows.
 */
export function valuesByKey({ heap, outrefs }: Model): EdgeOrder {
  const buffer = new OutrefBuffer()
  return (row, edges) => {
    if (edges.length < 2 || !isHashLike(heap.svs.kind[row])) return edges
    outrefs.collect(row, StrengthSet.DIRECT, buffer) // what the edges were made of
    const values: { readonly at: number; readonly key: Uint8Array }[] = []
    for (let at = 0; at < edges.length; at++) {
      if (buffer.code[at] === RefCode.VALUE) values.push({ at, key: keyAt(heap, buffer.arg[at]) })
    }
    const ordered = edges.slice()
    const sorted = values.toSorted((a, b) => compareBytes(a.key, b.key))
    for (const [i, { at }] of values.entries()) ordered[at] = edges[sorted[i].at]
    return ordered
  }
}
