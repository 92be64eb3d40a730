import { numKeys } from '../columns/hash-record.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EdgeClass } from '../graph/edge.ts'
import { KIND_NAMES } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { packageOf } from '../model/names.ts'
import { OutrefBuffer, RefCode } from '../model/outref-buffer.ts'
import { keyAt } from '../model/outref-names.ts'
import { perlKey, perlStep, place, subName, subPlace } from '../model/perl-step.ts'
import { StrengthSet } from '../model/strength.ts'
import { displayName } from '../perl/escape.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'

/** A reference inside of a cycle. */
export interface CycleEdge {
  readonly from: SvIndex
  readonly to: SvIndex
  /** Element of `targets` of the held graph. */
  readonly edge: number
  readonly code: RefCode
  readonly arg: number
  /** How it is written, keys and indexes that are data left out: `{on_close}`, `{*}`, `[]`, `$self`, `->`. */
  readonly label: string
  readonly isWeak: boolean
  /** Whether it counts, so that it can be made weak. */
  readonly isCounted: boolean
}

/** A plain hash with more keys than this is a table: its keys are data. */
const MAX_FIELDS = 24

/** What cycles are made of, in words that are the same for cycles of the same make. */
export class CycleStructure {
  readonly #model: Model
  readonly #csr: Csr
  readonly #buffer = new OutrefBuffer()
  readonly #packages = new Map<SvIndex, string>()
  /** Hash -> whether its keys are data. */
  readonly #isTable = new Map<SvIndex, boolean>()

  /** @param csr the held graph */
  constructor(model: Model, csr: Csr) {
    this.#model = model
    this.#csr = csr
  }

  /** What an SV is, as far as it matters for the make of a cycle: its package; for a sub where it was written; its kind. */
  typeOf(row: SvIndex): string {
    const { heap } = this.#model
    const stash = heap.svs.blessed[row]
    if (stash !== NO_SV) {
      let name = this.#packages.get(stash)
      if (name === undefined) {
        name = displayName(packageOf(heap, row) ?? '')
        this.#packages.set(stash, name)
      }
      return name
    }
    if (heap.svs.kind[row] !== SvKind.CODE) return KIND_NAMES[heap.svs.kind[row]] ?? 'SV'
    if (!(heap.svs.flags[row] & SvFlag.CODE_CLONED)) return subName(heap, row)
    const { file, line } = subPlace(heap, row)
    return file === null ? 'closure' : `closure (${place(file, line)})`
  }

  /** All references among some SVs, by their sources. O(outrefs of these). */
  edgesAmong(members: ArrayLike<SvIndex>, isMember: (row: SvIndex) => boolean): CycleEdge[] {
    const { offsets, targets } = this.#csr
    const buffer = this.#buffer
    const edges: CycleEdge[] = []
    for (let i = 0; i < members.length; i++) {
      const from = members[i]
      this.#model.outrefs.collect(from, StrengthSet.DIRECT, buffer)
      for (let j = 0; j < buffer.length; j++) {
        const to = buffer.target[j]
        if (!isMember(to) || buffer.code[j] === RefCode.BLESS_PACKAGE) continue
        const edge = offsets[from] + j
        const ofClass = targets[edge] >>> EDGE_CLASS_SHIFT
        const code = buffer.code[j] as RefCode
        const isWeak = ((ClassMask.HELD >>> ofClass) & 1) === 0
        const label = this.labelOf(from, code, buffer.arg[j])
        const isCounted = ofClass === EdgeClass.STRONG
        edges.push({ from, to, edge, code, arg: buffer.arg[j], label, isWeak, isCounted })
      }
    }
    return edges
  }

  labelOf(from: SvIndex, code: RefCode, arg: number): string {
    const { heap } = this.#model
    switch (code) {
      case RefCode.REFERENT:
        return '->'
      case RefCode.ELEMENT:
        return heap.svs.blessed[from] === NO_SV ? '[]' : `[${arg}]`
      case RefCode.VALUE: {
        if (this.#holdsData(from)) return '{*}'
        const key = perlKey(keyAt(heap, arg))
        return isDataKey(key) ? '{*}' : key
      }
      case RefCode.PAD_AT_DEPTH:
        return 'pad'
      case RefCode.SCOPE:
        return 'scope'
      default: {
        const step = perlStep(heap, from, code, arg)
        if (step.kind === 'magic' && step.isTie) return '(tied)'
        return step.kind === 'deref' ? '->' : step.text
      }
    }
  }

  #holdsData(hash: SvIndex): boolean {
    const { heap } = this.#model
    if (heap.svs.blessed[hash] !== NO_SV) return false
    let isTable = this.#isTable.get(hash)
    if (isTable === undefined) {
      isTable = numKeys(heap, hash) > MAX_FIELDS
      this.#isTable.set(hash, isTable)
    }
    return isTable
  }
}

/** Whether a key in braces looks like an id rather than the name of a field: numbers, mostly digits. */
export function isDataKey(key: string): boolean {
  if (/^\{'?\d+'?\}$/.test(key)) return true
  const digits = key.replaceAll(/\D/g, '').length
  return digits > 2 && digits * 2 > key.length - 2
}
