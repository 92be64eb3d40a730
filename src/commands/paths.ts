import { rootPaths, type RootPath } from '../analyses/root-paths.ts'
import { findSv } from '../model/lookup.ts'
import { svSpan } from '../model/describe.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { givenSv } from './given-sv.ts'
import { paths as declaration } from './shell/declarations/leaks.ts'

const COUNT = 3

/** Independent paths from the roots. */
export const paths: Command<typeof declaration, readonly RootPath[]> = {
  declaration,
  async run({ analyses, slice }, { sv, args, options }) {
    const { model } = analyses
    const row = givenSv(model, sv)
    const ignored = args.ignored.map((word) => findSv(model, word))
    const found = await rootPaths(analyses, row, options.count ?? COUNT, ignored, slice)
    if (found.length === 0) return onePage(found, [[plain('No root leads to '), svSpan(model, row)]])
    const lines = found.flatMap(({ text, rows, steps }): Line[] => [
      [{ text, kind: 'symbol' }],
      ...rows.map((step, i): Line => {
        const how = i === 0 ? null : steps[i - 1]
        return [plain(`  ${how === null ? '' : how.kind === 'deref' ? '-> ' : `${how.text} `}`), svSpan(model, step)]
      }),
      [],
    ])
    return onePage(found, lines)
  },
}
