import { NO_SV } from '../columns/sv-table.ts'
import { type Command, inPages } from './command.ts'
import { givenSv } from './given-sv.ts'
import { type RefRow, refPages, refTable, sortedByName, wantedStrengths } from './refs.ts'
import { inrefs as declaration } from './shell/declarations/references.ts'

/** What refers to an SV. As in pmat roots and the value stack are not listed: they are no SVs. */
export const inrefs: Command<typeof declaration, readonly RefRow[]> = {
  declaration,
  async run({ analyses, slice }, { sv, options }) {
    const { model } = analyses
    const target = givenSv(model, sv)
    const found = (await analyses.compatInrefs(slice)).of(target, wantedStrengths(options))
    const rows = sortedByName(found)
      .filter(({ from }) => from !== NO_SV)
      .map(({ name, strength, from }): RefRow => ({ name, strength, sv: from }))
    return inPages(rows, refPages(model, rows), () => refTable(model, rows))
  },
}
