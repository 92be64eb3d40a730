import { type LargestEntry, type LargestList, largestSvs } from '../analyses/largest.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { formatBytes } from '../perl/numbers.ts'
import { numify } from '../perl/numify.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { sizeKindOf } from './size-options.ts'
import { largest as declaration } from './shell/declarations/heap.ts'

/** How many SVs on each level, if the line does not say. */
const COUNTS = [5, 3, 2]

export const largest: Command<typeof declaration, LargestList> = {
  declaration,
  async run({ analyses, slice }, { options, args }) {
    const counts = [...args.count.map(countIn), ...COUNTS.slice(args.count.length)]
    const list = await largestSvs(analyses, sizeKindOf(options), counts, slice)
    return onePage(list, [...largestLines(analyses.model, list, '')], () => {
      return dataTable(entriesIn(list, 0), {
        level: ({ level }) => level,
        ...svColumns(analyses.model, ({ sv }) => sv),
        [`${sizeKindOf(options)} size`]: ({ bytes }) => bytes,
      })
    })
  },
}

/** All entries of a list, each followed by its parts, with how deep they stand. */
function* entriesIn(list: LargestList, level: number): Generator<LargestEntry & { level: number }> {
  for (const entry of list.entries) {
    yield { ...entry, level }
    if (entry.parts) yield* entriesIn(entry.parts, level + 1)
  }
}

/** pmat counts down to 0 from whatever it is given, so from what is no whole number above 0 it never gets there. */
function countIn(word: string): number {
  if (word === '' || word === '0') return 0
  const { value } = numify(word)
  return Number.isInteger(value) && value > 0 ? value : Number.POSITIVE_INFINITY
}

function* largestLines(model: Model, { entries, others }: LargestList, indent: string): Generator<Line> {
  for (const { sv, bytes, parts } of entries) {
    const line: Line = [plain(indent), svSpan(model, sv), plain(': '), { text: formatBytes(bytes), kind: 'value' }]
    yield parts ? [...line, plain(': of which')] : line
    if (parts) yield* largestLines(model, parts, `${indent} |   `)
  }
  if (others > 0) yield [plain(`${indent}others: `), { text: formatBytes(others), kind: 'value' }]
}
