import { classFields } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { type Extension, decodeExtension } from '../columns/extensions.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { formatIndex, formatKey } from '../perl/keys.ts'
import { formatUnsigned } from '../perl/numbers.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { quoteUtf8 } from '../perl/quote.ts'
import { Cursor } from '../reader/cursor.ts'
import { Ext } from '../reader/sv-types.ts'
import { decodeCode } from '../columns/code-record.ts'
import { padnamesOf } from './code.ts'
import { linearClasses } from './classes.ts'
import { RefCode } from './outref-buffer.ts'
import { compatScalar } from './compat-scalar.ts'

/** Names that need nothing but the code. */
const FIXED_NAMES: Readonly<Partial<Record<RefCode, string>>> = {
  [RefCode.SCALAR]: 'the scalar',
  [RefCode.ARRAY]: 'the array',
  [RefCode.HASH]: 'the hash',
  [RefCode.CODE]: 'the code',
  [RefCode.IO]: 'the io',
  [RefCode.FORM]: 'the form',
  [RefCode.EGV]: 'the egv',
  [RefCode.OUR_STASH]: 'the our stash',
  [RefCode.REFERENT]: 'the referrant',
  [RefCode.PADNAMES]: 'the padnames',
  [RefCode.ARGS_AV]: 'the @_ av',
  [RefCode.BACKREFS_LIST]: 'the backrefs list',
  [RefCode.BACKREF]: 'a backref',
  [RefCode.MRO_LINEAR_ALL]: 'the mro linear all HV',
  [RefCode.MRO_LINEAR_CURRENT]: 'the mro linear current',
  [RefCode.MRO_NEXT_METHOD]: 'the mro next::method',
  [RefCode.MRO_ISA]: 'the mro ISA cache',
  [RefCode.ADJUST_BLOCKS]: 'the ADJUST blocks AV',
  [RefCode.SCOPE]: 'the scope',
  [RefCode.STASH]: 'the stash',
  [RefCode.GLOB]: 'the glob',
  [RefCode.CONSTANT_VALUE]: 'the constant value',
  [RefCode.PROTOSUB]: 'the protosub',
  [RefCode.CONSTANT]: 'a constant',
  [RefCode.REFERENCED_GLOB]: 'a referenced glob',
  [RefCode.PADLIST]: 'the padlist',
  [RefCode.TOP_GV]: 'the top GV',
  [RefCode.FORMAT_GV]: 'the format GV',
  [RefCode.BOTTOM_GV]: 'the bottom GV',
  [RefCode.TARGET]: 'the target',
  [RefCode.BLESS_PACKAGE]: 'the bless package',
  [RefCode.MAGIC_V2_AUX]: 'MagicV2 auxsv',
  [RefCode.MAGIC_V2_KEY]: 'MagicV2 keysv',
  [RefCode.MAGIC_V2_USER]: 'MagicV2 userstruct',
}

/** The name of an outref of `row`, as the real tool words it ("referrant" is its spelling). */
export function outrefName(heap: Heap, row: SvIndex, code: RefCode, arg: number): string {
  const fixed = FIXED_NAMES[code]
  if (fixed !== undefined) return fixed
  switch (code) {
    case RefCode.ELEMENT:
      return `element ${formatIndex(arg)}`
    case RefCode.ELEMENT_VIA_RV:
      return `element ${formatIndex(arg)} via RV`
    case RefCode.PAD_AT_DEPTH:
      return `pad at depth ${arg}`
    case RefCode.PADNAME:
      return `padname ${formatIndex(arg)}`
    case RefCode.PAD_SLOT:
      return padSlotName(heap, row, arg)
    case RefCode.PAD_SLOT_VIA_RV:
      return `${padSlotName(heap, row, arg)} via RV`
    case RefCode.VALUE:
      return `value ${formatKey(keyAt(heap, arg))}`
    case RefCode.VALUE_VIA_RV:
      return `value ${formatKey(keyAt(heap, arg))} via RV`
    case RefCode.FIELD:
      return fieldName(heap, row, arg)
    case RefCode.FIELD_VIA_RV:
      return `${fieldName(heap, row, arg)} via RV`
    case RefCode.STRUCT_FIELD:
      return heap.structOf(row)?.fields[arg]?.name ?? ''
    default:
      return extensionName(heap, code, decodeExtension(heap, arg))
  }
}

function extensionName(heap: Heap, code: RefCode, ext: Extension): string {
  switch (ext.tag) {
    case Ext.MAGIC:
      return `'${magicType(heap, ext.type)}' magic ${code === RefCode.MAGIC_OBJECT ? 'object' : 'pointer'}`
    case Ext.NOTE:
      return ext.name === null ? '' : decodeLatin1(ext.name)
    case Ext.SAVED_SV:
      return 'saved value of SCALAR slot'
    case Ext.SAVED_AV:
      return 'saved value of ARRAY slot'
    case Ext.SAVED_HV:
      return 'saved value of HASH slot'
    case Ext.SAVED_CV:
      return 'saved value of CODE slot'
    case Ext.SAVED_AELEM:
      return `saved value of element [${formatUnsigned(ext.index.hi, ext.index.lo)}]`
    case Ext.SAVED_HELEM:
      return code === RefCode.SAVED_KEY ? 'a key for saved value' : `saved value of value ${savedKey(heap, ext.key)}`
    default:
      return ''
  }
}

/** A key that is only a number has no string in it, and the real tool prints {0} whatever it is. */
function savedKey(heap: Heap, key: SvIndex): string {
  if (key === NO_SV) return '{0}'
  const { pv, isUtf8 } = compatScalar(heap, key)
  if (pv === null) return '{0}'
  const isAscii = pv.every((byte) => byte < 0x80)
  return isUtf8 && !isAscii ? `{${quoteUtf8(pv)}}` : formatKey(pv)
}

/**
 * The letter of a magic, as the real tool reads it: from minor 1 on it strips NULs and blanks, so "sv" magic, whose type
 * is NUL, has no letter.
 */
export function magicType(heap: Heap, type: number): string {
  const isStripped = type === 0 || (type >= 0x09 && type <= 0x0d) || type === 0x20
  return isStripped && heap.layout.minor > 0 ? '' : String.fromCharCode(type)
}

/** The key that stands at a byte of the dump. */
export function keyAt(heap: Heap, offset: number): Uint8Array {
  const { bytes, view, start } = heap.bytes.at(offset)
  return new Cursor(bytes, view, offset - start, heap.layout).str() ?? NO_BYTES
}

const NO_BYTES = new Uint8Array(0)

function padSlotName(heap: Heap, pad: SvIndex, slot: number): string {
  const name = lexicalName(heap, pad, slot)
  return name === null ? `pad temporary ${slot}` : `the lexical ${name}`
}

/** The name of a lexical with its sigil, or null: a slot without a name, or named "0", which Perl takes for none. */
export function lexicalName(heap: Heap, pad: SvIndex, slot: number): string | null {
  const code = relatedTo(heap.data.padOwners, pad)
  if (code === NO_SV) return null
  const name = padnamesOf(heap, decodeCode(heap, code))[slot]?.name
  if (!name || name.length === 0) return null
  const text = decodeLatin1(name)
  return text === '0' ? null : text
}

function fieldName(heap: Heap, object: SvIndex, index: number): string {
  const name = fieldNames(heap, object)[index]
  return name === undefined ? `field [${index}]` : `the ${name} field`
}

/**
 * Names of the fields of an OBJECT by index: its class lists its own, the classes it is derived from list theirs.
 * (The real tool knows only the class's own: the SVs in inherited fields look like orphans there.)
 */
export function fieldNames(heap: Heap, object: SvIndex): readonly (string | undefined)[] {
  const names: (string | undefined)[] = []
  for (const cls of linearClasses(heap, heap.svs.blessed[object])) {
    for (const { index, name } of classFields(heap, cls)) {
      if (index < MAX_FIELDS) names[index] ??= decodeLatin1(name)
    }
  }
  return names
}

const MAX_FIELDS = 65536
