import type { SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import { formatBytes } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { givenSv } from './given-sv.ts'
import { dominators as declaration } from './shell/declarations/leaks.ts'

/** What lies on every path to an SV, from the top down to itself. */
export interface DominatorChain {
  /** Nodes: rows, and beyond these lost cycles. */
  readonly nodes: readonly number[]
}

const TOPS = ['the roots hold', 'only what is held from outside holds', 'nothing holds'] as const

export const dominators: Command<typeof declaration, DominatorChain> = {
  declaration,
  async run({ analyses, slice }, { sv }) {
    const { model, heap } = analyses
    const row = givenSv(model, sv)
    const { idom, retained, paths, reach } = await analyses.evidence.ground(slice)
    const nodes: number[] = []
    for (let node: number = row; node >= 0; node = idom[node]) nodes.push(node)
    nodes.reverse()
    const label = (node: SvIndex, i: number): string => {
      const name = paths.nameOf(node)
      if (name?.kind === 'symbol' || name?.kind === 'root' || i === 0) return name?.name ?? ''
      const before = nodes[i - 1]
      const step = before < heap.svs.numRows ? paths.stepBetween(before, node) : null
      return step && 'text' in step && step.text !== '?' ? step.text : (name?.name ?? '')
    }
    const lines = nodes.map((node, i): Line => {
      const size = { text: formatBytes(retained[node]), kind: 'value' as const }
      const indent = plain('  '.repeat(i + 1))
      if (node >= heap.svs.numRows) return [indent, plain('a lost cycle: retains '), size]
      const text = label(node, i)
      return [
        indent,
        ...(text === '' ? [] : [{ text, kind: 'symbol' as const }, plain(' ')]),
        svSpan(model, node),
        plain(': retains '),
        size,
      ]
    })
    return onePage({ nodes }, [[plain(`${TOPS[reach[row]]}:`)], ...lines])
  },
}
