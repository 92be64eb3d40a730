import { type Slice, STEP_MASK } from '../base/slice.ts'
import { AddressReader } from '../columns/address-reader.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { SvKind } from '../reader/sv-types.ts'

/** An SV that came between two dumps of a process and stayed. */
export interface KeptSv {
  /** Of the last dump. */
  readonly row: SvIndex
  /** The dump in which it was first seen, counted from 1. */
  readonly since: number
}

/**
 * What is not in the first of several dumps, appears in one, and is in all later ones: pmat-leakreport's question. An SV
 * is known again by its address and its basetype, which few other SVs have after it was freed. By `since`, then by address.
 * There is nothing to see in less than three dumps. O(SVs of all dumps).
 *
 * @param firstOnly what is new is looked for only while there are no candidates
 */
export async function newAndKept(heaps: readonly Heap[], firstOnly: boolean, slice: Slice): Promise<KeptSv[]> {
  let candidates: KeptSv[] = []
  let before = heaps[0]
  for (let i = 1; i < heaps.length; i++) {
    const heap = heaps[i]
    candidates = stillThere(candidates, heaps[i - 1], heap)
    if (i === heaps.length - 1) break
    if (firstOnly && candidates.length > 0) continue
    candidates = candidates.concat(await newIn(heap, before, i + 1, slice))
    before = heap
  }
  return candidates.sort((a, b) => a.since - b.since || a.row - b.row)
}

function stillThere(candidates: readonly KeptSv[], from: Heap, to: Heap): KeptSv[] {
  const address = new AddressReader(from)
  const kept: KeptSv[] = []
  for (const { row, since } of candidates) {
    address.moveTo(row)
    const there = sameAt(to, address, from.svs.kind[row])
    if (there >= 0) kept.push({ row: there, since })
  }
  return kept
}

async function newIn(heap: Heap, before: Heap, since: number, slice: Slice): Promise<KeptSv[]> {
  const address = new AddressReader(heap)
  const { kind, numSvs } = heap.svs
  const found: KeptSv[] = []
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    address.moveTo(row)
    if (sameAt(before, address, kind[row]) < 0) found.push({ row, since })
  }
  return found
}

/** The row of the SV at an address if it has the same basetype, else -1. */
function sameAt({ addresses, svs }: Heap, { lo, hi }: AddressReader, kind: number): SvIndex {
  const row = addresses.rowAt(lo, hi)
  return row >= 0 && BASETYPE[svs.kind[row]] === BASETYPE[kind] ? row : -1
}

/** SvKind -> one kind of the same basetype: SVs of one basetype can turn into each other. */
const BASETYPE = Uint8Array.from({ length: 256 }, (_, kind) => kind)
BASETYPE[SvKind.REF] = SvKind.SCALAR
BASETYPE[SvKind.BOOL] = SvKind.SCALAR
BASETYPE[SvKind.PAD] = SvKind.ARRAY
BASETYPE[SvKind.PADLIST] = SvKind.ARRAY
BASETYPE[SvKind.PADNAMES] = SvKind.ARRAY
BASETYPE[SvKind.STASH] = SvKind.HASH
BASETYPE[SvKind.CLASS] = SvKind.HASH
