import { elementOf, elementsOf } from '../columns/array-record.ts'
import { decodeCode } from '../columns/code-record.ts'
import { decodeGlob } from '../columns/glob-record.ts'
import { hashPairs, numKeys } from '../columns/hash-record.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { formatKey } from '../perl/keys.ts'
import { formatHex } from '../perl/numbers.ts'
import { quotePv } from '../perl/quote.ts'
import { type Span, plain } from '../perl/span.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { compatParts, compatScalar, isCompatUndef } from './compat-scalar.ts'
import { type Model } from './model.ts'
import { globName, packageOf, stashName } from './names.ts'

/** `0x55d0c8`: how an address is written everywhere. */
export function addressText(model: Model, row: SvIndex): string {
  const { lo, hi } = model.heap.addressOf(row)
  return formatHex(hi, lo)
}

/** Names of the kinds as they stand in the columns. */
export const KIND_NAMES: Readonly<Record<number, string>> = {
  [SvKind.GLOB]: 'GLOB',
  [SvKind.SCALAR]: 'SCALAR',
  [SvKind.REF]: 'REF',
  [SvKind.ARRAY]: 'ARRAY',
  [SvKind.HASH]: 'HASH',
  [SvKind.STASH]: 'STASH',
  [SvKind.CODE]: 'CODE',
  [SvKind.IO]: 'IO',
  [SvKind.LVALUE]: 'LVALUE',
  [SvKind.REGEXP]: 'REGEXP',
  [SvKind.FORMAT]: 'FORMAT',
  [SvKind.INVLIST]: 'INVLIST',
  [SvKind.BOOL]: 'BOOL',
  [SvKind.OBJECT]: 'OBJECT',
  [SvKind.CLASS]: 'CLASS',
  [SvKind.C_STRUCT]: 'C_STRUCT',
  [SvKind.PAD]: 'PAD',
  [SvKind.PADLIST]: 'PADLIST',
  [SvKind.PADNAMES]: 'PADNAMES',
  [SvKind.UNKNOWN]: 'UNKNOWN',
  [SvKind.IMMORTAL_UNDEF]: 'UNDEF',
  [SvKind.IMMORTAL_YES]: 'SCALAR',
  [SvKind.IMMORTAL_NO]: 'SCALAR',
}

/** All that typeName gives. */
export const TYPE_NAMES: readonly string[] = [...new Set(Object.values(KIND_NAMES))]

/** The type as the real tool tests and counts it: a SCALAR without any part is UNDEF. */
export function typeName({ heap }: Model, row: SvIndex): string {
  const kind = heap.svs.kind[row]
  if (kind === SvKind.SCALAR && isCompatUndef(heap.svs.flags[row])) return 'UNDEF'
  return KIND_NAMES[kind] ?? 'UNKNOWN'
}

/** What an SV is, in a word and its parentheses: `SCALAR(UV,PV)`, `HASH(3)`, `CODE(PP,closure)`. */
export function describe(model: Model, row: SvIndex): string {
  const { heap } = model
  const { kind, flags } = heap.svs
  const flag = flags[row]
  switch (kind[row]) {
    case SvKind.GLOB:
      return describeGlob(model, row)
    case SvKind.SCALAR:
      return scalarText(flag)
    case SvKind.BOOL:
      return flag & SvFlag.BOOL_YES ? 'BOOL(YES)' : 'BOOL(NO)'
    case SvKind.REF:
      return flag & SvFlag.REF_WEAK ? 'REF(W)' : 'REF()'
    case SvKind.ARRAY:
      return `ARRAY(${elementsOf(heap, row).count}${flag & SvFlag.ARRAY_UNREAL ? ',!REAL' : ''})`
    case SvKind.PAD:
    case SvKind.PADLIST:
    case SvKind.PADNAMES:
      return `${KIND_NAMES[kind[row]]}(${elementsOf(heap, row).count})`
    case SvKind.HASH:
      return `HASH(${numKeys(heap, row)})`
    case SvKind.STASH:
    case SvKind.CLASS:
      return `STASH(${numKeys(heap, row)})`
    case SvKind.CODE: {
      const { oproot, constval } = decodeCode(heap, row, false)
      const parts = [
        (oproot.lo | oproot.hi) !== 0 && 'PP',
        constval !== NO_SV && 'CONST',
        flag & SvFlag.CODE_XSUB && 'XS',
        flag & SvFlag.CODE_CLONED && 'closure',
        flag & SvFlag.CODE_CLONE && 'proto',
      ].filter(Boolean)
      return `CODE(${parts.join()})`
    }
    case SvKind.OBJECT:
      return 'OBJ()'
    case SvKind.C_STRUCT:
      return `C_STRUCT(${heap.structOf(row)?.name ?? ''})`
    case SvKind.UNKNOWN:
      return 'UNKNOWN'
    case SvKind.IMMORTAL_UNDEF:
      return 'UNDEF'
    case SvKind.IMMORTAL_YES:
      return 'YES'
    case SvKind.IMMORTAL_NO:
      return 'NO'
    default:
      return `${KIND_NAMES[kind[row]]}()`
  }
}

/** What a SCALAR with these flags is: `SCALAR(UV,PV)`, `UNDEF()`. */
export function scalarText(flags: number): string {
  const { uv, iv, nv, pv } = compatParts(flags)
  const parts = [uv && 'UV', iv && 'IV', nv && 'NV', pv && 'PV'].filter(Boolean)
  return parts.length === 0 ? 'UNDEF()' : `SCALAR(${parts.join()})`
}

function describeGlob({ heap }: Model, row: SvIndex): string {
  const glob = decodeGlob(heap, row)
  const slots = [
    [glob.scalar, '$'],
    [glob.array, '@'],
    [glob.hash, '%'],
    [glob.code, '&'],
    [glob.egv, '*'],
    [glob.io, 'I'],
    [glob.form, 'F'],
  ] as const
  return `GLOB(${slots.map(([slot, sigil]) => (slot === NO_SV ? '' : sigil)).join('')})`
}

/** `HASH(3)=Foo::Bar at 0x559d66fe7f30=rootname`: an SV in one line. */
export function svText(model: Model, row: SvIndex): string {
  const blessed = model.heap.svs.blessed[row] === NO_SV ? null : packageOf(model.heap, row)
  const root = model.roots.nameOf(row)
  return `${describe(model, row)}${blessed === null ? '' : `=${blessed}`} at ${addressText(model, row)}${root === null ? '' : `=${root}`}`
}

export function svSpan(model: Model, row: SvIndex): Span {
  return { text: svText(model, row), kind: 'sv', row }
}

/** An SV's line, or `NULL` for what is not there: the real tool dies on that. */
export function svSpanOrNull(model: Model, row: SvIndex): Span {
  return row === NO_SV ? plain('NULL') : svSpan(model, row)
}

function value(text: string): Span {
  return { text, kind: 'value' }
}

/** An SV's line with a glance at what is in it: ` = 5 / "five"`, ` => ...`, ` = [...]`, ` is *main::x`. */
export function svWithValue(model: Model, row: SvIndex): Span[] {
  const spans: Span[] = []
  const passed = new Set<SvIndex>()
  let at = row
  for (;;) {
    spans.push(svSpan(model, at))
    if (typeName(model, at) !== 'REF') break
    const referent = model.outrefs.referentOf(at)
    if (referent === NO_SV) return spans
    spans.push(plain(' => '))
    passed.add(at)
    // A REF that leads back to itself: the real tool goes round until its memory is full.
    if (passed.has(referent)) {
      spans.push(plain('...'))
      return spans
    }
    at = referent
  }
  spans.push(...glance(model, at))
  return spans
}

function glance(model: Model, row: SvIndex): Span[] {
  const { heap } = model
  switch (typeName(model, row)) {
    case 'SCALAR':
      return scalarGlance(model, row)
    case 'BOOL':
      return [plain(' = '), value(heap.svs.flags[row] & SvFlag.BOOL_YES ? 'true' : 'false')]
    case 'ARRAY': {
      if (heap.svs.blessed[row] !== NO_SV) return []
      const { count } = elementsOf(heap, row)
      if (count === 0) return [plain(' = []')]
      return [plain(' = ['), svSpanOrNull(model, elementOf(heap, row, 0)), plain(count > 1 ? ', ...]' : ']')]
    }
    case 'HASH': {
      if (heap.svs.blessed[row] !== NO_SV) return []
      const count = numKeys(heap, row)
      if (count === 0) return [plain(' = {}')]
      const first = smallestPair(model, row)
      return [
        plain(' = {'),
        value(formatKey(first.key)),
        plain(' => '),
        svSpanOrNull(model, first.value),
        plain(count > 1 ? ', ...}' : '}'),
      ]
    }
    case 'GLOB':
      return [plain(' is '), { text: `*${globName(heap, row)}`, kind: 'symbol' }]
    case 'STASH':
      return [plain(' is '), { text: stashName(heap, row) ?? '', kind: 'symbol' }]
    default:
      return []
  }
}

function scalarGlance(model: Model, row: SvIndex): Span[] {
  if (model.heap.isImmortal(row)) {
    const isYes = model.heap.svs.kind[row] === SvKind.IMMORTAL_YES
    return [plain(' = '), value(isYes ? '1' : '0'), plain(' / '), value(isYes ? '"1"' : '"0"')]
  }
  const { uv, nv, pv, isUtf8 } = compatScalar(model.heap, row)
  const number = nv ?? uv
  const spans: Span[] = []
  if (number !== null) spans.push(plain(' = '), value(number))
  if (pv !== null) spans.push(plain(number === null ? ' = ' : ' / '), value(quotePv(pv, isUtf8)))
  return spans
}

/** The pair whose key comes first in byte order: the real tool shows any, as its hash falls. */
function smallestPair({ heap }: Model, row: SvIndex): { key: Uint8Array; value: SvIndex } {
  let [first, ...rest] = hashPairs(heap, row)
  for (const pair of rest) if (compareBytes(pair.key, first.key) < 0) first = pair
  return first
}

/** Order of bytes: what `sort` does with Perl's byte strings. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}
