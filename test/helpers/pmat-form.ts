/** What the header of a dump says of everything behind it. */
export interface Form {
  readonly minor: 0 | 1 | 2 | 3 | 4 | 5 | 6
  readonly bigEndian: boolean
  /** Bytes of a UINT, of a PTR and of an NV. */
  readonly uint: 4 | 8
  readonly ptr: 4 | 8
  readonly nv: 8 | 10
  readonly ithreads: boolean
  /** `5.36.0` */
  readonly perl: string
  readonly tables: Tables
}

/** Bytes of header, pointers, strings. */
export type Row = readonly [header: number, ptrs: number, strs: number]

/** The size tables, by the names of their rows; each ends where its first missing row is. */
export interface Tables {
  readonly sv: readonly Row[]
  readonly ext: readonly Row[]
  readonly ctx: readonly Row[]
}

/** Rows of the tables in their order; the codes of the file are the positions. */
export const SV_ROWS = [
  'common',
  'GLOB',
  'SCALAR',
  'REF',
  'ARRAY',
  'HASH',
  'STASH',
  'CODE',
  'IO',
  'LVALUE',
  'REGEXP',
  'FORMAT',
  'INVLIST',
  'UNDEF',
  'YES',
  'NO',
  'OBJECT',
  'CLASS',
] as const
export const EXT_ROWS = [
  'MAGIC',
  'SAVED_SV',
  'SAVED_AV',
  'SAVED_HV',
  'SAVED_AELEM',
  'SAVED_HELEM',
  'SAVED_CV',
  'NOTE',
  'DEBUG',
  'PV_SHARED_HEK',
  'MAGIC_V2',
] as const
export type SvRow = (typeof SV_ROWS)[number]
export type ExtRow = (typeof EXT_ROWS)[number]

export type FormOptions = Partial<Omit<Form, 'tables'>> & {
  /** Other rows than the writers of that minor emit. */
  readonly rows?: Partial<Record<SvRow | ExtRow, Row>>
  /** Rows of the tables, where there are more or fewer than that minor has. */
  readonly numSvRows?: number
  readonly numExtRows?: number
  readonly ctx?: readonly Row[]
}

/** Number of SV types and of extensions that writers of a minor know; from minor 4 on the latest of them. */
const NUM_SV_ROWS = [13, 13, 13, 14, 16, 18, 18]
const NUM_EXT_ROWS = [1, 1, 1, 1, 9, 9, 11]

/** A header as writers emit it: of minor 4, 64 bits, little-endian, threaded, perl 5.36.0 where nothing else is said. */
export function formOf(options: FormOptions = {}): Form {
  const { minor = 4, bigEndian = false, uint = 8, ptr = 8, nv = 8, ithreads = true, perl = '5.36.0' } = options
  const sv = svRows(minor, uint, ptr, nv)
  const ext = extRows(minor, uint, ptr)
  const numSvRows = options.numSvRows ?? NUM_SV_ROWS[minor]
  const numExtRows = options.numExtRows ?? NUM_EXT_ROWS[minor]
  const rows = <Name extends SvRow | ExtRow>(count: number, names: readonly Name[], usual: Record<Name, Row>): Row[] =>
    Array.from({ length: count }, (_, i) => options.rows?.[names[i]] ?? usual[names[i]] ?? [0, 0, 0])
  return {
    minor,
    bigEndian,
    uint,
    ptr,
    nv,
    ithreads,
    perl,
    tables: {
      sv: rows(numSvRows, SV_ROWS, sv),
      ext: rows(numExtRows, EXT_ROWS, ext),
      ctx: options.ctx ?? [
        [1 + uint, 0, 1],
        [4, 2, 0],
        [0, 0, 0],
        [0, 1, 0],
      ],
    },
  }
}

function svRows(minor: number, uint: number, ptr: number, nv: number): Record<SvRow, Row> {
  const hek = minor >= 6 ? ptr : 0
  const none: Row = [0, 0, 0]
  return {
    common: [4 + ptr + uint, 1, 0],
    GLOB: [uint + hek, 8, 2],
    SCALAR: [1 + 2 * uint + nv, 1, 1],
    REF: [1, 2, 0],
    ARRAY: [1 + uint, 0, 0],
    HASH: [uint, 1, 0],
    STASH: [uint, 5, 1],
    CODE: minor < 2 ? [1 + uint + ptr, 5, 1] : [5 + uint + ptr + hek, 5, 2],
    IO: minor < 2 ? none : [2 * uint, 3, 0],
    LVALUE: [1 + 2 * uint, 1, 0],
    REGEXP: none,
    FORMAT: none,
    INVLIST: none,
    UNDEF: none,
    YES: none,
    NO: none,
    OBJECT: [uint, 0, 0],
    CLASS: [uint, 6, 1],
  }
}

function extRows(minor: number, uint: number, ptr: number): Record<ExtRow, Row> {
  return {
    MAGIC: [2, minor >= 4 ? 3 : 2, 0],
    SAVED_SV: [0, 1, 0],
    SAVED_AV: [0, 1, 0],
    SAVED_HV: [0, 1, 0],
    SAVED_AELEM: [uint, 1, 0],
    SAVED_HELEM: [0, 2, 0],
    SAVED_CV: [0, 1, 0],
    NOTE: [0, 1, 1],
    DEBUG: [2 * uint, 0, 1],
    PV_SHARED_HEK: [ptr, 0, 0],
    MAGIC_V2: [4 + 2 * uint, 5, 0],
  }
}
