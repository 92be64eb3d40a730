import { allFindings, heapFigures } from '../analyses/findings.ts'
import type { Finding } from '../analyses/findings/finding.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, inPages } from './command.ts'
import { findings as declaration } from './shell/declarations/leaks.ts'
import { inChunks } from './lines-in-pages.ts'

const COUNT = 10

/** What leaks. */
export const findings: Command<typeof declaration, readonly Finding[]> = {
  declaration,
  async run({ analyses, slice }, { options }) {
    const { balanced, unreachable, lost } = await heapFigures(analyses, slice)
    const all = await allFindings(analyses, slice)
    const wanted = options.kind === undefined ? all : all.filter(({ kind }) => kind === options.kind)
    const heading: Line[] = [
      [
        plain(`${(100 * balanced).toFixed(1)} % of all refcounts balance; `),
        plain(
          `${unreachable.svs.toLocaleString('en')} SVs cannot be reached, ${lost.svs.toLocaleString('en')} of them are lost `,
        ),
        plain(`(${formatBytes(lost.bytes)}).`),
      ],
      [],
    ]
    const chunks = inChunks(wanted, options.count ?? COUNT, (found) =>
      found.flatMap((one) => lines(analyses.model, one)),
    )
    return inPages(wanted, withHeading(heading, chunks))
  },
}

function* withHeading(heading: readonly Line[], pages: Iterable<readonly Line[]>): Generator<readonly Line[]> {
  let before = heading
  for (const page of pages) {
    yield [...before, ...page]
    before = []
  }
  if (before.length > 0) yield before
}

function lines(model: Model, { kind, certainty, sentence, why, fix, path, example, commands }: Finding): Line[] {
  const shown: Line[] = [[{ text: kind, kind: 'heading' }, plain(` (${certainty}: ${why})`)], [plain(`  ${sentence}`)]]
  if (fix !== null) shown.push([plain(`  ${fix}`)])
  if (path !== null) shown.push([plain('  path: '), { text: path, kind: 'symbol' }])
  if (example !== NO_SV) shown.push([plain('  example: '), svSpan(model, example)])
  if (commands.length > 0) {
    shown.push([
      plain('  see: '),
      ...commands.flatMap((text, i): Line => [plain(i === 0 ? '' : ', '), { text, kind: 'command' }]),
    ])
  }
  return [...shown, []]
}
