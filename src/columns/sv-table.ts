import type { ByteColumn } from '../base/byte-column.ts'
/** Row number in SvTable. Rows ascend by address. -1 = no such SV. */
export type SvIndex = number
/** Bytes in the dumped process, not in this page. */
export type Bytes = number

/** No SV: the referent of a pointer that is NULL or leads to nothing in the heap. */
export const NO_SV = -1

/**
 * One row per SV of the heap, then three for the immortals (undef, yes, no), which are outside the heap and in nobody's
 * count or size. Every column has `numRows` elements.
 */
export interface SvTable {
  /** SVs of the heap: rows below are SVs, the three from here on are the immortals. */
  readonly numSvs: number
  readonly numRows: number
  /** SvKind. */
  readonly kind: Uint8Array<ArrayBuffer>
  /** SvFlag. */
  readonly flags: Uint8Array<ArrayBuffer>
  /** As Perl counted, so references held by C code are in it. */
  readonly refcount: Uint32Array<ArrayBuffer>
  /** Bytes of the SV itself, nothing that it refers to. */
  readonly size: ByteColumn<ArrayBuffer>
  /** SvIndex of the package that it is blessed into; NO_SV = not blessed, or into something that is not there. */
  readonly blessed: Int32Array<ArrayBuffer>
  /** Byte of the dump at which its record starts; u32 for every dump below 4 GiB. 0 for immortals. */
  readonly offset: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
}

/**
 * Extension records, ordered by the row of their SV, those of one SV in file order: magic, saved values, notes, where an
 * SV was made. Found by bisection; an SV's flags say whether it has any.
 */
export interface ExtensionTable {
  readonly row: Int32Array<ArrayBuffer>
  readonly offset: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
}

/** A sorted many-to-one relation of few SVs to other SVs: `to[i]` belongs to `from[i]`, `from` ascends. */
export interface SvRelation {
  readonly from: Int32Array<ArrayBuffer>
  readonly to: Int32Array<ArrayBuffer>
}

/** The partner of a row in a relation, or NO_SV. O(log n). */
export function relatedTo({ from, to }: SvRelation, row: SvIndex): SvIndex {
  const at = lowerBound(from, row)
  return at < from.length && from[at] === row ? to[at] : NO_SV
}

/** First position in an ascending column whose element is not below `row`. */
export function lowerBound(column: Int32Array | Uint32Array, row: SvIndex): number {
  let low = 0
  let high = column.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle] < row) low = middle + 1
    else high = middle
  }
  return low
}

/** Of all claims (from -> to) the last one for each `from`; claims come in any order of `from`. */
export function relationOf(from: readonly number[], to: readonly number[]): SvRelation {
  const order = orderOfRows(Int32Array.from(from)).filter(
    (claim, i, all) => i + 1 === all.length || from[all[i + 1]] !== from[claim],
  )
  return {
    from: Int32Array.from(order, (claim) => from[claim]),
    to: Int32Array.from(order, (claim) => to[claim]),
  }
}

/**
 * Positions of rows, in ascending order of these; equal ones stay in the order they have. By the engine's own sort of
 * numbers, which has nothing to compile first: for what few SVs have. O(n log n).
 */
export function orderOfRows(rows: Int32Array): Uint32Array<ArrayBuffer> {
  const { length } = rows
  const keys = Float64Array.from(rows)
  for (let i = 0; i < length; i++) keys[i] = keys[i] * length + i // exact: there are far fewer than 2^26 of either
  keys.sort()
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = keys[i] % length
  return order
}
