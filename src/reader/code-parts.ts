import type { Layout } from './layout.ts'

/** Parts that follow the fixed fields and strings of a CODE, each behind a byte that says what it is. */
export const CodePart = {
  END: 0,
  CONSTANT: 1,
  CONSTANT_SLOT: 2,
  GLOB: 3,
  GLOB_SLOT: 4,
  /** The slot, then a STR, then the package that the name belongs to. */
  PADNAME: 5,
  /** Written by nobody. */
  PAD_SLOT: 6,
  PADNAMES: 7,
  PAD: 8,
  PADNAME_FLAGS: 9,
  PADNAME_FIELD: 10,
} as const

/** Bytes of each part behind that byte, of a PADNAME those before its STR; -1 = there is no such part. */
export function codePartBytes({ uintBytes, ptrBytes }: Layout): Int32Array {
  const bytes = new Int32Array(256).fill(-1)
  bytes[CodePart.END] = 0
  bytes[CodePart.CONSTANT] = bytes[CodePart.GLOB] = bytes[CodePart.PADNAMES] = ptrBytes
  bytes[CodePart.CONSTANT_SLOT] = bytes[CodePart.GLOB_SLOT] = bytes[CodePart.PADNAME] = uintBytes
  bytes[CodePart.PAD_SLOT] = bytes[CodePart.PADNAME_FIELD] = 2 * uintBytes + ptrBytes
  bytes[CodePart.PAD] = uintBytes + ptrBytes
  bytes[CodePart.PADNAME_FLAGS] = uintBytes + 1
  return bytes
}

/** Bytes behind the STR of a PADNAME: writers of minor 0 left the package out. */
export function padnameTail({ minor, ptrBytes }: Layout): number {
  return minor === 0 ? 0 : ptrBytes
}
