import { ownedSet } from '../analyses/owned-size.ts'
import type { SvSizes } from '../analyses/size-kind.ts'
import { structureSize } from '../analyses/structure-size.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, type Session, onePage } from './command.ts'
import { size as declaration } from './shell/declarations/inspect.ts'
import { givenSv } from './given-sv.ts'

export interface SizeAnswer extends SvSizes {
  readonly row: SvIndex
}

export const size: Command<typeof declaration, SizeAnswer> = {
  declaration,
  async run(session, { sv }) {
    const { model } = session.analyses
    const row = givenSv(model, sv)
    const sizes = await svSizes(session, row)
    session.loadedTools.add('Sizes')
    const line = (bytes: number, how: string): Line => [
      plain('  '),
      { text: formatBytes(bytes), kind: 'value' },
      plain(` ${how}`),
    ]
    return onePage({ row, ...sizes }, [
      [svSpan(model, row), plain(' consumes:')],
      line(sizes.sv, 'directly'),
      line(sizes.structure, 'structurally'),
      line(sizes.owned, 'including owned referrants'),
    ])
  },
}

/** Of all SVs at once, if they were summed already. */
async function svSizes({ analyses, slice }: Session, row: SvIndex): Promise<SvSizes> {
  const { size: sizes } = analyses.heap.svs
  const structure = analyses.ready('structure sizes')?.[row] ?? structureSize(analyses.model, row)
  let owned = analyses.ready('owned sizes')?.[row]
  if (owned === undefined) {
    owned = 0
    for (const part of ownedSet(row, await analyses.ownedInput(slice))) owned += sizes[part]
  }
  return { sv: sizes[row], structure, owned }
}
