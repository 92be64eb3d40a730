/**
 * Dumps drawn in a test: minor 6, little-endian, 64 bits, no threads, of a perl 5.42. Addresses are small numbers, 0 is
 * NULL, and one that no SV has is a dangling pointer.
 */
export interface Drawing {
  readonly svs: readonly DrawnSv[]
  readonly roots?: Readonly<Record<string, number>>
  /** The value stack, bottom first. */
  readonly stack?: readonly number[]
  readonly mortals?: readonly number[]
}

/** What all kinds of SV have. */
export interface Common {
  readonly refcount?: number
  readonly size?: number
  /** Address of the package that it is blessed into. */
  readonly blessed?: number
  readonly magic?: readonly { readonly type: string; readonly holds?: number; readonly pointer?: number }[]
  readonly notes?: Readonly<Record<string, number>>
  /** Values that `local` put aside: of a hash by the address of the key's SV, of an array by index. */
  readonly savedValues?: readonly (readonly [key: number, value: number])[]
  readonly savedElements?: readonly (readonly [index: number, value: number])[]
}

/** The bytes of one SV, its extension records behind it. */
export type DrawnSv = Bytes

class Bytes {
  readonly #bytes: number[] = []

  u8(value: number): this {
    this.#bytes.push(value)
    return this
  }

  u32(value: number): this {
    for (let i = 0; i < 4; i++) this.u8((value >>> (8 * i)) & 0xff)
    return this
  }

  /** A UINT or a PTR. */
  u64(value: number | bigint): this {
    const bits = BigInt.asUintN(64, BigInt(value))
    return this.u32(Number(bits & 0xffff_ffffn)).u32(Number(bits >> 32n))
  }

  f64(value: number): this {
    return this.raw(new Uint8Array(new Float64Array([value]).buffer))
  }

  /** A STR of one byte a character; null is undef. */
  str(text: string | null): this {
    if (text === null) return this.u64(-1)
    return this.u64(text.length).chars(text)
  }

  /** One byte a character. */
  chars(text: string): this {
    for (let i = 0; i < text.length; i++) this.u8(text.charCodeAt(i))
    return this
  }

  ptrs(...addresses: readonly (number | undefined)[]): this {
    for (const address of addresses) this.u64(address ?? 0)
    return this
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  get all(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes)
  }
}

/** Addresses of undef, yes and no in every drawing. */
export const UNDEF = 0x10
export const YES = 0x20
export const NO = 0x30

const SV_TABLE =
  '140100 100802 190101 010200 090000 080100 080501 1d0502 100300 110100 000000 000000 000000 000000 000000 000000 080000 080601'
const EXT_TABLE = '020300 000100 000100 000100 080100 000200 000100 000101 100001 080000 140500'
const CONTEXT_TABLE = '090001 040200 000000 000100'

export function drawPmat({ svs, roots = {}, stack = [], mortals = [] }: Drawing): Uint8Array<ArrayBuffer> {
  const file = new Bytes().chars('PMAT')
  file
    .u8(0x06)
    .u8(0)
    .u8(0)
    .u8(6)
    .u32((5 << 24) | (42 << 16))
  for (const table of [SV_TABLE, EXT_TABLE, CONTEXT_TABLE]) {
    const rows = table.split(' ')
    file.u8(rows.length)
    for (const row of rows) file.raw(row.match(/../g)?.map((hex) => Number.parseInt(hex, 16)) ?? [])
  }
  file.ptrs(UNDEF, YES, NO).u32(Object.keys(roots).length)
  for (const [name, address] of Object.entries(roots)) file.str(name).ptrs(address)
  file.u64(stack.length).ptrs(...stack)
  for (const sv of svs) file.raw(sv.all)
  file.u8(0).u8(0)
  return file
    .u64(mortals.length)
    .ptrs(...mortals)
    .u64(-1).all
}

function drawSv(type: number, address: number, { refcount = 1, size = 24, blessed = 0 }: Common): Bytes {
  return new Bytes().u8(type).ptrs(address).u32(refcount).u64(size).ptrs(blessed)
}

function extended(address: number, sv: Bytes, common: Common): DrawnSv {
  for (const { type, holds, pointer } of common.magic ?? []) {
    sv.u8(0x80).ptrs(address).u8(type.charCodeAt(0)).u8(1).ptrs(holds, pointer, 0)
  }
  for (const [index, value] of common.savedElements ?? []) sv.u8(0x84).ptrs(address).u64(index).ptrs(value)
  for (const [key, value] of common.savedValues ?? []) sv.u8(0x85).ptrs(address, key, value)
  for (const [text, target] of Object.entries(common.notes ?? {})) sv.u8(0x87).ptrs(address, target).str(text)
  return sv
}

/** A SCALAR with an integer, a string, both or nothing. */
export function scalar(
  address: number,
  value: number | string | { readonly iv: number; readonly pv: string } | null = null,
  common: Common = {},
): DrawnSv {
  if (value === null) return extended(address, drawSv(13, address, common), common)
  const iv = typeof value === 'number' ? value : typeof value === 'string' ? undefined : value.iv
  const pv = typeof value === 'string' ? value : typeof value === 'number' ? undefined : value.pv
  const flags = (iv === undefined ? 0 : 0x01) | (pv === undefined ? 0 : 0x08)
  const sv = drawSv(2, address, common)
    .u8(flags)
    .u64(iv ?? 0)
    .f64(0)
    .u64(pv?.length ?? 0)
    .ptrs(0)
    .str(pv ?? null)
  return extended(address, sv, common)
}

export function ref(address: number, referent: number, common: Common & { readonly isWeak?: true } = {}): DrawnSv {
  return extended(
    address,
    drawSv(3, address, common)
      .u8(common.isWeak ? 1 : 0)
      .ptrs(referent, 0),
    common,
  )
}

export function array(address: number, elements: readonly number[], common: Common = {}): DrawnSv {
  return extended(
    address,
    drawSv(4, address, common)
      .u64(elements.length)
      .u8(0)
      .ptrs(...elements),
    common,
  )
}

type Pairs = Readonly<Record<string, number>>

function addPairs(sv: Bytes, pairs: Pairs): Bytes {
  for (const [key, value] of Object.entries(pairs)) sv.str(key).ptrs(0, value)
  return sv
}

export function hash(address: number, pairs: Pairs, common: Common & { readonly backrefs?: number } = {}): DrawnSv {
  const sv = drawSv(5, address, common).u64(Object.keys(pairs).length).ptrs(common.backrefs)
  return extended(address, addPairs(sv, pairs), common)
}

export function stash(address: number, name: string, pairs: Pairs, common: Common = {}): DrawnSv {
  const sv = drawSv(6, address, common).u64(Object.keys(pairs).length).ptrs(0, 0, 0, 0, 0).str(name)
  return extended(address, addPairs(sv, pairs), common)
}

/** A feature-`class` class; its own fields by index. */
export function drawnClass(
  address: number,
  name: string,
  pairs: Pairs,
  fields: Readonly<Record<number, string>>,
): DrawnSv {
  const sv = drawSv(17, address, {}).u64(Object.keys(pairs).length).ptrs(0, 0, 0, 0, 0, 0).str(name)
  addPairs(sv, pairs)
  for (const [index, field] of Object.entries(fields)) sv.u8(1).u64(Number(index)).str(field)
  return sv.u8(0)
}

export function object(address: number, fields: readonly number[], common: Common = {}): DrawnSv {
  return extended(
    address,
    drawSv(16, address, common)
      .u64(fields.length)
      .ptrs(...fields),
    common,
  )
}

export interface GlobSlots {
  readonly stash?: number
  readonly scalar?: number
  readonly array?: number
  readonly hash?: number
  readonly code?: number
}

export function glob(address: number, name: string, slots: GlobSlots, common: Common = {}): DrawnSv {
  const { stash: package_, scalar: sv, array: av, hash: hv, code: cv } = slots
  const drawn = drawSv(1, address, common).u64(0).ptrs(0).ptrs(package_, sv, av, hv, cv, address, 0, 0)
  return extended(address, drawn.str(name).str('test.pl'), common)
}

export interface CodeParts {
  readonly stash?: number
  readonly glob?: number
  readonly depth?: number
  /** Names by pad slot. */
  readonly names?: Readonly<Record<number, string>>
  /** Pads by depth, from 1. */
  readonly pads?: readonly number[]
}

export function code(address: number, parts: CodeParts, common: Common = {}): DrawnSv {
  const sv = drawSv(7, address, common)
    .u64(0)
    .u8(0)
    .ptrs(0x1)
    .u32(parts.depth ?? 0)
    .ptrs(0)
  sv.ptrs(parts.stash, parts.glob, 0, 0, 0).str('test.pl').str(null)
  for (const [slot, name] of Object.entries(parts.names ?? {})) sv.u8(5).u64(Number(slot)).str(name).ptrs(0)
  for (const [i, pad] of (parts.pads ?? []).entries())
    sv.u8(8)
      .u64(i + 1)
      .ptrs(pad)
  return extended(address, sv.u8(0), common)
}

/** A REGEXP (10), FORMAT (11) or INVLIST (12): nothing but what all SVs have. */
export function opaque(address: number, type: 10 | 11 | 12, common: Common = {}): DrawnSv {
  return extended(address, drawSv(type, address, common), common)
}
