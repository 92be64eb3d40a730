import { type Address, Cursor } from '../reader/cursor.ts'
import { type Geometry, geometryOf } from '../reader/geometry.ts'
import type { HeapBytes, Segment } from '../reader/heap-bytes.ts'
import type { Layout } from '../reader/layout.ts'
import { readHi, readLo, readUint } from '../reader/primitives.ts'
import type { Damage } from '../reader/damage.ts'
import type { ContextType } from '../reader/sections.ts'
import type { StructType } from '../reader/struct-types.ts'
import { AddressIndex, type AddressPages } from './address-index.ts'
import { type ExtensionTable, NO_SV, type SvIndex, type SvRelation, type SvTable, lowerBound } from './sv-table.ts'

/** A root with the SV it points at, NO_SV if that is not in the heap. */
export interface Root {
  readonly name: string
  readonly address: Address
  readonly row: SvIndex
}

/** A frame of the call stack, innermost first. */
export interface Context {
  readonly type: ContextType
  /** 0 unknown, 1 void, 2 scalar, 3 array. */
  readonly gimme: number
  readonly file: string
  readonly line: number
  /** SUB: the sub, how deep in it this frame is (-1 unknown), and its arguments where the format has them. */
  readonly cv: SvIndex
  readonly depth: number
  readonly args: SvIndex
  /** EVAL: the SV with the source text. */
  readonly code: SvIndex
}

/** Something about a dump that the user should know; the kinds that repeat are counted. */
export interface Warning {
  readonly text: string
  readonly count: number
}

/**
 * All of a dump as plain data: what is stored, and what every question is answered from. `bytes` are the dump's own
 * bytes; the columns say where in them each SV is, and a record is decoded again when someone asks for its details.
 */
export interface HeapData {
  readonly name: string
  readonly fingerprint: string
  readonly layout: Layout
  readonly bytes: HeapBytes
  readonly svs: SvTable
  readonly pages: AddressPages
  readonly extensions: ExtensionTable
  /** Immortals (sv_undef, sv_yes, sv_no) first, then as in the file; of one name the last counts. */
  readonly roots: readonly Root[]
  /** The value stack, bottom first. */
  readonly stack: readonly { readonly address: Address; readonly row: SvIndex }[]
  readonly contexts: readonly Context[]
  /** SVs on the temps stack, ascending. */
  readonly mortals: Int32Array<ArrayBuffer>
  /** In the order of the file. */
  readonly structs: readonly StructType[]
  /** SV -> the GLOB that names it (of several, the one at the highest address; a CODE keeps the one it was born in). */
  readonly globs: SvRelation
  /** PAD, PADLIST, PADNAMES -> its CODE. */
  readonly padOwners: SvRelation
  /** HASHes in which keys have equal bytes -> number of distinct keys. The shared string table is the usual one. */
  readonly distinctKeys: SvRelation
  readonly warnings: readonly Warning[]
  /** null = the dump is whole. */
  readonly damage: Damage | null
}

/** A dump in memory, with what is derived from its data: the index of addresses and the geometry of its records. */
export class Heap {
  readonly data: HeapData
  readonly svs: SvTable
  readonly layout: Layout
  readonly geometry: Geometry
  readonly bytes: HeapBytes
  readonly addresses: AddressIndex
  readonly #immortals: readonly Address[]
  /** Descriptions of structs by id, in the order of the file. */
  readonly #structs = new Map<number, StructType[]>()
  /** Rows that lie at an immortal's address: listed, but never what a pointer finds. Odd files only. */
  readonly #shadowed: readonly SvIndex[]

  constructor(data: HeapData, addresses = new AddressIndex(data.pages)) {
    this.data = data
    this.svs = data.svs
    this.layout = data.layout
    this.geometry = geometryOf(data.layout)
    this.bytes = data.bytes
    this.addresses = addresses
    this.#immortals = data.roots.slice(0, 3).map((root) => root.address)
    for (const struct of data.structs) {
      const sameId = this.#structs.get(struct.id)
      if (sameId) sameId.push(struct)
      else this.#structs.set(struct.id, [struct])
    }
    this.#shadowed = this.#immortals.map(({ lo, hi }) => addresses.rowAt(lo, hi)).filter((row) => row >= 0)
  }

  /** The SV at an address: an immortal first, then the heap. NULL and dangling pointers give NO_SV. */
  rowAt(lo: number, hi: number): SvIndex {
    if (lo === 0 && hi === 0) return NO_SV
    const row = this.addresses.rowAt(lo, hi)
    return row >= 0 && this.#shadowed.length === 0 ? row : this.#unusualRowAt(lo, hi, row)
  }

  /** On its own, as all that looks up a pointer is compiled together with `rowAt`. */
  #unusualRowAt(lo: number, hi: number, row: SvIndex): SvIndex {
    for (let i = 0; i < 3; i++) {
      const immortal = this.#immortals[i]
      if (immortal.lo === lo && immortal.hi === hi) return this.svs.numSvs + i
    }
    return row
  }

  /** The SV that the PTR at `at` of a view leads to, or NO_SV. */
  rowOfPtr(view: DataView, at: number): SvIndex {
    const { littleEndian, ptrBytes } = this.geometry
    return this.rowAt(readLo(view, at, littleEndian, ptrBytes), readHi(view, at, littleEndian, ptrBytes))
  }

  /** The SV that the PTR at `field` of an SV's own part leads to. */
  ptrIn(row: SvIndex, field: number): SvIndex {
    return this.rowOfPtr(this.segment(row).view, this.bodyAt(row) + field)
  }

  segment(row: SvIndex): Segment {
    return this.bytes.at(this.svs.offset[row])
  }

  /** Where an SV's address stands in its record, or the address of an immortal. */
  addressOf(row: SvIndex): Address {
    if (row >= this.svs.numSvs) return this.#immortals[row - this.svs.numSvs]
    const { view, start } = this.segment(row)
    const at = this.svs.offset[row] - start + 1
    const { littleEndian, ptrBytes } = this.geometry
    return { lo: readLo(view, at, littleEndian, ptrBytes), hi: readHi(view, at, littleEndian, ptrBytes) }
  }

  /** The size of an SV of the heap in all 64 bits; the column is exact to 2^53. */
  sizeOf(row: SvIndex): Address {
    const { view, start } = this.segment(row)
    const { sizeAt, littleEndian, uintBytes } = this.geometry
    const at = this.svs.offset[row] - start + sizeAt
    return { lo: readLo(view, at, littleEndian, uintBytes), hi: readHi(view, at, littleEndian, uintBytes) }
  }

  /** Where in its segment the type's own part of an SV's record begins. */
  bodyAt(row: SvIndex): number {
    const { commonBytes, commonStrs } = this.geometry
    if (commonStrs > 0) return this.body(row).at
    const offset = this.svs.offset[row]
    return offset - this.bytes.at(offset).start + commonBytes
  }

  /** A cursor at the type's own part of an SV's record, behind the head that all SVs share. */
  body(row: SvIndex): Cursor {
    const { bytes, view, start } = this.segment(row)
    const cursor = new Cursor(bytes, view, this.svs.offset[row] - start + this.geometry.commonBytes, this.layout)
    for (let i = 0; i < this.geometry.commonStrs; i++) cursor.str()
    return cursor
  }

  /** What a C_STRUCT is an instance of: the id of that stands where other SVs have their package. */
  structOf(row: SvIndex): StructType | undefined {
    const { view, start } = this.segment(row)
    const { blessedAt, littleEndian, ptrBytes } = this.geometry
    const offset = this.svs.offset[row]
    const sameId = this.#structs.get(readUint(view, offset - start + blessedAt, littleEndian, ptrBytes)) ?? []
    let low = 0
    let high = sameId.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sameId[middle].definedAt < offset) low = middle + 1
      else high = middle
    }
    return sameId[low - 1]
  }

  /** Range [start, end) of an SV's extension records in `data.extensions`. */
  extensionsOf(row: SvIndex): readonly [start: number, end: number] {
    const column = this.data.extensions.row
    const start = lowerBound(column, row)
    let end = start
    while (end < column.length && column[end] === row) end++
    return [start, end]
  }

  isImmortal(row: SvIndex): boolean {
    return row >= this.svs.numSvs
  }

  isMortal(row: SvIndex): boolean {
    const { mortals } = this.data
    const at = lowerBound(mortals, row)
    return at < mortals.length && mortals[at] === row
  }
}
