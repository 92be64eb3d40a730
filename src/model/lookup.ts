import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import { pairRange } from '../columns/hash-record.ts'
import { isHashLike } from '../columns/build-heap.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { readLength } from '../reader/primitives.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Model } from './model.ts'
import { stashName } from './names.ts'
import { isKnownRoot } from './roots.ts'
import { addressesIn } from './sv-address.ts'

/** Why an SV could not be found, in the real tool's words. */
export class LookupError extends Error {
  override name = 'LookupError'
}

const SLOT_OF_SIGIL: Readonly<Record<string, (typeof GLOB_SLOTS)[number]>> = {
  $: 'scalar',
  '@': 'array',
  '%': 'hash',
  '&': 'code',
}

/**
 * The SV that a word of a command names: a root (`defstash`), a symbol with its sigil (`%main::SIG`), an address in hex
 * (with or without 0x) or decimal. Throws a LookupError.
 */
export function findSv(model: Model, word: string): SvIndex {
  if (isKnownRoot(word)) {
    const root = model.heap.data.roots.find(({ name }) => name === word)
    if (!root || root.row === NO_SV) throw new LookupError('Need an SV address')
    return root.row
  }
  if (/^[$@%&]/.test(word)) return findSymbol(model.heap, word)
  const addresses = addressesIn(word)
  for (const address of addresses) {
    const row = model.heap.rowAt(Number(address & 0xffff_ffffn), Number(address >> 32n))
    if (row !== NO_SV) return row
  }
  if (addresses.length === 0) throw new LookupError('Expected numerical SV address')
  throw new LookupError(`No such SV at address 0x${addresses[0].toString(16)}`) // pmat leaves out the 0x
}

/** The SV of a symbol such as `$Foo::x`. Throws a LookupError. */
export function findSymbol(heap: Heap, symbol: string): SvIndex {
  const sigil = symbol[0]
  const name = symbol.slice(1)
  const { stash, key } = splitSymbol(heap, name)
  // The stash of main may have an entry without a name, which the real tool does not find.
  const held = key === '' ? NO_SV : valueOf(heap, stash, key)
  if (held === NO_SV) throw new LookupError(`${stashName(heap, stash)} has no symbol ${key}`)
  if (heap.svs.kind[held] !== SvKind.GLOB) {
    // From 5.22 on a stash holds some subs and constants as a reference, without a GLOB.
    const referent = sigil === '&' && heap.svs.kind[held] === SvKind.REF ? referentOf(heap, held) : NO_SV
    if (referent === NO_SV) throw new LookupError(`${name} is not a GLOB`)
    return referent
  }
  const slot = SLOT_OF_SIGIL[sigil]
  const row = globSlot(heap, held, GLOB_SLOTS.indexOf(slot))
  if (row === NO_SV) throw new LookupError(`*${name} has no ${slot} slot`)
  return row
}

/** The stash of a package given by name: `Foo::Bar`; "" is main. Throws a LookupError. */
export function findStash(heap: Heap, path: string): SvIndex {
  const name = `${path}::`
  const ends: number[] = [] // of `Foo::Bar::`, of `Foo::`; what is empty before its `::` is main
  for (let end = name.length; end > 2; end = keyStart(name, end)) ends.push(end)
  let stash = defstash(heap)
  for (const end of ends.reverse()) stash = stashUnder(heap, stash, name.slice(0, end), keyStart(name, end))
  return stash
}

/** The stash that stands in another one; `path` ends with its key. */
function stashUnder(heap: Heap, stash: SvIndex, path: string, keyAt: number): SvIndex {
  const key = path.slice(keyAt)
  const glob = valueOf(heap, stash, key)
  if (glob === NO_SV) throw new LookupError(`${stashName(heap, stash)} has no symbol ${key}`)
  if (heap.svs.kind[glob] !== SvKind.GLOB) throw new LookupError(`${path} is not a GLOB`)
  const hash = globSlot(heap, glob, GLOB_SLOTS.indexOf('hash'))
  if (hash === NO_SV || !isHashLike(heap.svs.kind[hash])) throw new LookupError(`${path.slice(0, -2)} has no hash`)
  return hash
}

/** A name splits at its last `::` that has something behind it. */
function splitSymbol(heap: Heap, name: string): { stash: SvIndex; key: string } {
  const at = keyStart(name, name.length)
  return { stash: at === 0 ? defstash(heap) : findStash(heap, name.slice(0, at - 2)), key: name.slice(at) }
}

/** Where the last part of the first `end` characters of a name begins; 0 if it has only one. */
function keyStart(name: string, end: number): number {
  const at = end < 3 ? -1 : name.lastIndexOf('::', end - 3)
  return at < 0 ? 0 : at + 2
}

function defstash(heap: Heap): SvIndex {
  const root = heap.data.roots.find(({ name }) => name === 'defstash')
  if (!root || root.row === NO_SV || !isHashLike(heap.svs.kind[root.row])) {
    throw new LookupError('This dump has no default stash')
  }
  return root.row
}

/** What stands in a hash under a key, given as the bytes' Latin-1 characters. Of keys with equal bytes the last counts. */
export function valueOf(heap: Heap, hash: SvIndex, key: string): SvIndex {
  const { view, bytes, count, pairsAt } = pairRange(heap, hash)
  const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
  let found = NO_SV
  let at = pairsAt
  for (let i = 0; i < count; i++) {
    const length = Math.max(0, readLength(view, at, littleEndian, uintBytes))
    at += uintBytes
    if (length === key.length && isKey(bytes, at, key)) found = heap.rowOfPtr(view, at + length + hekBytes)
    at += length + hekBytes + ptrBytes
  }
  return found
}

function isKey(bytes: Uint8Array, at: number, key: string): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key.charCodeAt(i)) return false
  return true
}

function referentOf(heap: Heap, ref: SvIndex): SvIndex {
  const { header, ptrs } = heap.layout.svTable[3]
  return ptrs > 0 ? heap.ptrIn(ref, header) : NO_SV
}
