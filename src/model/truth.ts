import { elementsOf } from '../columns/array-record.ts'
import { decodeIo } from '../columns/io-record.ts'
import { numKeys } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { displayName, displayPv } from '../perl/escape.ts'
import { formatNv, formatSigned, formatUnsigned } from '../perl/numbers.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { FILE_UNDEF, SvFlag, SvKind } from '../reader/sv-types.ts'
import { codeOf } from './code.ts'
import { describe, KIND_NAMES } from './describe.ts'
import type { Model } from './model.ts'
import { globName, packageOf, stashName, symbolName } from './names.ts'
import { decodeScalar, type ScalarRecord } from './scalar.ts'

/*
 * What SVs truly are, for all of the app but the console, which prints what the real tool does (compat-scalar.ts). Texts are
 * escaped and bounded: they are shown as they are.
 */

/** Flags of a SCALAR that say that there is something in it. */
const PARTS = SvFlag.SCALAR_INTEGER | SvFlag.SCALAR_NV | SvFlag.SCALAR_PV

/** Types by code: SvKind, and UNDEF for a SCALAR without parts. All codes are below this. */
export const NUM_TYPES = 32

export function typeCodeOf({ svs }: Heap, row: SvIndex): number {
  const kind = svs.kind[row]
  return kind === SvKind.SCALAR && (svs.flags[row] & PARTS) === 0 ? FILE_UNDEF : kind
}

/** `HASH`, `SCALAR`, `UNDEF` ... */
export function typeOfCode(code: number): string {
  return code === FILE_UNDEF ? 'UNDEF' : (KIND_NAMES[code] ?? 'UNKNOWN')
}

export function trueType(heap: Heap, row: SvIndex): string {
  return typeOfCode(typeCodeOf(heap, row))
}

/** What an SV is, in a word and its parentheses: `SCALAR(IV,PV)`, `HASH(3)`, `OBJECT(2)`. */
export function trueDescription(model: Model, row: SvIndex): string {
  const { heap } = model
  const flags = heap.svs.flags[row]
  switch (heap.svs.kind[row]) {
    case SvKind.SCALAR: {
      const parts = [
        flags & SvFlag.SCALAR_INTEGER && (flags & SvFlag.SCALAR_UNSIGNED ? 'UV' : 'IV'),
        flags & SvFlag.SCALAR_NV && 'NV',
        flags & SvFlag.SCALAR_PV && 'PV',
      ].filter(Boolean)
      return parts.length === 0 ? 'UNDEF' : `SCALAR(${parts.join()})`
    }
    case SvKind.BOOL:
      return 'BOOL'
    case SvKind.REF:
      return flags & SvFlag.REF_WEAK ? 'REF(weak)' : 'REF'
    case SvKind.CLASS:
      return `CLASS(${numKeys(heap, row)})`
    case SvKind.OBJECT:
      return `OBJECT(${elementsOf(heap, row).count})`
    default:
      return displayName(describe(model, row).replace(/\(\)$/, ''))
  }
}

/** The value of an SV in a line, or null for what has none of its own. */
export function trueValue(model: Model, row: SvIndex): string | null {
  const { heap } = model
  switch (heap.svs.kind[row]) {
    case SvKind.SCALAR:
      return scalarText(decodeScalar(heap, row))
    case SvKind.BOOL:
      return heap.svs.flags[row] & SvFlag.BOOL_YES ? 'true' : 'false'
    case SvKind.IMMORTAL_UNDEF:
      return 'undef'
    case SvKind.IMMORTAL_YES:
      return 'true'
    case SvKind.IMMORTAL_NO:
      return 'false'
    case SvKind.REF: {
      const referent = model.outrefs.referentOf(row)
      return referent === NO_SV ? null : `→ ${withPackage(model, referent)}`
    }
    case SvKind.GLOB:
      return displayName(`*${globName(heap, row)}`)
    case SvKind.STASH:
    case SvKind.CLASS:
      return displayName(stashName(heap, row) ?? '')
    case SvKind.CODE:
      return codeText(heap, row)
    case SvKind.IO: {
      const { inputFileno, outputFileno } = decodeIo(heap, row)
      const filenos = [...new Set([inputFileno, outputFileno])].filter((fileno) => fileno !== null && fileno >= 0)
      return filenos.length === 0 ? null : `file number ${filenos.join(' and ')}`
    }
    default:
      return null
  }
}

/** `HASH(3)=My::Class` */
export function withPackage(model: Model, row: SvIndex): string {
  const blessed = packageOf(model.heap, row)
  return trueDescription(model, row) + (blessed === null ? '' : `=${displayName(blessed)}`)
}

/** `5`, `"five"`, `5 / "five"`; null if there is nothing in it. */
function scalarText(scalar: ScalarRecord): string | null {
  const parts = [integerText(scalar), numberText(scalar), stringText(scalar)].filter((part) => part !== null)
  return parts.length === 0 ? null : [...new Set(parts)].join(' / ')
}

export function integerText({ integer, isUnsigned }: ScalarRecord): string | null {
  if (integer === null) return null
  return isUnsigned ? formatUnsigned(integer.hi, integer.lo) : formatSigned(integer.hi, integer.lo)
}

/** An NV; one of a long double with all its digits. */
export function numberText({ nv, nvText }: ScalarRecord): string | null {
  return nvText ?? (nv === null ? null : formatNv(nv))
}

/** A string in quotes, with the number of its bytes if not all of it is shown. */
export function stringText({ pv, isUtf8, pvLength }: ScalarRecord, maxChars?: number): string | null {
  if (pv === null) return null
  const shown = displayPv(pv, isUtf8, maxChars)
  if (pvLength <= pv.length && !shown.endsWith('…')) return `"${shown}"`
  return `"${shown.replace(/…$/, '')}"… (${pvLength.toLocaleString('en')} bytes)`
}

function codeText(heap: Heap, row: SvIndex): string | null {
  const name = symbolName(heap, row)
  if (name !== null) return displayName(name)
  const { file, line } = codeOf(heap, row, false)
  return file === null || file.length === 0 ? null : displayName(`${decodeLatin1(file)} line ${line}`)
}
