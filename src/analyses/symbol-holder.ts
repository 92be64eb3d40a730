import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import type { Model } from '../model/model.ts'
import { isStash } from '../model/names.ts'

/**
 * Whether an SV stands in the symbol table under its name: the GLOB that names it does.
 *
 * @param inrefs the held graph turned around
 */
export function hasName(model: Model, inrefs: Csr, row: SvIndex): boolean {
  const glob = relatedTo(model.heap.data.globs, row)
  return glob !== NO_SV && isInSymbolTable(model, inrefs, glob)
}

/** Whether a package holds a GLOB. One made by `gensym` or `open my $fh` has a name too, but no package does. */
export function isInSymbolTable({ heap }: Model, { offsets, targets: sources }: Csr, glob: SvIndex): boolean {
  for (let e = offsets[glob]; e < offsets[glob + 1]; e++) if (isStash(heap, sources[e] & EDGE_ROW_MASK)) return true
  return false
}
