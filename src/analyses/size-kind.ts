import type { ByteColumn } from '../base/byte-column.ts'
import type { Slice } from '../base/slice.ts'
import type { Bytes } from '../columns/sv-table.ts'
import type { Analyses } from './analyses.ts'

/** Which size of an SV is meant: its own, with its parts, or with all that it alone holds. */
export type SizeKind = 'sv' | 'structure' | 'owned'

/** Row -> Bytes of that kind. For the SV size also the immortals' rows, which are 0. */
export function sizesOf(analyses: Analyses, kind: SizeKind, slice: Slice): Promise<ByteColumn> {
  if (kind === 'owned') return analyses.ownedSizes(slice)
  return kind === 'structure' ? analyses.structureSizes(slice) : Promise.resolve(analyses.heap.svs.size)
}

export interface SvSizes {
  readonly sv: Bytes
  readonly structure: Bytes
  readonly owned: Bytes
}
