import { decodeLatin1 } from '../perl/utf8.ts'
import type { Address } from '../reader/cursor.ts'
import { ptrField } from '../reader/geometry.ts'
import type { Layout, Triple } from '../reader/layout.ts'
import { UNDEF_LENGTH, behindStr, readHi, readLength, readLo, readUint } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex, relatedTo } from './sv-table.ts'

/** Type codes in the file. */
const STASH = 6
const CLASS = 17

/** Where the pairs of a HASH, STASH or CLASS stand: what those who go through them need. */
export interface PairRange {
  readonly view: DataView
  readonly bytes: Uint8Array
  /** Pairs in the file; keys of equal bytes count each. */
  readonly count: number
  /** Position of the first pair. */
  readonly pairsAt: number
}

/** What stands before the pairs. Rows are NO_SV where there is nothing. */
export interface HashHead extends PairRange {
  readonly backrefs: SvIndex
  /** STASH and CLASS: linear all, linear current, next::method, ISA cache. */
  readonly mro: readonly SvIndex[]
  readonly name: Uint8Array | null
  /** CLASS. */
  readonly adjustBlocks: SvIndex
}

const MRO = [0, 1, 2, 3] as const
const NO_MRO: readonly SvIndex[] = []

export function pairRange(heap: Heap, row: SvIndex): PairRange {
  const { uintBytes, littleEndian, fixedBytes, numStrs, hasCount } = heap.geometry
  const { view, bytes, start } = heap.segment(row)
  const type = bytes[heap.svs.offset[row] - start]
  const body = heap.bodyAt(row)
  const count = hasCount[type] ? readUint(view, body, littleEndian, uintBytes) : 0
  let pairsAt = body + fixedBytes[type]
  for (let strs = numStrs[type]; strs > 0; strs--) pairsAt = behindStr(view, pairsAt, littleEndian, uintBytes)
  return { view, bytes, count, pairsAt }
}

export function hashHead(heap: Heap, row: SvIndex): HashHead {
  const { layout, geometry } = heap
  const { view, bytes, count, pairsAt } = pairRange(heap, row)
  const type = bytes[heap.svs.offset[row] - heap.segment(row).start]
  const cursor = heap.body(row)
  const body = cursor.at
  const triple = layout.svTable[type]
  const plain = layout.svTable[5]
  cursor.at = body + geometry.fixedBytes[type]
  let name: Uint8Array | null = null
  for (let i = 0; i < triple.strs; i++) {
    const str = cursor.str()
    if (i === plain.strs) name = str
  }
  const isStash = type === STASH || type === CLASS
  return {
    view,
    bytes,
    count,
    pairsAt,
    backrefs: backrefsOf(heap, row),
    mro: isStash ? MRO.map((i) => ptrOf(heap, row, triple, plain.ptrs + i)) : NO_MRO,
    name,
    adjustBlocks: type === CLASS ? ptrOf(heap, row, triple, layout.svTable[STASH].ptrs) : NO_SV,
  }
}

/** What pointer `index` of a record leads to; NO_SV where its row in the size table has none. */
function ptrOf(heap: Heap, row: SvIndex, triple: Triple, index: number): SvIndex {
  const at = ptrField(triple, index, heap.geometry.ptrBytes)
  return at < 0 ? NO_SV : heap.ptrIn(row, at)
}

/** Whether SVs of a hash-like type code have a pointer to their backrefs: the first of a HASH, and so of what begins as one. */
export function hasBackrefsField({ svTable }: Layout, type: number): boolean {
  return svTable[5]?.ptrs > 0 && svTable[type]?.ptrs > 0
}

/** What refers to a HASH, STASH or CLASS weakly, or a list of it; NO_SV = nothing does. The rest is not decoded. */
export function backrefsOf(heap: Heap, row: SvIndex): SvIndex {
  const { svTable } = heap.layout
  const { bytes, start } = heap.segment(row)
  const type = bytes[heap.svs.offset[row] - start]
  return hasBackrefsField(heap.layout, type) ? heap.ptrIn(row, svTable[type].header) : NO_SV
}

/** A pair of a hash. `key` is a view of the dump's bytes. */
export interface HashPair {
  readonly key: Uint8Array
  /** Address of the shared key; NULL if it is not shared or the format does not say. */
  readonly hek: Address
  readonly value: SvIndex
  /** Position of the value's pointer in the view, for what wants the address of a dangling one. */
  readonly valueAt: number
}

const NO_HEK: Address = { lo: 0, hi: 0 }
const NO_BYTES = new Uint8Array(0)

/** The pairs of a HASH, STASH or CLASS in the order of the file, one for each distinct key. O(n). */
export function hashPairs(heap: Heap, row: SvIndex): HashPair[] {
  const pairs = allHashPairs(heap, pairRange(heap, row))
  return relatedTo(heap.data.distinctKeys, row) === NO_SV ? pairs : distinctPairs(pairs)
}

/** Number of distinct keys: what `HASH(n)` shows. O(log n), nothing is decoded. */
export function numKeys(heap: Heap, row: SvIndex): number {
  const distinct = relatedTo(heap.data.distinctKeys, row)
  return distinct === NO_SV ? pairRange(heap, row).count : distinct
}

/** Of keys with equal bytes the last value counts, at the place of the first, as in the real tool. */
function distinctPairs(pairs: readonly HashPair[]): HashPair[] {
  const placeOf = new Map<string, number>()
  const kept: HashPair[] = []
  for (const pair of pairs) {
    const key = decodeLatin1(pair.key)
    const place = placeOf.get(key)
    if (place !== undefined) kept[place] = pair
    else {
      placeOf.set(key, kept.length)
      kept.push(pair)
    }
  }
  return kept
}

/**
 * Number of distinct keys, counted: for the few hashes that may have keys of equal bytes, of which the table of shared
 * strings can be the largest of all. Open addressing over the bytes where they are, O(bytes of the keys).
 */
export function countDistinctKeys(heap: Heap, row: SvIndex): number {
  const { view, bytes, count, pairsAt } = pairRange(heap, row)
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  let numSlots = 16
  while (numSlots < 2 * count) numSlots *= 2
  const keyAt = new Uint32Array(numSlots) // position of a key's first byte, plus one
  const keyBytes = new Uint32Array(numSlots)
  let numDistinct = 0
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    const length = Math.max(0, readLength(view, at, littleEndian, uintBytes))
    at += uintBytes
    let hash = 0x811c_9dc5
    for (let j = 0; j < length; j++) hash = Math.imul(hash ^ bytes[at + j], 0x0100_0193)
    let slot = (hash ^ (hash >>> 15)) & (numSlots - 1)
    while (keyAt[slot] !== 0 && !(keyBytes[slot] === length && sameBytes(bytes, keyAt[slot] - 1, at, length))) {
      slot = (slot + 1) & (numSlots - 1)
    }
    if (keyAt[slot] === 0) {
      keyAt[slot] = at + 1
      keyBytes[slot] = length
      numDistinct++
    }
    at += length + hekBytes + ptrBytes
  }
  return numDistinct
}

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}

/** All pairs, those with equal keys too. */
export function allHashPairs(heap: Heap, { view, bytes, count, pairsAt }: PairRange): HashPair[] {
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  const pairs: HashPair[] = []
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    const length = readLength(view, at, littleEndian, uintBytes)
    at += uintBytes
    const keyBytes = length === UNDEF_LENGTH ? 0 : length
    const key = keyBytes === 0 ? NO_BYTES : bytes.subarray(at, at + keyBytes)
    at += keyBytes
    const hek =
      hekBytes === 0
        ? NO_HEK
        : { lo: readLo(view, at, littleEndian, ptrBytes), hi: readHi(view, at, littleEndian, ptrBytes) }
    at += hekBytes
    pairs.push({ key, hek, value: heap.rowOfPtr(view, at), valueAt: at })
    at += ptrBytes
  }
  return pairs
}

/** Whether one of the keys of a hash passes: it is bytes[start, end). Nothing is made for a key. */
export function someKey(
  heap: Heap,
  row: SvIndex,
  passes: (bytes: Uint8Array, start: number, end: number) => boolean,
): boolean {
  const { view, bytes, count, pairsAt } = pairRange(heap, row)
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    const length = Math.max(0, readLength(view, at, littleEndian, uintBytes))
    at += uintBytes
    if (passes(bytes, at, at + length)) return true
    at += length + hekBytes + ptrBytes
  }
  return false
}

/** Own fields of a CLASS: index in its objects, and name with sigil. */
export function classFields(heap: Heap, row: SvIndex): { index: number; name: Uint8Array }[] {
  const head = hashHead(heap, row)
  const { ptrBytes, hekBytes } = heap.geometry
  const cursor = heap.body(row)
  cursor.at = head.pairsAt
  for (let i = 0; i < head.count; i++) {
    cursor.str()
    cursor.skip(hekBytes + ptrBytes)
  }
  const fields: { index: number; name: Uint8Array }[] = []
  while (cursor.u8() === 1) fields.push({ index: cursor.uint(), name: cursor.str() ?? NO_BYTES })
  return fields
}
