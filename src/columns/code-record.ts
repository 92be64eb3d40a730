import type { Address } from '../reader/cursor.ts'
import { ptrField } from '../reader/geometry.ts'
import { cString } from './glob-record.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'

/** Flags of a pad name. */
export const PadnameFlag = { OUTER: 0x01, STATE: 0x02, LVALUE: 0x04, TYPED: 0x08, OUR: 0x10, FIELD: 0x100 } as const

export interface Padname {
  /** With its sigil; null = a slot without a name. */
  readonly name: Uint8Array | null
  readonly flags: number
}

/** The details of a CODE as its record has them, before what other SVs add (see model/code.ts). */
export interface CodeRecord {
  readonly line: number
  readonly oproot: Address
  /** How deep the sub is running; -1 where the format does not say. */
  readonly depth: number
  readonly nameHek: Address
  readonly stash: SvIndex
  /** The GLOB it was born in. */
  readonly glob: SvIndex
  readonly outside: SvIndex
  readonly padlist: SvIndex
  readonly constval: SvIndex
  readonly file: Uint8Array | null
  /** The name of a sub that has one without a GLOB. */
  readonly hekname: Uint8Array | null
  readonly constants: readonly SvIndex[]
  readonly constantSlots: readonly number[]
  readonly globs: readonly SvIndex[]
  readonly globSlots: readonly number[]
  /** Names by pad slot; holes where the record has none. */
  readonly padnames: readonly (Padname | undefined)[]
  readonly padnamesAv: SvIndex
  /** It says that it has pad names in an SV, and that is not in the heap. */
  readonly hasLostPadnames: boolean
  /** Pads by depth - 1; NO_SV where one is missing. */
  readonly pads: readonly SvIndex[]
}

/** A pad may have so many slots without a name before the first one that has. */
const UNNAMED_SLOTS = 65536

/** Decode the record of a CODE; without names where they are not asked for, which are most of its bytes. */
export function decodeCode(heap: Heap, row: SvIndex, withNames = true): CodeRecord {
  const { layout, geometry } = heap
  const { ptrBytes, uintBytes } = geometry
  const triple = layout.svTable[7]
  const cursor = heap.body(row)
  const start = cursor.at
  // The header's fields follow each other: line, flags, oproot, depth, name_hek; a shorter header lacks the last ones.
  const left = (bytes: number) => cursor.at - start + bytes <= triple.header
  const none: Address = { lo: 0, hi: 0 }
  const line = left(uintBytes) ? cursor.uint() : 0
  if (left(1)) cursor.u8()
  const oproot = left(ptrBytes) ? cursor.ptr() : none
  const depth = left(4) ? cursor.u32() : -1
  const nameHek = left(ptrBytes) ? cursor.ptr() : none
  const ptr = (index: number): SvIndex => {
    const at = ptrField(triple, index, ptrBytes)
    return at < 0 ? NO_SV : heap.rowOfPtr(cursor.view, start + at)
  }
  const stash = ptr(0)
  const glob = ptr(1)
  const outside = ptr(2)
  const padlist = ptr(3)
  const constval = ptr(4)
  cursor.at = start + geometry.fixedBytes[7]
  const strs: (Uint8Array | null)[] = []
  for (let i = 0; i < triple.strs; i++) strs.push(cString(cursor.str()))

  const constants: SvIndex[] = []
  const constantSlots: number[] = []
  const globs: SvIndex[] = []
  const globSlots: number[] = []
  const padnames: (Padname | undefined)[] = []
  const pads: SvIndex[] = []
  let padnamesAv = NO_SV
  let hasLostPadnames = false
  // Each pad and nearly each slot of one has a part of this record: an index beyond its bytes so far is damage, and is passed
  // over, because lists would have to be made that long.
  const isPlausible = (index: number, atLeast: number) => index < atLeast || index <= cursor.at - start
  for (let item = cursor.u8(); item !== 0; item = cursor.u8()) {
    switch (item) {
      case 1:
        constants.push(heap.rowOfPtr(cursor.view, cursor.ptrAt()))
        break
      case 2:
        constantSlots.push(cursor.uint())
        break
      case 3:
        globs.push(heap.rowOfPtr(cursor.view, cursor.ptrAt()))
        break
      case 4:
        globSlots.push(cursor.uint())
        break
      case 5: {
        const index = cursor.uint()
        const name = withNames ? cursor.str() : cursor.skipStr()
        if (layout.minor > 0) cursor.skip(ptrBytes)
        if (withNames && isPlausible(index, UNNAMED_SLOTS)) padnames[index] = { name, flags: 0 }
        break
      }
      case 6:
        cursor.skip(2 * uintBytes + ptrBytes)
        break
      case 7: {
        const { lo, hi } = cursor.ptr()
        padnamesAv = heap.rowAt(lo, hi)
        hasLostPadnames = padnamesAv === NO_SV && (lo | hi) !== 0
        break
      }
      case 8: {
        const padDepth = cursor.uint()
        const pad = heap.rowOfPtr(cursor.view, cursor.ptrAt())
        if (padDepth >= 1 && isPlausible(padDepth, 0)) {
          while (pads.length < padDepth - 1) pads.push(NO_SV)
          pads[padDepth - 1] = pad
        }
        break
      }
      case 9: {
        const index = cursor.uint()
        const flags = cursor.u8()
        if (!withNames) break
        const named = padnames[index]
        if (named) padnames[index] = { name: named.name, flags }
        break
      }
      case 10: {
        const index = cursor.uint()
        cursor.skip(uintBytes + ptrBytes)
        if (!withNames) break
        const named = padnames[index]
        if (named) padnames[index] = { name: named.name, flags: named.flags | PadnameFlag.FIELD }
        break
      }
    }
  }
  return {
    line,
    oproot,
    depth,
    nameHek,
    stash,
    glob,
    outside,
    padlist,
    constval,
    file: strs[0] ?? null,
    hekname: strs[1] ?? null,
    constants,
    constantSlots,
    globs,
    globSlots,
    padnames,
    padnamesAv,
    hasLostPadnames,
    pads,
  }
}
