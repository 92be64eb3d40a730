import { edgesShown } from '../analyses/inref-tree.ts'
import { inrefStep } from '../analyses/inref-graph.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { InrefList } from '../graph/inrefs.ts'
import { OutrefBuffer, type RefCode } from '../model/outref-buffer.ts'
import { outrefName } from '../model/outref-names.ts'
import { type Strength, StrengthSet, strengthName } from '../model/strength.ts'
import { boundedText } from '../perl/escape.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { Holder, InrefOptions, Reference, RowWindow } from './protocol.ts'

/** References of single SVs, in windows: some have a million. The lists of the last SV asked for are kept. */
export class References {
  readonly #dump: OpenDump
  #outrefs: { readonly row: SvIndex; readonly list: OutrefBuffer } | null = null
  #inrefs: { readonly row: SvIndex; readonly list: InrefList } | null = null

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  outrefs(row: SvIndex, start: number, count: number): RowWindow<Reference> {
    const { chips, heap, model } = this.#dump
    if (this.#outrefs?.row !== row) {
      const list = new OutrefBuffer()
      model.outrefs.collect(row, StrengthSet.ALL, list)
      this.#outrefs = { row, list }
    }
    const { list } = this.#outrefs
    const rows: Reference[] = []
    for (let i = start; i < Math.min(list.length, start + count); i++) {
      const name = outrefName(heap, row, list.code[i] as RefCode, list.arg[i])
      rows.push(chips.reference(name, list.strength[i] as Strength, list.target[i]))
    }
    return { start, rows, total: list.length }
  }

  async inrefs(row: SvIndex, start: number, count: number, signal: AbortSignal): Promise<RowWindow<Reference>> {
    const { analyses, chips } = this.#dump
    if (this.#inrefs?.row !== row) {
      const inrefs = await stage(signal, (slice) => analyses.inrefs(slice))
      this.#inrefs = { row, list: await stage(signal, (slice) => inrefs.list(row, slice)) }
    }
    const { list } = this.#inrefs
    const rows: Reference[] = []
    for (let i = start; i < Math.min(list.length, start + count); i++) {
      const { name, strength, from } = list.at(i)
      rows.push(chips.reference(name, strength, from))
    }
    return { start, rows, total: list.length }
  }

  /** Who holds an SV: one step of pmat's `identify`, over all inrefs. */
  async holders(row: SvIndex, { weak, all, elide }: InrefOptions, signal: AbortSignal): Promise<readonly Holder[]> {
    const { analyses, chips, heap } = this.#dump
    const inrefs = await stage(signal, (slice) => analyses.inrefs(slice))
    const strengths = all ? StrengthSet.ALL : weak ? StrengthSet.DIRECT : StrengthSet.STRONG
    const step = inrefStep(heap, inrefs, row, { strengths, isEliding: elide })
    const holder = (name: string, strength: Strength, from: SvIndex): Holder => ({
      name: boundedText(name),
      strength: strengthName(strength),
      sv: chips.chipOrNull(from),
    })
    return [
      ...step.roots.map(({ name, strength }) => holder(name, strength, NO_SV)),
      ...edgesShown(step).map(({ name, strength, from }) => holder(name, strength, from)),
    ]
  }
}
