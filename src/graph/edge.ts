/**
 * An edge of the heap is one u32: the row of the SV at its other end, and in the two top bits its class. Thirty bits of
 * row are 2^30 SVs, twenty times what fits into a tab.
 */
export const EdgeClass = {
  /** Counts in the refcount of its target. */ STRONG: 0,
  /** Stored, not counted. */ WEAK: 1,
  /**
   * The value that `local` saved: it is held by the save stack on behalf of its container. pmat concludes it, and then
   * gives it as an answer to every query, also for strong references.
   */ SAVED: 2,
  /** Holds its target together with others, and all of them count once: see held.ts. */ SHARED: 3,
} as const
export type EdgeClass = (typeof EdgeClass)[keyof typeof EdgeClass]

/** A set of edge classes: bit c is set where class c is followed. */
export type ClassMask = number

export const ClassMask = {
  STRONG: 1 << EdgeClass.STRONG,
  WEAK: 1 << EdgeClass.WEAK,
  SAVED: 1 << EdgeClass.SAVED,
  /** What pmat calls strong. */
  STRONG_AND_SAVED: (1 << EdgeClass.STRONG) | (1 << EdgeClass.SAVED),
  /** What holds: all but weak ones. */
  HELD: (1 << EdgeClass.STRONG) | (1 << EdgeClass.SAVED) | (1 << EdgeClass.SHARED),
  ALL: 0b1111,
} as const

/** `word & EDGE_ROW_MASK` is the row. */
export const EDGE_ROW_MASK = 0x3fff_ffff
/** `word >>> EDGE_CLASS_SHIFT` is the class. */
export const EDGE_CLASS_SHIFT = 30

export function edgeWord(row: number, ofClass: EdgeClass): number {
  return ((ofClass << EDGE_CLASS_SHIFT) | row) >>> 0
}

export function edgeRow(word: number): number {
  return word & EDGE_ROW_MASK
}

export function edgeClass(word: number): EdgeClass {
  return (word >>> EDGE_CLASS_SHIFT) as EdgeClass
}

/** Whether an edge is of one of these classes. Hot loops write it out. */
export function isFollowed(word: number, classes: ClassMask): boolean {
  return ((classes >>> (word >>> EDGE_CLASS_SHIFT)) & 1) !== 0
}
