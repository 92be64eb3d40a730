import { decodeCode } from '../columns/code-record.ts'
import { decodeExtension, extensionsOf } from '../columns/extensions.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { displayName, displayPv } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { Ext, SvFlag } from '../reader/sv-types.ts'
import { symbolName } from './names.ts'
import { pvOf } from './scalar.ts'
import { RefCode } from './outref-buffer.ts'
import { fieldNames, keyAt, lexicalName, outrefName } from './outref-names.ts'

/**
 * A reference as Perl code would follow it. Texts are escaped and bounded.
 *
 * key: `{users}`. index: `[3]`. deref: what a reference refers to. lexical: a variable of a sub, or a slot of its pad
 * without a name (null). field: of a feature-`class` object. slot: of a glob, by its sigil. code: from a sub to its pad,
 * which Perl code does not see. saved: a value that `local` put aside; magic: what an SV is tied to, or what else magic keeps for it. other: anything else, by pmat's name.
 */
export type PerlStep =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'index'; readonly text: string }
  | { readonly kind: 'deref' }
  | { readonly kind: 'lexical'; readonly name: string | null; readonly text: string }
  | { readonly kind: 'field'; readonly text: string }
  | { readonly kind: 'slot'; readonly sigil: string; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'saved'; readonly of: 'slot' | 'key' | 'index'; readonly text: string }
  | { readonly kind: 'magic'; readonly isTie: boolean; readonly text: string }
  | { readonly kind: 'other'; readonly text: string }

/** How much of a key is shown. */
const KEY_CHARS = 40

const SIGIL_OF_SLOT: Readonly<Record<number, string>> = {
  [RefCode.SCALAR]: '$',
  [RefCode.ARRAY]: '@',
  [RefCode.HASH]: '%',
  [RefCode.CODE]: '&',
  [RefCode.IO]: '{IO}',
  [RefCode.FORM]: '{FORMAT}',
}

/** The step that an outref of `row` is, given by its code and argument. */
export function perlStep(heap: Heap, row: SvIndex, code: RefCode, arg: number): PerlStep {
  switch (code) {
    case RefCode.VALUE:
      return { kind: 'key', text: perlKey(keyAt(heap, arg)) }
    case RefCode.ELEMENT:
      return { kind: 'index', text: `[${arg}]` }
    case RefCode.REFERENT:
      return { kind: 'deref' }
    case RefCode.PAD_SLOT: {
      const name = lexicalName(heap, row, arg)
      return name === null
        ? { kind: 'lexical', name, text: 'a temporary' }
        : { kind: 'lexical', name: displayName(name), text: displayName(name) }
    }
    case RefCode.ARGS_AV:
      return { kind: 'lexical', name: '@_', text: '@_' }
    case RefCode.FIELD: {
      const name = fieldNames(heap, row)[arg]
      return { kind: 'field', text: name === undefined ? `field ${arg}` : displayName(name) }
    }
    case RefCode.SCALAR:
    case RefCode.ARRAY:
    case RefCode.HASH:
    case RefCode.CODE:
    case RefCode.IO:
    case RefCode.FORM:
      return { kind: 'slot', sigil: SIGIL_OF_SLOT[code], text: SIGIL_OF_SLOT[code] }
    case RefCode.PAD_AT_DEPTH:
    case RefCode.PADLIST:
    case RefCode.CONSTANT_VALUE:
    case RefCode.CONSTANT:
    case RefCode.SCOPE:
      return { kind: 'code', text: outrefName(heap, row, code, arg) }
    case RefCode.SAVED_SLOT:
    case RefCode.SAVED_ELEMENT:
    case RefCode.SAVED_VALUE:
      return savedStep(heap, arg)
    case RefCode.MAGIC_OBJECT:
    case RefCode.MAGIC_POINTER:
      return { kind: 'magic', isTie: isTie(heap, row), text: displayName(outrefName(heap, row, code, arg)) }
    default:
      return { kind: 'other', text: displayName(outrefName(heap, row, code, arg)) }
  }
}

const SIGIL_OF_SAVED: Readonly<Record<number, string>> = {
  [Ext.SAVED_SV]: '$',
  [Ext.SAVED_AV]: '@',
  [Ext.SAVED_HV]: '%',
  [Ext.SAVED_CV]: '&',
}

function savedStep(heap: Heap, offset: number): PerlStep {
  const ext = decodeExtension(heap, offset)
  switch (ext.tag) {
    case Ext.SAVED_AELEM:
      return { kind: 'saved', of: 'index', text: `[${ext.index.lo | 0}]` }
    case Ext.SAVED_HELEM: {
      const key = ext.key === NO_SV ? null : pvOf(heap, ext.key)
      return { kind: 'saved', of: 'key', text: key === null ? '{...}' : perlKey(key) }
    }
    default:
      return { kind: 'saved', of: 'slot', text: SIGIL_OF_SAVED[ext.tag] ?? '' }
  }
}

const TIE_LETTERS = 'pPq'

function isTie(heap: Heap, row: SvIndex): boolean {
  return extensionsOf(heap, row).some(
    (ext) => ext.tag === Ext.MAGIC && TIE_LETTERS.includes(String.fromCharCode(ext.type)) && ext.type !== 0,
  )
}

/** A key in braces as one would write it: bare if it is an identifier, else quoted; escaped and cut. */
export function perlKey(key: Uint8Array): string {
  const text = displayPv(key, true, KEY_CHARS)
  return /^[A-Za-z_]\w*$/.test(text) ? `{${text}}` : `{'${text.replaceAll("'", "\\'")}'}`
}

/** A sub as one speaks of it: `Foo::bar`; an anonymous one with where it was written; the main program. */
export function subName(heap: Heap, row: SvIndex): string {
  const { file, line } = subPlace(heap, row)
  const symbol = symbolName(heap, row)
  if (symbol !== null && !symbol.endsWith('::__ANON__')) {
    const name = displayName(symbol.slice(1))
    return /::(BEGIN|UNITCHECK|CHECK|INIT|END)$/.test(name) && file !== null ? `${name} (${place(file, line)})` : name
  }
  if (symbol === null && heap.data.roots.some((root) => root.name === 'main_cv' && root.row === row)) {
    return 'the main program'
  }
  if (file === null) return symbol === null ? 'a sub' : displayName(symbol.slice(1))
  const isFileCode = symbol === null && !(heap.svs.flags[row] & (SvFlag.CODE_CLONE | SvFlag.CODE_CLONED))
  return `the ${isFileCode ? 'code' : 'sub'} at ${place(file, line)}`
}

/** `Session.pm line 41`. */
export function place(file: string, line: number): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  return line > 0 ? `${name} line ${line}` : name
}

/** Where a sub was written: its file as the dump has it, escaped, and the line of its first statement. */
export function subPlace(heap: Heap, row: SvIndex): { file: string | null; line: number } {
  const { file, line } = decodeCode(heap, row, false)
  return { file: file === null || file.length === 0 ? null : displayName(decodeLatin1(file)), line }
}

/** The sub whose pad this is, or NO_SV. */
export function subOfPad(heap: Heap, pad: SvIndex): SvIndex {
  return relatedTo(heap.data.padOwners, pad)
}
