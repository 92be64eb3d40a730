import type { Analyses } from '../analyses/analyses.ts'
import { counted } from '../analyses/findings/finding.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Slice } from '../base/slice.ts'
import { freedWith } from '../graph/reach.ts'
import { svSpan } from '../model/describe.ts'
import { findStash, findSv, LookupError } from '../model/lookup.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { retained as declaration } from './shell/declarations/leaks.ts'

/** What goes with an SV, or with all objects of a package. */
export interface Retained {
  /** One SV, or the objects of a package. */
  readonly rows: readonly SvIndex[]
  readonly bytes: number
  readonly svs: number
  /** Its immediate parts in the dominator tree, largest first; islands left out. */
  readonly parts: readonly SvIndex[]
}

const COUNT = 10

export const retained: Command<typeof declaration, Retained> = {
  declaration,
  async run({ analyses, slice }, { args, options }) {
    const { model } = analyses
    const row = svOrNone(analyses, args.name)
    return row === NO_SV ? retainedByPackage(analyses, args.name, slice) : retainedByOne()

    async function retainedByOne() {
      const { retained: sizes, tree, paths } = await analyses.evidence.ground(slice)
      const parts = Array.from(tree.targets.subarray(tree.offsets[row], tree.offsets[row + 1]))
        .filter((part) => part < model.heap.svs.numRows)
        .sort((a, b) => sizes[b] - sizes[a] || a - b)
      const shown = parts.slice(0, options.count ?? COUNT)
      const lines: Line[] = [
        [svSpan(model, row), plain(' retains '), { text: formatBytes(sizes[row]), kind: 'value' }],
        ...shown.map((part): Line => {
          const step = paths.stepBetween(row, part)
          const label = 'text' in step && step.text !== '?' ? `${step.text} ` : ''
          return [
            plain(`  ${label}`),
            svSpan(model, part),
            plain(': '),
            { text: formatBytes(sizes[part]), kind: 'value' },
          ]
        }),
        ...(parts.length > shown.length ? [[plain(`  ... (${parts.length - shown.length} more)`)]] : []),
      ]
      return onePage({ rows: [row], bytes: sizes[row], svs: 1, parts }, lines)
    }
  },
}

function svOrNone({ model }: Analyses, word: string): SvIndex {
  try {
    return findSv(model, word)
  } catch (error) {
    if (error instanceof LookupError && /^[A-Za-z_][\w:]*$/.test(word)) return NO_SV
    throw error
  }
}

/** All objects of a package as one set: exactly what would go with them, counted once. */
async function retainedByPackage(analyses: Analyses, name: string, slice: Slice) {
  const { heap, holding } = analyses
  const { blessed, size, numSvs } = heap.svs
  const stash = findStash(heap, name)
  const rows: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) if (blessed[row] === stash) rows.push(row)
  const freed = await freedWith(rows, await holding.graph(slice), size, slice)
  const line: Line = [
    plain(
      `${counted(rows.length, `object of ${name}`, `objects of ${name}`)} retain ${counted(freed.rows.length, 'SV')}, `,
    ),
    { text: formatBytes(freed.bytes), kind: 'value' },
  ]
  return onePage({ rows, bytes: freed.bytes, svs: freed.rows.length, parts: [] }, [line])
}
