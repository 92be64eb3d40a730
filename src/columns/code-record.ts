import { CodePart } from '../reader/code-parts.ts'
import type { Address, Cursor } from '../reader/cursor.ts'
import { CodeLinks } from './code-links.ts'
import { cString } from './glob-record.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

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
  readonly file: Uint8Array | null
  /** The name of a sub that has one without a GLOB. */
  readonly hekname: Uint8Array | null
  readonly constantSlots: readonly number[]
  readonly globSlots: readonly number[]
  /** Names by pad slot; holes where the record has none. */
  readonly padnames: readonly (Padname | undefined)[]
  /** From here on rows, as in CodeLinks. */
  readonly stash: SvIndex
  readonly glob: SvIndex
  readonly outside: SvIndex
  readonly padlist: SvIndex
  readonly constval: SvIndex
  readonly constants: readonly SvIndex[]
  readonly globs: readonly SvIndex[]
  readonly padnamesAv: SvIndex
  readonly pads: readonly SvIndex[]
}

/** A pad may have so many slots without a name before the first one that has. */
const UNNAMED_SLOTS = 65536

const NULL: Address = { lo: 0, hi: 0 }

/** Decode the record of a CODE; without names where they are not asked for, which are most of its bytes. */
export function decodeCode(heap: Heap, row: SvIndex, withNames = true): CodeRecord {
  const { geometry } = heap
  const { ptrBytes, uintBytes } = geometry
  const triple = heap.layout.svTable[7]
  const cursor = heap.body(row)
  const start = cursor.at
  // The header's fields follow each other: line, flags, oproot, depth, name_hek; a shorter header lacks the last ones.
  const left = (bytes: number) => cursor.at - start + bytes <= triple.header
  const line = left(uintBytes) ? cursor.uint() : 0
  if (left(1)) cursor.u8()
  if (left(ptrBytes)) cursor.skip(ptrBytes)
  const depth = left(4) ? cursor.u32() : -1
  const nameHek = left(ptrBytes) ? cursor.ptr() : NULL
  cursor.at = start + geometry.fixedBytes[7]
  const strs: (Uint8Array | null)[] = []
  for (let i = 0; i < triple.strs; i++) strs.push(cString(cursor.str()))
  const links = new CodeLinks(heap).read(row)
  const { stash, glob, outside, padlist, constval, constants, globs, padnamesAv, pads } = links
  return {
    line,
    oproot: { lo: links.oprootLo, hi: links.oprootHi },
    depth,
    nameHek,
    file: strs[0] ?? null,
    hekname: strs[1] ?? null,
    ...slotsOf(cursor, heap, start, withNames),
    stash,
    glob,
    outside,
    padlist,
    constval,
    constants,
    globs,
    padnamesAv,
    pads,
  }
}

/** The parts of a CODE that tell of slots in its pads: what of the record CodeLinks leaves out. */
function slotsOf(
  cursor: Cursor,
  { geometry }: Heap,
  start: number,
  withNames: boolean,
): Pick<CodeRecord, 'constantSlots' | 'globSlots' | 'padnames'> {
  const constantSlots: number[] = []
  const globSlots: number[] = []
  const padnames: (Padname | undefined)[] = []
  for (let part = cursor.u8(); part !== CodePart.END; part = cursor.u8()) {
    const end = cursor.at + geometry.codePartBytes[part]
    if (part === CodePart.CONSTANT_SLOT) constantSlots.push(cursor.uint())
    else if (part === CodePart.GLOB_SLOT) globSlots.push(cursor.uint())
    else if (part === CodePart.PADNAME) {
      const index = cursor.uint()
      const name = withNames ? cursor.str() : cursor.skipStr()
      cursor.skip(geometry.padnameTail)
      // Nearly each slot has a part of this record: an index beyond its bytes so far is damage, and the list is not made
      // that long.
      if (withNames && (index < UNNAMED_SLOTS || index <= cursor.at - start)) padnames[index] = { name, flags: 0 }
      continue
    } else if (part === CodePart.PADNAME_FLAGS) {
      const index = cursor.uint()
      const named = padnames[index]
      if (named) padnames[index] = { name: named.name, flags: cursor.u8() }
    } else if (part === CodePart.PADNAME_FIELD) {
      const index = cursor.uint()
      const named = padnames[index]
      if (named) padnames[index] = { name: named.name, flags: named.flags | PadnameFlag.FIELD }
    }
    cursor.at = end
  }
  return { constantSlots, globSlots, padnames }
}
