import type { Slice } from './slice.ts'

const DIGIT_BITS = 11
const RADIX = 1 << DIGIT_BITS
const TWO_32 = 2 ** 32

/**
 * Positions of whole numbers in [0, 2^53) in the order of these numbers; equal ones stay in the order of their
 * positions, ascending or not. Radix sort from the lowest digit on, a pass for each 11 bits that differ: O(numbers).
 */
export async function argsort(
  keys: ArrayLike<number>,
  isDescending: boolean,
  slice: Slice,
): Promise<Uint32Array<ArrayBuffer>> {
  const { length } = keys
  let max = 0
  for (let i = 0; i < length; i++) if (keys[i] > max) max = keys[i]
  let order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  let spare = new Uint32Array(length)
  const counts = new Uint32Array(RADIX)
  for (const digit of DIGITS) {
    if (digit.least > max) break
    if (slice.isOver()) await slice.next()
    if (!countDigits(keys, isDescending ? max : -1, digit, counts)) continue
    if (slice.isOver()) await slice.next()
    scatter(keys, isDescending ? max : -1, digit, counts, order, spare)
    const sorted = spare
    spare = order
    order = sorted
  }
  return order
}

/** 11 bits of a number: from bit `shift` of its low or high word on. */
interface Digit {
  readonly isHigh: boolean
  readonly shift: number
  /** The least number in which it is not 0. */
  readonly least: number
}

const DIGITS: readonly Digit[] = [0, 11, 22, 32, 43].map((bit) => ({
  isHigh: bit >= 32,
  shift: bit % 32,
  least: 2 ** bit,
}))

/** The digit of a key, or, when sorting down from `max`, of what it is below that. */
function digitOf(key: number, max: number, { isHigh, shift }: Digit): number {
  const up = max < 0 ? key : max - key
  return ((isHigh ? up / TWO_32 : up) >>> shift) & (RADIX - 1)
}

/** Where the numbers of each digit begin; false if all have the same one. */
function countDigits(keys: ArrayLike<number>, max: number, digit: Digit, counts: Uint32Array): boolean {
  counts.fill(0)
  for (let i = 0; i < keys.length; i++) counts[digitOf(keys[i], max, digit)]++
  let start = 0
  for (let d = 0; d < RADIX; d++) {
    const count = counts[d]
    if (count === keys.length) return false
    counts[d] = start
    start += count
  }
  return true
}

function scatter(
  keys: ArrayLike<number>,
  max: number,
  digit: Digit,
  next: Uint32Array,
  order: Uint32Array,
  into: Uint32Array,
): void {
  for (let i = 0; i < order.length; i++) into[next[digitOf(keys[order[i]], max, digit)]++] = order[i]
}
