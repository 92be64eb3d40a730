import { CycleStructure } from '../analyses/cycle-structure.ts'
import { counted, namedPackages } from '../analyses/findings/finding.ts'
import { perlOfCut, storyOf, titleOf } from '../analyses/island-words.ts'
import type { IslandGroup, LostIslands } from '../analyses/lost-islands.ts'
import type { Analyses } from '../analyses/analyses.ts'
import { svSpan } from '../model/describe.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, inPages, onePage } from './command.ts'
import { inChunks } from './lines-in-pages.ts'
import { islands as declaration } from './shell/declarations/leaks.ts'

const COUNT = 10

/** Lost cycles by their make. */
export const islands: Command<typeof declaration, LostIslands> = {
  declaration,
  async run({ analyses, slice }, { options }) {
    const lost = await analyses.evidence.islands(slice)
    if (lost.groups.length === 0) return onePage(lost, [[plain('Nothing is lost.')]])
    const { csr } = await analyses.holding.held(slice)
    const structure = new CycleStructure(analyses.model, csr)
    const pages = inChunks(lost.groups, options.count ?? COUNT, (groups) =>
      groups.flatMap((group) => groupLines(analyses, structure, group)),
    )
    return inPages(lost, pages)
  },
}

function groupLines(analyses: Analyses, structure: CycleStructure, group: IslandGroup): Line[] {
  const { components, svs, bytes, packages, example } = group
  const { steps, walk } = storyOf(analyses, structure, example)
  const fix = perlOfCut(analyses, structure, example)
  const objects = [...namedPackages(analyses, packages)].map(([name, count]) => counted(count, name, name))
  const lines: Line[] = [
    [
      { text: `${components.length.toLocaleString('en')} x `, kind: 'value' },
      { text: titleOf(steps), kind: 'symbol' },
      plain(`: ${counted(svs, 'SV')}, `),
      { text: formatBytes(bytes), kind: 'value' },
      plain(objects.length === 0 ? '' : `; ${objects.join(', ')}`),
    ],
  ]
  for (const { from, label, to } of walk.slice(0, 12)) {
    lines.push([plain('  '), svSpan(analyses.model, from), plain(` ${label} `), svSpan(analyses.model, to)])
  }
  if (fix) lines.push([plain('  cut: '), { text: fix.perl, kind: 'command' }])
  if (example.cut)
    lines.push([plain(`  frees ${counted(example.cut.svs, 'SV')} of each, ${formatBytes(example.cut.bytes)}`)])
  return [...lines, []]
}
