/** Bytes by row: u32 where that holds all of them, which is half the memory; doubles, exact to 2^53, where it does not. */
export type ByteColumn<Buffer extends ArrayBufferLike = ArrayBufferLike> = Uint32Array<Buffer> | Float64Array<Buffer>

/** The first number of bytes that an element of a u32 column cannot hold. */
export const U32_LIMIT = 0x1_0000_0000

/** A column that was worked out in doubles, as it is kept. O(rows). */
export function packedBytes(column: Float64Array<ArrayBuffer>): ByteColumn {
  for (let row = 0; row < column.length; row++) if (column[row] >= U32_LIMIT) return column
  return Uint32Array.from(column)
}

/** The same the other way, with room for `length` rows: to add up in. */
export function unpackedBytes(column: ByteColumn, length: number): Float64Array<ArrayBuffer> {
  const doubles = new Float64Array(length)
  doubles.set(column.length > length ? column.subarray(0, length) : column)
  return doubles
}
