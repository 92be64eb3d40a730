/**
 * Kinds of SV. 1 to 17 are the type codes of the file (13 and 15 never stand in a column: UNDEF is a
 * SCALAR without parts, NO is a BOOL). What follows is concluded after reading: a C_STRUCT has tag
 * 0x7F in the file, pads are ARRAYs that a CODE claims, immortals are not in the heap at all.
 */
export const SvKind = {
  GLOB: 1,
  SCALAR: 2,
  REF: 3,
  ARRAY: 4,
  HASH: 5,
  STASH: 6,
  CODE: 7,
  IO: 8,
  LVALUE: 9,
  REGEXP: 10,
  FORMAT: 11,
  INVLIST: 12,
  BOOL: 14,
  OBJECT: 16,
  CLASS: 17,
  C_STRUCT: 18,
  PAD: 19,
  PADLIST: 20,
  PADNAMES: 21,
  UNKNOWN: 22,
  IMMORTAL_UNDEF: 23,
  IMMORTAL_YES: 24,
  IMMORTAL_NO: 25,
} as const
export type SvKind = (typeof SvKind)[keyof typeof SvKind]

/** Type codes that only the file uses. */
export const FILE_UNDEF = 13
export const FILE_YES = 14
export const FILE_NO = 15
/** Highest type code of the file's SV size table. */
export const FILE_TYPE_MAX = 17
export const TAG_C_STRUCT = 0x7f
export const TAG_EXTENSION = 0x80
export const TAG_META_STRUCT = 0xf0
export const TAG_UNKNOWN = 0xff

/** Bits of the flags column. The low six bits are the file's own flags of that type. */
export const SvFlag = {
  /** SCALAR: integer, integer is unsigned, NV, PV, PV is UTF-8. */
  SCALAR_INTEGER: 0x01,
  SCALAR_UNSIGNED: 0x02,
  SCALAR_NV: 0x04,
  SCALAR_PV: 0x08,
  SCALAR_UTF8: 0x10,
  /** SCALAR: the NV is one that the real tool loses while reading (see perl/nv-quirk). */
  SCALAR_NV_LOST: 0x20,
  REF_WEAK: 0x01,
  /** ARRAY: elements are not counted; list of the weak references to something. */
  ARRAY_UNREAL: 0x01,
  ARRAY_BACKREFS: 0x02,
  /** HASH, STASH, CLASS: something refers to it weakly, so there is a list of backrefs. */
  HASH_BACKREFS: 0x01,
  CODE_CLONE: 0x01,
  CODE_CLONED: 0x02,
  CODE_XSUB: 0x04,
  CODE_WEAKOUTSIDE: 0x08,
  CODE_CVGV_RC: 0x10,
  BOOL_YES: 0x01,
  /** Any kind: has extension records other than magic; has magic. */
  HAS_NOTES: 0x40,
  HAS_MAGIC: 0x80,
} as const

/** Extension record tags. */
export const Ext = {
  MAGIC: 0x80,
  SAVED_SV: 0x81,
  SAVED_AV: 0x82,
  SAVED_HV: 0x83,
  SAVED_AELEM: 0x84,
  SAVED_HELEM: 0x85,
  SAVED_CV: 0x86,
  NOTE: 0x87,
  DEBUG: 0x88,
  PV_SHARED_HEK: 0x89,
  MAGIC_V2: 0x8a,
} as const

/** The name of each file type code, for messages about damage. */
export const FILE_TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'GLOB',
  2: 'SCALAR',
  3: 'REF',
  4: 'ARRAY',
  5: 'HASH',
  6: 'STASH',
  7: 'CODE',
  8: 'IO',
  9: 'LVALUE',
  10: 'REGEXP',
  11: 'FORMAT',
  12: 'INVLIST',
  13: 'UNDEF',
  14: 'YES',
  15: 'NO',
  16: 'OBJECT',
  17: 'CLASS',
  [TAG_C_STRUCT]: 'C_STRUCT',
}
