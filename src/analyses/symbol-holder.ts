import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import type { Model } from '../model/model.ts'
import { isStash } from '../model/names.ts'
import { SvKind } from '../reader/sv-types.ts'

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

/** Whether a package holds a sub by a reference, without a GLOB, as perls do from 5.22 on. */
export function isNamedSub({ heap }: Model, { offsets, targets: sources }: Csr, sub: SvIndex): boolean {
  const { kind } = heap.svs
  if (kind[sub] !== SvKind.CODE) return false
  for (let e = offsets[sub]; e < offsets[sub + 1]; e++) {
    const rv = sources[e] & EDGE_ROW_MASK
    if (kind[rv] !== SvKind.REF) continue
    for (let i = offsets[rv]; i < offsets[rv + 1]; i++) if (isStash(heap, sources[i] & EDGE_ROW_MASK)) return true
  }
  return false
}
