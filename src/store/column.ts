import { checksum } from '../base/checksum.ts'

/** Bytes of a chunk: a transaction holds a few, a cancelled one is over soon, and browsers are fast from 4 MiB on. */
export const CHUNK_BYTES = 8 * 1024 * 1024
/** More than that in one value and some browsers slow down, or refuse it. */
export const MAX_CHUNK_BYTES = 16 * 1024 * 1024

const TYPES = { u8: Uint8Array, i32: Int32Array, u32: Uint32Array, f64: Float64Array } as const
export type ColumnType = keyof typeof TYPES
export type ColumnArray =
  | Uint8Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/** A column as the manifest describes it; its chunks are values of their own. */
export interface StoredColumn {
  readonly name: string
  readonly type: ColumnType
  /** Elements in all. */
  readonly length: number
  readonly chunks: readonly StoredChunk[]
}

export interface StoredChunk {
  /** Elements. */
  readonly length: number
  readonly checksum: number
}

export function columnType(array: ColumnArray): ColumnType {
  if (array instanceof Uint8Array) return 'u8'
  if (array instanceof Int32Array) return 'i32'
  return array instanceof Uint32Array ? 'u32' : 'f64'
}

export function bytesOfType(type: ColumnType): number {
  return TYPES[type].BYTES_PER_ELEMENT
}

/** An array of `length` zeros, to put chunks into. */
export function emptyColumn(type: ColumnType, length: number): ColumnArray {
  return new TYPES[type](length)
}

/**
 * Part of a column as a value to be stored. Storing a view would store the whole buffer behind it, so a part is copied; a
 * column that has its buffer to itself is not.
 */
export function chunkOf<A extends ColumnArray>(array: A, start: number, end: number): A {
  const isWhole = start === 0 && end === array.length && array.byteLength === array.buffer.byteLength
  return isWhole ? array : (array.slice(start, end) as A)
}

/** Whether a value that was loaded is the chunk that was stored. */
export function isChunk(value: unknown, type: ColumnType, { length, checksum: expected }: StoredChunk): boolean {
  return value instanceof TYPES[type] && value.length === length && checksum(value) === expected
}
