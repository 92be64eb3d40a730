/** How firmly a reference holds its referent. Bits, so that a query is a set of them. */
export const Strength = {
  /** Counts in the referent's refcount. */
  STRONG: 1,
  /** Stored, not counted. */
  WEAK: 2,
  /** Seen through an RV that stands in between. */
  INDIRECT: 4,
  /** Stored nowhere; concluded from the structure around. */
  INFERRED: 8,
} as const
export type Strength = (typeof Strength)[keyof typeof Strength]

/** Sets of strengths that queries ask for. */
export const StrengthSet = { STRONG: 1, DIRECT: 3, ALL: 15 } as const
export type StrengthSet = (typeof StrengthSet)[keyof typeof StrengthSet]

/** The mark of a strength in listings. */
export function strengthMark(strength: Strength): string {
  return strength === Strength.STRONG
    ? 's'
    : strength === Strength.WEAK
      ? 'w'
      : strength === Strength.INDIRECT
        ? 'i'
        : '~'
}

export function strengthName(strength: Strength): 'strong' | 'weak' | 'indirect' | 'inferred' {
  return strength === Strength.STRONG
    ? 'strong'
    : strength === Strength.WEAK
      ? 'weak'
      : strength === Strength.INDIRECT
        ? 'indirect'
        : 'inferred'
}
