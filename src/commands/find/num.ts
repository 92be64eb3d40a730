import type { Analyses } from '../../analyses/analyses.ts'
import type { PackedIntegers, PackedNvs } from '../../analyses/packed-numbers.ts'
import { merged } from '../../base/ascending.ts'
import type { Heap } from '../../columns/heap.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { compatScalar } from '../../model/compat-scalar.ts'
import { ScalarFields } from '../../model/scalar.ts'
import { formatNv } from '../../perl/numbers.ts'
import { type PerlNumber, numify } from '../../perl/numify.ts'
import type { Span } from '../../perl/span.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { type Filter, countsAsMiss } from './filter.ts'

/** The part of a SCALAR that its number is taken from. */
const Part = { NONE: 0, NV: 1, IV: 2, UV: 3 } as const
type Part = (typeof Part)[keyof typeof Part]

/**
 * `num`: SCALARs with a number, equal to a given one. Of the parts that were asked for the first decides, in the order
 * NV, IV, UV, where IV and UV are what pmat takes for them (see model/compat-scalar.ts).
 */
export class NumFilter implements Filter {
  readonly kinds = [SvKind.SCALAR]
  readonly anyFlag = SvFlag.SCALAR_NV | SvFlag.SCALAR_INTEGER
  readonly columns = { number: (row: SvIndex) => exactly(this.#textOf(row)) }
  readonly #analyses: Analyses
  readonly #heap: Heap
  readonly #fields: ScalarFields
  readonly #wanted: Wanted | null
  /** By an SV's flags. */
  readonly #partOf: Uint8Array
  readonly #kind: Uint8Array
  readonly #flags: Uint8Array

  constructor(analyses: Analyses, { options: { nv, iv, uv }, args }: FilterUse & { name: 'num' }) {
    const { heap } = analyses
    this.#analyses = analyses
    this.#heap = heap
    this.#kind = heap.svs.kind
    this.#flags = heap.svs.flags
    this.#fields = new ScalarFields(heap)
    this.#wanted = args.value === undefined ? null : new Wanted(numify(args.value))
    const all = !nv && !iv && !uv
    this.#partOf = Uint8Array.from({ length: 256 }, (_, flags) => firstPart(flags, all || nv, all || iv, all || uv))
  }

  async findAll(): Promise<Uint32Array | null> {
    const numbers = this.#analyses.ready('packed numbers')
    return numbers && merged(this.#amongIntegers(numbers.integers), this.#amongNvs(numbers.nvs))
  }

  accept(row: SvIndex): SvIndex {
    const part = this.#kind[row] === SvKind.SCALAR ? this.#partOf[this.#flags[row]] : Part.NONE
    if (part === Part.NONE) return NO_SV
    if (part === Part.NV) return this.#acceptsNv(this.#fields.nvOf(row)) ? row : NO_SV
    if (!this.#fields.locateInteger(row)) return NO_SV
    const { lo, hi } = this.#fields
    return this.#acceptsInteger(lo, hi, part === Part.IV) ? row : NO_SV
  }

  #amongIntegers({ rows, lo, hi }: PackedIntegers): Uint32Array {
    const found = new Uint32Array(rows.length)
    let length = 0
    for (let i = 0; i < rows.length; i++) {
      const part = this.#partOf[this.#flags[rows[i]]]
      if (part !== Part.IV && part !== Part.UV) continue
      if (this.#acceptsInteger(lo[i], hi[i], part === Part.IV)) found[length++] = rows[i]
    }
    return found.subarray(0, length)
  }

  #amongNvs({ rows, values }: PackedNvs): Uint32Array {
    const found = new Uint32Array(rows.length)
    let length = 0
    for (let i = 0; i < rows.length; i++) {
      if (this.#partOf[this.#flags[rows[i]]] === Part.NV && this.#acceptsNv(values[i])) found[length++] = rows[i]
    }
    return found.subarray(0, length)
  }

  #acceptsNv(nv: number): boolean {
    return !countsAsMiss(nv === 0 ? formatNv(nv) : '') && (this.#wanted === null || this.#wanted.isNv(nv))
  }

  #acceptsInteger(lo: number, hi: number, isSigned: boolean): boolean {
    if ((lo | hi) === 0 && countsAsMiss('0')) return false
    return this.#wanted === null || this.#wanted.isInteger(lo, hi, isSigned)
  }

  spansOf(row: SvIndex): Span[] {
    return [{ text: this.#textOf(row), kind: 'value' }]
  }

  #textOf(row: SvIndex): string {
    const part = this.#partOf[this.#heap.svs.flags[row]]
    const { nv, iv, uv } = compatScalar(this.#heap, row)
    return (part === Part.NV ? nv : part === Part.IV ? iv : uv) ?? ''
  }
}

/** A number if it stays what it is. */
function exactly(text: string): string | number {
  return String(Number(text)) === text ? Number(text) : text
}

function firstPart(flags: number, nv: boolean, iv: boolean, uv: boolean): Part {
  if (nv && (flags & (SvFlag.SCALAR_NV | SvFlag.SCALAR_NV_LOST)) === SvFlag.SCALAR_NV) return Part.NV
  if (!(flags & SvFlag.SCALAR_INTEGER)) return Part.NONE
  if (flags & SvFlag.SCALAR_UNSIGNED) return iv ? Part.IV : Part.NONE
  return uv ? Part.UV : Part.NONE
}

/** A number to compare with as Perl does: exactly if both are integers, else as doubles. No BigInt for each SV. */
class Wanted {
  readonly #number: PerlNumber
  readonly #isNegative: boolean
  readonly #lo: number
  readonly #hi: number

  constructor(number: PerlNumber) {
    const integer = number.integer ?? 0n
    this.#number = number
    this.#isNegative = integer < 0n
    this.#lo = Number(BigInt.asUintN(32, integer))
    this.#hi = Number(BigInt.asUintN(32, integer >> 32n))
  }

  isNv(nv: number): boolean {
    const { value, integer } = this.#number
    if (nv !== value) return false
    return integer === undefined || Number.isSafeInteger(nv) || BigInt(nv) === integer
  }

  isInteger(lo: number, hi: number, isSigned: boolean): boolean {
    const isNegative = isSigned && hi >>> 31 === 1
    if (this.#number.integer !== undefined) return lo === this.#lo && hi === this.#hi && isNegative === this.#isNegative
    return (isNegative ? hi - 2 ** 32 : hi) * 2 ** 32 + lo === this.#number.value
  }
}
