/**
 * Reads of single fields from a DataView. Widths come from the Layout; nothing is aligned. Where a field stands is worked
 * out before the view is asked: V8 makes an instruction of `view.getUint32(at)`, but a call of what has a choice in its
 * arguments.
 */

/** A STR whose length field is all ones: Perl's undef, not the empty string. */
export const UNDEF_LENGTH = -1

/** More bytes than any process had in one piece: a length above it is not a length. */
export const ABSURD_BYTES = 2 ** 40

/**
 * A UINT as a number: exact below 2^53, which every count and length of a file that fits on a disk is. Nearly all are
 * below 2^32, and stay integers to the compiler: that is worth more than the branch.
 */
export function readUint(view: DataView, at: number, littleEndian: boolean, uintBytes: number): number {
  const first = view.getUint32(at, littleEndian)
  if (uintBytes === 4) return first
  const second = view.getUint32(at + 4, littleEndian)
  if (littleEndian) return second === 0 ? first : second * 0x1_0000_0000 + first
  return first === 0 ? second : first * 0x1_0000_0000 + second
}

/** The length field of a STR, or UNDEF_LENGTH. */
export function readLength(view: DataView, at: number, littleEndian: boolean, uintBytes: number): number {
  const first = view.getUint32(at, littleEndian)
  if (uintBytes === 4) return first === 0xffff_ffff ? UNDEF_LENGTH : first
  const second = view.getUint32(at + 4, littleEndian)
  if (first === 0xffff_ffff && second === 0xffff_ffff) return UNDEF_LENGTH
  if (littleEndian) return second === 0 ? first : second * 0x1_0000_0000 + first
  return first === 0 ? second : first * 0x1_0000_0000 + second
}

/** Position behind the STR at `at`. */
export function behindStr(view: DataView, at: number, littleEndian: boolean, uintBytes: number): number {
  const length = readLength(view, at, littleEndian, uintBytes)
  return at + uintBytes + (length === UNDEF_LENGTH ? 0 : length)
}

/** The lower 32 bits of a field of 4 or 8 bytes. */
export function readLo(view: DataView, at: number, littleEndian: boolean, bytes: number): number {
  const lowAt = littleEndian || bytes === 4 ? at : at + 4
  return view.getUint32(lowAt, littleEndian)
}

/** The upper 32 bits of a field of 4 or 8 bytes; 0 for 4. */
export function readHi(view: DataView, at: number, littleEndian: boolean, bytes: number): number {
  if (bytes === 4) return 0
  const highAt = littleEndian ? at + 4 : at
  return view.getUint32(highAt, littleEndian)
}
