import type { Slice } from '../base/slice.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { ClassMask } from '../graph/edge.ts'
import { independentPaths } from '../graph/paths.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { PerlStep } from '../model/perl-step.ts'

/** A way from a root to an SV. */
export interface RootPath {
  /** In Perl syntax, from the last name on the way. */
  readonly text: string
  /** From the root to the SV, and the steps between: one fewer. */
  readonly rows: readonly SvIndex[]
  readonly steps: readonly PerlStep[]
}

/** Independent ways from the roots to an SV, shortest first, none through the ignored SVs. See independentPaths. */
export async function rootPaths(
  analyses: Analyses,
  row: SvIndex,
  count: number,
  ignored: Iterable<SvIndex>,
  slice: Slice,
): Promise<RootPath[]> {
  const { holding, heap } = analyses
  const { paths, inrefs } = await analyses.evidence.ground(slice)
  const { roots } = await holding.held(slice)
  const isRoot = new Uint8Array(heap.svs.numRows)
  for (const root of roots) isRoot[root] = 1
  const found = await independentPaths(row, inrefs, isRoot, { count, classes: ClassMask.HELD, ignored }, slice)
  return found.map((rows) => {
    const steps = rows.slice(1).map((held, i) => paths.stepBetween(rows[i], held))
    let start = 0
    for (let i = rows.length - 1; i >= 0 && start === 0; i--) {
      const name = paths.nameOf(rows[i])
      const isLexical = name?.kind === 'lexical' && i > 0 && heap.svs.kind[rows[i - 1]] === SvKind.PAD
      if (name?.kind === 'symbol' || isLexical) start = i
    }
    return { text: paths.along(rows.slice(start)).text, rows, steps }
  })
}
