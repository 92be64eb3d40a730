import type { Slice } from '../../base/slice.ts'
import type { SvIndex } from '../../columns/sv-table.ts'
import type { DataColumns } from '../data-table.ts'
import type { Span } from '../../perl/span.ts'
import { SvKind } from '../../reader/sv-types.ts'

/** A condition of `find`. */
export interface Filter {
  /** The kinds of SV among which it finds anything; null = all. */
  readonly kinds: readonly SvKind[] | null
  /** SvFlags of these kinds of which an SV must have any, or nothing is found. */
  readonly anyFlag?: number
  /** What it finds for an SV may be another one. */
  readonly findsOther?: true
  /** All that it accepts, ascending, if there is a quicker way than one by one; for filters that find the SV itself. */
  findAll?(slice: Slice): Promise<Uint32Array | null>
  /** Keeps, in place, those of rows[0, length) that it accepts, and answers how many: quicker than one by one. */
  narrow?(rows: Uint32Array, length: number): number
  /** What is found for an SV: that SV itself, unless `findsOther`. NO_SV = nothing. */
  accept(row: SvIndex): SvIndex
  /** What the answer says about an SV that was accepted. */
  spansOf(row: SvIndex): Span[]
  /** The same for `export`, if it is more than one text: columns by their names. */
  readonly columns?: DataColumns<SvIndex>
}

/** What a search has cost since it last let messages in. Filters that do more than look at an SV add to it. */
export interface Meter {
  steps: number
}

/**
 * A quirk of pmat's that is kept: it takes what a filter says of a hit for a truth value, so one that says just `0` is
 * none. Zeros are not found by `num`, nor by `blessed` what is in a package of that name.
 */
export function countsAsMiss(text: string): boolean {
  return text === '0'
}
