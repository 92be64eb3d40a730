import type { ClosureGroup } from '../analyses/closures.ts'
import { shapeMembers } from '../analyses/shape-members.ts'
import { type Shapes, shapeName } from '../analyses/shapes.ts'
import { svSpan } from '../model/describe.ts'
import { place } from '../model/perl-step.ts'
import { formatBytes } from '../perl/numbers.ts'
import { plain, type Span } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, inPages } from './command.ts'
import { inChunks } from './lines-in-pages.ts'
import { closures as closuresDeclaration, shapes as shapesDeclaration } from './shell/declarations/leaks.ts'

const COUNT = 25

const value = (text: string): Span => ({ text, kind: 'value' })

/** Hashes by their keys, arrays by their pattern; most retained first. */
export const shapes: Command<typeof shapesDeclaration, Shapes> = {
  declaration: shapesDeclaration,
  async run({ analyses, slice }, { options }) {
    const found = await analyses.evidence.shapes(slice)
    const { retainedBy } = await analyses.evidence.ground(slice)
    const { offsets, targets } = shapeMembers(found)
    const ranked = found.shapes
      .map((shape, i) => ({ shape, retained: retainedBy(targets.subarray(offsets[i], offsets[i + 1])) }))
      .sort((a, b) => b.retained - a.retained || a.shape.example - b.shape.example)
    const pages = inChunks(ranked, options.count ?? COUNT, (chunk) =>
      formatTable(
        chunk.map(({ shape, retained }) => [
          [value(shape.count.toLocaleString('en'))],
          [value(formatBytes(shape.bytes))],
          [value(formatBytes(retained))],
          [{ text: shapeName(analyses.model, shape), kind: 'symbol' }],
          [svSpan(analyses.model, shape.example)],
        ]),
        {
          headings: ['Count', 'Bytes', 'Retained', 'Shape', 'Example'],
          align: ['right', 'right', 'right'],
          separator: '  ',
          indent: 2,
        },
      ),
    )
    return inPages(found, pages)
  },
}

/** Closures by where they were written; most retained first. */
export const closures: Command<typeof closuresDeclaration, readonly ClosureGroup[]> = {
  declaration: closuresDeclaration,
  async run({ analyses, slice }, { options }) {
    const groups = await analyses.evidence.closures(slice)
    const pages = inChunks(groups, options.count ?? COUNT, (chunk) =>
      formatTable(
        chunk.map(({ name, file, line, rows, retained, onCycle, captures }) => [
          [value(rows.length.toLocaleString('en'))],
          [value(formatBytes(retained))],
          [value(onCycle.toLocaleString('en'))],
          [{ text: file === null ? name : place(file, line), kind: 'symbol' }],
          [plain(captures.map((capture) => `${capture.name} ${formatBytes(capture.retained)}`).join(', '))],
          [svSpan(analyses.model, rows[0])],
        ]),
        {
          headings: ['Count', 'Retained', 'On a cycle', 'Written at', 'Captured', 'Example'],
          align: ['right', 'right', 'right'],
          separator: '  ',
          indent: 2,
        },
      ),
    )
    return inPages(groups, pages)
  },
}
