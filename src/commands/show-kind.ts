import { elementOf, elementsOf } from '../columns/array-record.ts'
import { type Extension } from '../columns/extensions.ts'
import { decodeGlob } from '../columns/glob-record.ts'
import { hashHead, numKeys } from '../columns/hash-record.ts'
import { decodeIo } from '../columns/io-record.ts'
import { decodeLvalue } from '../columns/lvalue-record.ts'
import { structValues } from '../columns/struct-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { compatScalar } from '../model/compat-scalar.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { stashName } from '../model/names.ts'
import { fieldNames } from '../model/outref-names.ts'
import { pvOf } from '../model/scalar.ts'
import { formatIndex } from '../perl/keys.ts'
import { formatHex, formatSigned, formatUnsigned } from '../perl/numbers.ts'
import { SHOWN_CHARS, quotePv } from '../perl/quote.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import type { Address } from '../reader/cursor.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import { padLines } from './pad-lines.ts'
import { codeLines } from './show-code.ts'
import { fact, svFact, valueFact } from './show-facts.ts'
import { valueOrNull } from './value-or-null.ts'

export interface ShowOptions {
  /** The whole string, not its first characters. */
  readonly full_pv: boolean
  /** The contents of a sub's first pad. */
  readonly pad: boolean
}

/** What `show` tells of an SV because of its kind. Of some kinds pmat knows no more than of all; there it dies. */
export function kindLines(model: Model, row: SvIndex, extensions: readonly Extension[], options: ShowOptions): Line[] {
  const { heap } = model
  switch (heap.svs.kind[row]) {
    case SvKind.GLOB:
      return globLines(model, row)
    case SvKind.SCALAR:
      return scalarLines(model, row, extensions, options.full_pv)
    case SvKind.BOOL:
      return [valueFact('BOOL', heap.svs.flags[row] & SvFlag.BOOL_YES ? 'true' : 'false')]
    case SvKind.REF:
      return svFact(model, 'RV', model.outrefs.referentOf(row))
    case SvKind.ARRAY:
      return [[plain(`  ${elementsOf(heap, row).count} elements (use 'elems' command to show)`)]]
    case SvKind.HASH:
      return [valuesLine(model, row)]
    case SvKind.STASH:
      return [fact('stashname', stashName(heap, row) ?? ''), valuesLine(model, row)]
    case SvKind.CLASS:
      return [
        [plain('  is CLASS')],
        ...svFact(model, 'adjust_blocks', hashHead(heap, row).adjustBlocks),
        fact('stashname', stashName(heap, row) ?? ''),
        valuesLine(model, row),
      ]
    case SvKind.CODE:
      return codeLines(model, row, options.pad)
    case SvKind.PAD:
      return [padOwnerLine(model, row), ...padLines(model, row)]
    case SvKind.PADNAMES:
      return [padOwnerLine(model, row), ...padnameLines(model, row)]
    case SvKind.IO: {
      const { inputFileno, outputFileno } = decodeIo(heap, row)
      return [
        ...(inputFileno === null ? [] : [valueFact('ifileno', String(inputFileno))]),
        ...(outputFileno === null ? [] : [valueFact('ofileno', String(outputFileno))]),
      ]
    }
    case SvKind.LVALUE: {
      const { type, offset, length, target } = decodeLvalue(heap, row)
      const numbers = [
        valueFact('offset', formatUnsigned(offset.hi, offset.lo)),
        valueFact('length', formatUnsigned(length.hi, length.lo)),
      ]
      return [valueFact('type', type), ...numbers, ...svFact(model, 'target', target)]
    }
    case SvKind.OBJECT:
      return fieldLines(model, row)
    case SvKind.C_STRUCT:
      return structLines(model, row)
    case SvKind.IMMORTAL_YES:
      return immortalLines('1', '"1"', 1)
    case SvKind.IMMORTAL_NO:
      return immortalLines('0', '""', 0)
    default:
      return []
  }
}

function globLines(model: Model, row: SvIndex): Line[] {
  const glob = decodeGlob(model.heap, row)
  const name = glob.name === null ? '' : decodeLatin1(glob.name)
  const isNamed = name !== '' && name !== '0'
  return [
    ...(isNamed ? [fact('name', name)] : []),
    ...(isNamed && !isNull(glob.nameHek) ? [fact('name_hek', hex(glob.nameHek))] : []),
    ...svFact(model, 'stash', glob.stash),
    ...svFact(model, 'SCALAR', glob.scalar),
    ...svFact(model, 'ARRAY', glob.array),
    ...svFact(model, 'HASH', glob.hash),
    ...svFact(model, 'CODE', glob.code),
    ...svFact(model, 'EGV', glob.egv),
    ...svFact(model, 'IO', glob.io),
    ...svFact(model, 'FORM', glob.form),
  ]
}

function scalarLines(model: Model, row: SvIndex, extensions: readonly Extension[], isFull: boolean): Line[] {
  const { uv, iv, nv, pv, isUtf8, pvLength } = compatScalar(model.heap, row)
  const lines: Line[] = []
  if (uv !== null) lines.push(valueFact('UV', uv))
  if (iv !== null) lines.push(valueFact('IV', iv))
  if (nv !== null) lines.push(valueFact('NV', nv))
  if (pv === null) return lines
  lines.push(valueFact('PV', quotePv(pv, isUtf8, isFull ? 0 : SHOWN_CHARS)), [plain(`  PVLEN ${pvLength}`)])
  const shared = extensions.findLast((extension) => extension.tag === Ext.PV_SHARED_HEK)
  if (shared && !isNull(shared.hek)) lines.push(fact('SHARED_HEK', hex(shared.hek)))
  return lines
}

function immortalLines(number: string, quoted: string, length: number): Line[] {
  const parts = ['UV', 'IV', 'NV'].map((part) => valueFact(part, number))
  return [...parts, valueFact('PV', quoted), [plain(`  PVLEN ${length}`)]]
}

function valuesLine({ heap }: Model, row: SvIndex): Line {
  return [plain(`  ${numKeys(heap, row)} values (use 'values' command to show)`)]
}

function padOwnerLine(model: Model, row: SvIndex): Line {
  const owner = relatedTo(model.heap.data.padOwners, row)
  return owner === NO_SV ? [plain('  no padcv')] : [plain('  padcv='), svSpan(model, owner)]
}

function padnameLines({ heap }: Model, row: SvIndex): Line[] {
  const lines: Line[] = []
  for (let i = 1; i < elementsOf(heap, row).count; i++) {
    const name = elementOf(heap, row, i)
    const pv = name === NO_SV ? null : pvOf(heap, name)
    if (pv !== null) lines.push([plain(`  [${i}] is `), { text: decodeLatin1(pv), kind: 'symbol' }])
  }
  return lines
}

/** The fields of an object; those of the classes that its class derives from are missing in pmat. */
function fieldLines(model: Model, row: SvIndex): Line[] {
  const names = fieldNames(model.heap, row)
  return Array.from({ length: elementsOf(model.heap, row).count }, (_, i): Line => {
    const name: Span = { text: names[i] ?? `field ${formatIndex(i)}`, kind: 'symbol' }
    return [plain('  '), name, plain('='), ...valueOrNull(model, elementOf(model.heap, row, i))]
  })
}

function structLines(model: Model, row: SvIndex): Line[] {
  return structValues(model.heap, row).flatMap((field): Line[] => {
    if (field.type === 'bool') return [valueFact(field.name, String(field.value))]
    if (field.type === 'number') return [valueFact(field.name, formatSigned(field.value.hi, field.value.lo))]
    return field.sv === NO_SV ? [] : [[plain(`  ${field.name}=`), ...valueOrNull(model, field.sv)]]
  })
}

function hex({ lo, hi }: Address): string {
  return formatHex(hi, lo)
}

function isNull({ lo, hi }: Address): boolean {
  return (lo | hi) === 0
}
