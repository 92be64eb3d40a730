import { Analyses } from '../../src/analyses/analyses.ts'
import { classFields } from '../../src/columns/hash-record.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { NO_SV, type SvIndex } from '../../src/columns/sv-table.ts'
import { createModel } from '../../src/model/model.ts'
import { type OutrefBuffer, RefCode } from '../../src/model/outref-buffer.ts'
import { Outrefs } from '../../src/model/outrefs.ts'
import { Strength, type StrengthSet } from '../../src/model/strength.ts'
import { SvKind } from '../../src/reader/sv-types.ts'

/** Analyses that see of an object only the fields of its own class, as the real tool does. */
export function withOwnFieldsOnly(heap: Heap): Analyses {
  return new Analyses(heap, { ...createModel(heap), outrefs: new OwnFieldOutrefs(heap) })
}

class OwnFieldOutrefs extends Outrefs {
  readonly #heap: Heap

  constructor(heap: Heap) {
    super(heap)
    this.#heap = heap
  }

  override collect(row: SvIndex, wanted: StrengthSet, into: OutrefBuffer): void {
    super.collect(row, wanted, into)
    const { kind, blessed } = this.#heap.svs
    if (kind[row] !== SvKind.OBJECT || blessed[row] === NO_SV) return
    const own = new Set(classFields(this.#heap, blessed[row]).map(({ index }) => index))
    const kept = Array.from({ length: into.length }, (_, i) => i).filter((i) => {
      const isField = into.code[i] === RefCode.FIELD || into.code[i] === RefCode.FIELD_VIA_RV
      return !isField || own.has(into.arg[i])
    })
    const all = kept.map((i) => [into.code[i], into.arg[i], into.strength[i], into.target[i]] as const)
    into.length = 0
    for (const [code, arg, strength, target] of all) into.push(code as RefCode, arg, strength as Strength, target)
  }
}
