import type { Heap } from '../columns/heap.ts'
import { decodeGlob } from '../columns/glob-record.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import type { Csr } from '../graph/csr.ts'
import { place, subName, subPlace } from '../model/perl-step.ts'
import { displayName } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Anchor } from './perl-text.ts'

/** Where a sub was written, nulls where that is not known or there is no sub. */
export function placeOfSub(heap: Heap, sub: SvIndex): { file: string | null; line: number | null } {
  if (sub === NO_SV) return { file: null, line: null }
  const { file, line } = subPlace(heap, sub)
  return { file, line: line === 0 ? null : line }
}

/**
 * What a sub is called; for the code of a file that has run, and that only the subs in it still hold, the file is that of
 * these subs.
 *
 * @param inrefs the held graph turned around
 */
export function titleOfSub(heap: Heap, { offsets, targets: sources }: Csr, sub: SvIndex): string {
  const name = subName(heap, sub)
  if (name !== 'a sub') return name
  for (let e = offsets[sub]; e < offsets[sub + 1]; e++) {
    const inner = sources[e] & EDGE_ROW_MASK
    const { file } = heap.svs.kind[inner] === SvKind.CODE ? subPlace(heap, inner) : { file: null }
    if (file !== null) return `the code of ${place(file, 0)}`
  }
  return name
}

/** Where the name of a path was written: the sub of a lexical; for a package variable the file that mentioned it first. */
export function placeOfAnchor(heap: Heap, { row, sub, kind }: Anchor): { file: string | null; line: number | null } {
  const glob = kind === 'symbol' ? relatedTo(heap.data.globs, row) : NO_SV
  if (glob === NO_SV) return placeOfSub(heap, sub)
  const { file, line } = decodeGlob(heap, glob)
  return { file: file === null ? null : displayName(decodeLatin1(file)), line: line === 0 ? null : line }
}

/** Whether a file is one of perl's own or of an installed module, rather than of the program. */
export function isLibraryFile(file: string | null): boolean {
  return file !== null && /\/(perl5?|perl-base|site_perl|vendor_perl)\//.test(file)
}
