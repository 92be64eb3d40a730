/**
 * A set of characters: the inclusive ranges lo, hi, lo, hi ... ascending, with a gap between any two.
 * Characters are bytes (0 to 255) or code points; Perl allows them past Unicode's end.
 */
export type CharSet = readonly number[]

export const MAX_CODE_POINT = 0x7fffffff
export const NO_CHARS: CharSet = []
export const ALL_CHARS: CharSet = [0, MAX_CODE_POINT]

/** The set of these ranges, which may overlap and come in any order. */
export function charSet(...bounds: readonly number[]): CharSet {
  return normalize(bounds)
}

export function union(...sets: readonly CharSet[]): CharSet {
  const filled = sets.filter((set) => set.length > 0)
  if (filled.length === 2) return merge(filled[0], filled[1])
  return filled.length === 1 ? filled[0] : normalize(filled.flat())
}

function merge(a: CharSet, b: CharSet): CharSet {
  const result: number[] = []
  let last = -2 // end of the last range
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const isFromA = j >= b.length || (i < a.length && a[i] <= b[j])
    const lo = isFromA ? a[i] : b[j]
    const hi = isFromA ? a[i + 1] : b[j + 1]
    if (isFromA) i += 2
    else j += 2
    if (lo > last + 1) result.push(lo, hi)
    else if (hi > last) result[result.length - 1] = hi
    last = Math.max(last, hi)
  }
  return result
}

export function complement(set: CharSet): CharSet {
  const result: number[] = []
  let next = 0
  for (let i = 0; i < set.length; i += 2) {
    if (set[i] > next) result.push(next, set[i] - 1)
    next = set[i + 1] + 1
  }
  if (next <= MAX_CODE_POINT) result.push(next, MAX_CODE_POINT)
  return result
}

export function intersection(a: CharSet, b: CharSet): CharSet {
  const result: number[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const lo = Math.max(a[i], b[j])
    const hi = Math.min(a[i + 1], b[j + 1])
    if (lo <= hi) result.push(lo, hi)
    if (a[i + 1] < b[j + 1]) i += 2
    else j += 2
  }
  return result
}

export function disjoint(a: CharSet, b: CharSet): boolean {
  return intersection(a, b).length === 0
}

export function hasChar(set: CharSet, char: number): boolean {
  let lo = 0
  let hi = set.length / 2
  while (lo < hi) {
    const middle = (lo + hi) >> 1
    if (set[2 * middle + 1] < char) lo = middle + 1
    else hi = middle
  }
  return 2 * lo < set.length && set[2 * lo] <= char
}

export function sameSet(a: CharSet, b: CharSet): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i])
}

/** How many characters are in it. */
export function sizeOfSet(set: CharSet): number {
  let size = 0
  for (let i = 0; i < set.length; i += 2) size += set[i + 1] - set[i] + 1
  return size
}

function normalize(bounds: readonly number[]): CharSet {
  const order: number[] = []
  for (let i = 0; i < bounds.length; i += 2) order.push(i)
  order.sort((a, b) => bounds[a] - bounds[b])
  const result: number[] = []
  for (const i of order) {
    const last = result.length - 1
    if (last > 0 && bounds[i] <= result[last] + 1) result[last] = Math.max(result[last], bounds[i + 1])
    else result.push(bounds[i], bounds[i + 1])
  }
  return result
}
