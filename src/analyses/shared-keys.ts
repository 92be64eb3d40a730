import { U32List } from '../base/grow.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { decodeExtension } from '../columns/extensions.ts'
import { allHashPairs, pairRange, hashPairs } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { nameHek } from '../columns/name-hek.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Address } from '../reader/cursor.ts'
import { behindStr, readHi, readLo } from '../reader/primitives.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import { HekIds } from './hek-ids.ts'

/** What an SV uses a shared string for. */
export const KeyUse = { KEY: 0, NAME: 1, PV: 2 } as const
export type KeyUse = (typeof KeyUse)[keyof typeof KeyUse]

export interface KeyUser {
  readonly row: SvIndex
  readonly use: KeyUse
}

/** A user is one u32: its row, and in the two top bits the use. */
const USE_SHIFT = 30
const ROW_MASK = 0x3fff_ffff

/** Who uses the strings that Perl keeps once: keys of hashes, names of subs and globs, copies of keys in scalars. */
export class SharedKeys {
  readonly #ids: HekIds
  readonly #starts: Uint32Array
  readonly #users: Uint32Array

  constructor(ids: HekIds, starts: Uint32Array, users: Uint32Array) {
    this.#ids = ids
    this.#starts = starts
    this.#users = users
  }

  /** The users of a shared string, ascending; a hash once for each of its keys that is this string. */
  usersOf({ lo, hi }: Address): KeyUser[] {
    const id = this.#ids.of(lo, hi)
    if (id < 0) return []
    return Array.from(this.#users.subarray(this.#starts[id], this.#starts[id + 1]), (word) => {
      return { row: word & ROW_MASK, use: (word >>> USE_SHIFT) as KeyUse }
    })
  }
}

/**
 * Find the users of all strings of the table of shared strings, `strtab`. As in the real tool stashes and classes are
 * none. O(SVs + keys); 8 bytes a use.
 */
export async function sharedKeys(heap: Heap, strtab: SvIndex, slice: Slice): Promise<SharedKeys> {
  const { kind, flags, numSvs } = heap.svs
  const shared = strtab === NO_SV ? [] : allHashPairs(heap, pairRange(heap, strtab))
  const ids = new HekIds(shared.length)
  for (const { hek } of shared) if ((hek.lo | hek.hi) !== 0) ids.add(hek.lo, hek.hi)

  const found = new Found(ids)
  if (ids.length === 0) return found.finish() // before minor 6 the dump has no addresses of keys
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    switch (kind[row]) {
      case SvKind.HASH:
        if (row !== strtab) addKeys(heap, row, found)
        break
      case SvKind.GLOB:
      case SvKind.CODE:
        found.add(nameHek(heap, row), row, KeyUse.NAME)
        break
      case SvKind.SCALAR:
        if (flags[row] & SvFlag.HAS_NOTES) addCopy(heap, row, found)
        break
    }
  }
  return found.finish()
}

/** Uses in the order in which they were found, to be sorted by string. */
class Found {
  readonly #ids: HekIds
  readonly #idOfUse = new U32List()
  readonly #uses = new U32List()

  constructor(ids: HekIds) {
    this.#ids = ids
  }

  add({ lo, hi }: Address, row: SvIndex, use: KeyUse): void {
    this.addHalves(lo, hi, row, use)
  }

  addHalves(lo: number, hi: number, row: SvIndex, use: KeyUse): void {
    const id = this.#ids.of(lo, hi)
    if (id < 0) return
    this.#idOfUse.push(id)
    this.#uses.push(((use << USE_SHIFT) | row) >>> 0)
  }

  /** Counting sort: the users of a string stay in order. */
  finish(): SharedKeys {
    const idOfUse = this.#idOfUse.finish()
    const uses = this.#uses.finish()
    const starts = new Uint32Array(this.#ids.length + 1)
    for (const id of idOfUse) starts[id + 1]++
    for (let id = 0; id < this.#ids.length; id++) starts[id + 1] += starts[id]
    const free = starts.slice()
    const users = new Uint32Array(uses.length)
    for (let i = 0; i < uses.length; i++) users[free[idOfUse[i]]++] = uses[i]
    return new SharedKeys(this.#ids, starts, users)
  }
}

function addKeys(heap: Heap, row: SvIndex, found: Found): void {
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  if (hekBytes === 0) return
  if (relatedTo(heap.data.distinctKeys, row) !== NO_SV) {
    for (const { hek } of hashPairs(heap, row)) found.add(hek, row, KeyUse.KEY)
    return
  }
  const { view, count, pairsAt } = pairRange(heap, row)
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    at = behindStr(view, at, littleEndian, uintBytes)
    const lo = readLo(view, at, littleEndian, ptrBytes)
    const hi = readHi(view, at, littleEndian, ptrBytes)
    found.addHalves(lo, hi, row, KeyUse.KEY)
    at += hekBytes + ptrBytes
  }
}

function addCopy(heap: Heap, row: SvIndex, found: Found): void {
  const [start, end] = heap.extensionsOf(row)
  for (let i = end - 1; i >= start; i--) {
    const extension = decodeExtension(heap, heap.data.extensions.offset[i])
    if (extension.tag !== Ext.PV_SHARED_HEK) continue
    found.add(extension.hek, row, KeyUse.PV)
    return
  }
}
