import type { SvIndex } from '../columns/sv-table.ts'
import type { Model } from '../model/model.ts'
import { OutrefBuffer, type RefCode } from '../model/outref-buffer.ts'
import { outrefName } from '../model/outref-names.ts'
import type { Strength, StrengthSet } from '../model/strength.ts'
import { type Command, inPages } from './command.ts'
import { givenSv } from './given-sv.ts'
import { type RefRow, refPages, refTable, sortedByName, wantedStrengths } from './refs.ts'
import { outrefs as declaration } from './shell/declarations/references.ts'

export const outrefs: Command<typeof declaration, readonly RefRow[]> = {
  declaration,
  async run({ analyses: { model } }, { sv, options }) {
    const rows = outrefRows(model, givenSv(model, sv), wantedStrengths(options))
    return inPages(rows, refPages(model, rows), () => refTable(model, rows))
  },
}

/** What an SV refers to, by name in byte order. */
export function outrefRows(model: Model, sv: SvIndex, wanted: StrengthSet): RefRow[] {
  const buffer = new OutrefBuffer()
  model.outrefs.collect(sv, wanted, buffer)
  const rows = Array.from({ length: buffer.length }, (_, i): RefRow => {
    const name = outrefName(model.heap, sv, buffer.code[i] as RefCode, buffer.arg[i])
    return { name, strength: buffer.strength[i] as Strength, sv: buffer.target[i] }
  })
  return sortedByName(rows)
}
