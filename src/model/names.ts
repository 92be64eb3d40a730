import { codeOf } from './code.ts'
import { decodeCode } from '../columns/code-record.ts'
import { decodeGlob } from '../columns/glob-record.ts'
import { hashHead } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { caretName } from '../perl/keys.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvKind } from '../reader/sv-types.ts'

/** What a GLOB without a package would be called: the real tool dies on it. */
const NO_STASH = '__ANON__'

/** The package name of a STASH or CLASS; null for any other SV. */
export function stashName(heap: Heap, row: SvIndex): string | null {
  if (row === NO_SV || !isStash(heap, row)) return null
  const { name } = hashHead(heap, row)
  return name === null ? '' : decodeLatin1(name)
}

export function isStash(heap: Heap, row: SvIndex): boolean {
  const kind = heap.svs.kind[row]
  return kind === SvKind.STASH || kind === SvKind.CLASS
}

/** The package an SV is blessed into, or null. */
export function packageOf(heap: Heap, row: SvIndex): string | null {
  return stashName(heap, heap.svs.blessed[row])
}

/** `main::x`, `main::^W`: a GLOB's package and name. */
export function globName(heap: Heap, row: SvIndex): string {
  const { stash, name } = decodeGlob(heap, row)
  return `${stashName(heap, stash) ?? NO_STASH}::${caretName(name === null ? '' : decodeLatin1(name))}`
}

/** The GLOB that names an SV, or NO_SV. A CODE that no GLOB holds still knows the one it was born in. */
export function namingGlob(heap: Heap, row: SvIndex): SvIndex {
  if (heap.svs.kind[row] === SvKind.CODE) return codeOf(heap, row, false).namedBy
  return relatedTo(heap.data.globs, row)
}

const SIGILS: Readonly<Record<number, string>> = {
  [SvKind.SCALAR]: '$',
  [SvKind.BOOL]: '$',
  [SvKind.REF]: '$',
  [SvKind.ARRAY]: '@',
  [SvKind.PAD]: '@',
  [SvKind.PADLIST]: '@',
  [SvKind.PADNAMES]: '@',
  [SvKind.HASH]: '%',
  [SvKind.STASH]: '%',
  [SvKind.CLASS]: '%',
}

/** The name of an SV in the symbol table: `$main::x`, `%Foo::`, `&Foo::bar`; null if it has none. */
export function symbolName(heap: Heap, row: SvIndex): string | null {
  const kind = heap.svs.kind[row]
  if (kind === SvKind.CODE) return codeName(heap, row)
  const sigil = SIGILS[kind]
  const glob = sigil === undefined ? NO_SV : relatedTo(heap.data.globs, row)
  if (glob === NO_SV || heap.svs.kind[glob] !== SvKind.GLOB) return null
  const name = globName(heap, glob)
  // `%main::Foo::` is `%Foo::`, while `$main::x` and `%main::` stay.
  return sigil + (/^main::.+::/.test(name) ? name.slice(6) : name)
}

function codeName(heap: Heap, row: SvIndex): string | null {
  const { hekname, stash, glob } = decodeCode(heap, row, false)
  if (hekname !== null) {
    const name = stashName(heap, stash) ?? ''
    return `&${name.startsWith('main::') ? name.slice(6) : name}::${decodeLatin1(hekname)}`
  }
  const claimed = relatedTo(heap.data.globs, row)
  const namedBy = claimed === NO_SV ? glob : claimed
  if (namedBy === NO_SV || heap.svs.kind[namedBy] !== SvKind.GLOB) return null
  return `&${globName(heap, namedBy)}`
}
