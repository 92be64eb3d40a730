import type { ByteColumn } from '../base/byte-column.ts'
import type { Slice } from '../base/slice.ts'
import type { Components } from '../graph/components.ts'
import type { Csr } from '../graph/csr.ts'
import type { HeldGraph } from '../graph/held.ts'
import type { PreorderGraph } from '../graph/preorder.ts'
import { retainedInTree } from '../graph/retained.ts'
import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import type { Analyses } from './analyses.ts'
import { OwnerPatterns } from './owner-pattern.ts'
import { PerlPaths } from './perl-path.ts'
import type { RefcountAudit } from './refcount-audit.ts'

/** What all findings stand on: who holds whom, in all its forms, ready to be asked. */
export interface Ground {
  readonly held: HeldGraph
  readonly inrefs: Csr
  readonly audit: RefcountAudit
  /** Reach -> nodes before those of that part; the last element is the number of nodes. */
  readonly starts: PreorderGraph['starts']
  /** Row -> Reach. */
  readonly reach: Uint8Array
  /** Node -> immediate dominator or SuperRoot. */
  readonly idom: Int32Array
  /** Node -> retained size. */
  readonly retained: ByteColumn
  readonly tree: Csr
  readonly cycles: Components
  readonly paths: PerlPaths
  readonly patterns: OwnerPatterns
  /** What surely goes with all these SVs, counted once: see retainedInTree. */
  readonly retainedBy: (rows: ArrayLike<SvIndex>) => Bytes
}

export function groundOf(analyses: Analyses, slice: Slice): Promise<Ground> {
  return analyses.stage('ground', async () => {
    const { holding, model } = analyses
    const held = await holding.held(slice)
    const audit = await holding.audit(slice)
    const { starts } = await holding.graph(slice)
    const reach = await holding.reach(slice)
    const idom = await holding.dominators(slice)
    const retained = await holding.retained(slice)
    const tree = await holding.tree(slice)
    const cycles = await holding.cycles(slice)
    const inrefs = await holding.inrefs(slice)
    const scratch = new Uint8Array(idom.length)
    return {
      held,
      inrefs,
      audit,
      starts,
      reach,
      idom,
      retained,
      tree,
      cycles,
      paths: new PerlPaths(model, inrefs, reach, audit.outside),
      patterns: new OwnerPatterns(model, inrefs),
      retainedBy: (rows) => retainedInTree(rows, idom, retained, scratch),
    }
  })
}
