import { decodeLatin1 } from '../perl/utf8.ts'
import type { Address, Cursor } from './cursor.ts'
import { damagedAt } from './damage.ts'
import type { Layout, Triple } from './layout.ts'

/** A named entry of the interpreter, as the file has it. Names are bytes, read as Latin-1. */
export interface RootEntry {
  readonly name: string
  readonly address: Address
}

/** What stands between the header and the heap. */
export interface Preamble {
  /** Addresses of undef, yes and no. */
  readonly immortals: readonly [Address, Address, Address]
  readonly roots: readonly RootEntry[]
  /** The value stack, bottom first. */
  readonly stack: readonly Address[]
}

export const ContextType = { SUB: 1, TRY: 2, EVAL: 3 } as const
export type ContextType = (typeof ContextType)[keyof typeof ContextType]

/** A frame of the call stack, innermost first in the file. */
export interface ContextEntry {
  readonly type: ContextType
  /** 0 unknown, 1 void, 2 scalar, 3 array. */
  readonly gimme: number
  readonly file: string
  readonly line: number
  /** SUB: how deep the sub was before; -1 where the format does not say. */
  readonly oldDepth: number
  /** SUB. */
  readonly cv: Address
  readonly args: Address
  /** EVAL: the SV with the source text. */
  readonly code: Address
}

const NULL: Address = { lo: 0, hi: 0 }

/** Read roots and stack. Throws Incomplete while the bytes in hand do not hold all of them. */
export function readPreamble(cursor: Cursor, layout: Layout): Preamble {
  const immortals: [Address, Address, Address] = [cursor.ptr(), cursor.ptr(), cursor.ptr()]
  const roots: RootEntry[] = []
  const numRoots = cursor.u32()
  cursor.expect(numRoots * (layout.uintBytes + layout.ptrBytes))
  for (let left = numRoots; left > 0; left--) roots.push({ name: nameText(cursor.str()), address: cursor.ptr() })
  const stack: Address[] = []
  const height = cursor.uint()
  cursor.expect(height * layout.ptrBytes)
  for (let left = height; left > 0; left--) stack.push(cursor.ptr())
  return { immortals, roots, stack }
}

/** Read one frame, or null at the end of the list. */
export function readContext(cursor: Cursor, layout: Layout, offset: number): ContextEntry | null {
  const type = cursor.u8()
  if (type === 0) return null
  if (type > 3) throw damagedAt(`Cannot load unknown CTX type ${type}`, offset)
  return layout.minor >= 2
    ? readTabledContext(cursor, layout, type as ContextType, offset)
    : readOldContext(cursor, type)
}

function readTabledContext(cursor: Cursor, layout: Layout, type: ContextType, offset: number): ContextEntry {
  const [common] = layout.ctxTable
  const own: Triple | undefined = layout.ctxTable[type]
  if (!own) throw damagedAt(`This file's size table has no row for the context type ${type}`, offset)
  const commonEnd = cursor.at + common.header
  const gimme = common.header >= 1 ? cursor.u8() : 0
  const line = commonEnd - cursor.at >= layout.uintBytes ? cursor.uint() : 0
  cursor.skip(commonEnd - cursor.at)
  for (let i = 0; i < common.ptrs; i++) cursor.ptrAt()
  const strs: string[] = []
  for (let i = 0; i < common.strs; i++) strs.push(nameText(cursor.str()))

  const ownEnd = cursor.at + own.header
  const oldDepth = type === ContextType.SUB && own.header >= 4 ? cursor.u32() : -1
  cursor.skip(ownEnd - cursor.at)
  const ptrs: Address[] = []
  for (let i = 0; i < own.ptrs; i++) ptrs.push(cursor.ptr())
  for (let i = 0; i < own.strs; i++) cursor.str()
  const isSub = type === ContextType.SUB
  return {
    type,
    gimme,
    line,
    oldDepth,
    file: strs[0] ?? '',
    cv: (isSub && ptrs[0]) || NULL,
    args: (isSub && ptrs[1]) || NULL,
    code: (type === ContextType.EVAL && ptrs[0]) || NULL,
  }
}

/** Minors 0 and 1 have the file before the line, and no table. */
function readOldContext(cursor: Cursor, type: number): ContextEntry {
  const gimme = cursor.u8()
  const file = nameText(cursor.str())
  const line = cursor.uint()
  const isSub = type === ContextType.SUB
  return {
    type: type as ContextType,
    gimme,
    file,
    line,
    oldDepth: -1,
    cv: isSub ? cursor.ptr() : NULL,
    args: isSub ? cursor.ptr() : NULL,
    code: type === ContextType.EVAL ? cursor.ptr() : NULL,
  }
}

/** Names and files as the real tool takes them: one character a byte, undef as nothing. */
function nameText(bytes: Uint8Array | null): string {
  return bytes === null ? '' : decodeLatin1(bytes)
}
