import { type InrefGraph, inrefGraph } from '../analyses/inref-graph.ts'
import { type TreeEntry, inrefTree } from '../analyses/inref-tree.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { Strength, strengthName } from '../model/strength.ts'
import { type Line, type Span, plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { givenSv } from './given-sv.ts'
import { wantedStrengths } from './refs.ts'
import { identify as declaration } from './shell/declarations/references.ts'

const DEPTH = 10

export const identify: Command<typeof declaration, InrefGraph> = {
  declaration,
  async run({ analyses, slice }, { sv, options }) {
    const { model } = analyses
    const inrefs = await analyses.compatInrefs(slice)
    const graph = inrefGraph(model.heap, inrefs, givenSv(model, sv), {
      strengths: wantedStrengths(options),
      depth: options.depth ?? DEPTH,
      isEliding: !options.no_elide,
    })
    return onePage(graph, [[svSpan(model, graph.start), plain(' is:')], ...treeLines(model, inrefTree(graph))])
  },
}

/** The tree as pmat draws it. */
export function* treeLines(model: Model, entries: Iterable<TreeEntry>): Generator<Line> {
  const indents = [''] // by level
  for (const entry of entries) {
    const { level, isLast } = entry
    indents.length = level + 1
    const branch = entry.kind === 'itself' ? '' : isLast ? '└─' : '├─'
    yield [plain(indents[level] + branch), ...entrySpans(model, entry)]
    indents.push(`${indents[level]}${isLast ? '  ' : '│ '}`)
  }
}

function entrySpans(model: Model, entry: TreeEntry): Span[] {
  switch (entry.kind) {
    case 'root':
      return [...label(entry.strength), plain(entry.name)]
    case 'ref':
      return [...label(entry.strength), plain(`${entry.name} of `), ...referrer(model, entry.from, entry.id)]
    case 'found': {
      // pmat says "circularly" for want of an id too.
      const where = entry.id === null ? plain('circularly') : note(`as *${entry.id}`)
      return [plain(`already found ${entry.isCircular ? 'circularly ' : ''}`), where]
    }
    case 'itself':
      return [plain('itself')]
    case 'not found':
      return [plain('not found')]
    case 'too deep':
      return [plain('not found at this depth')]
  }
}

function referrer(model: Model, row: SvIndex, id: string | null): Span[] {
  const sv = svSpan(model, row)
  return id === null ? [sv, plain(', which is:')] : [sv, plain(', which is ('), note(`*${id}`), plain('):')]
}

function label(strength: Strength): Span[] {
  return strength === Strength.STRONG ? [] : [note(`[${strengthName(strength)}]`), plain(' ')]
}

function note(text: string): Span {
  return { text, kind: 'note' }
}
