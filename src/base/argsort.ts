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
  let order = new Uint32Array(length)
  let max = 0
  await inBlocks(length, slice, (start, end) => {
    for (let i = start; i < end; i++) {
      order[i] = i
      if (keys[i] > max) max = keys[i]
    }
  })
  const from = isDescending ? max : -1
  let spare = new Uint32Array(length)
  const counts = new Uint32Array(RADIX)
  for (const digit of DIGITS) {
    if (digit.least > max) break
    counts.fill(0)
    await inBlocks(length, slice, (start, end) => countDigits(keys, from, digit, counts, start, end))
    if (!sumUp(counts, length)) continue
    const [source, target] = [order, spare]
    await inBlocks(length, slice, (start, end) => scatter(keys, from, digit, counts, source, target, start, end))
    order = target
    spare = source
  }
  return order
}

async function inBlocks(length: number, slice: Slice, run: (start: number, end: number) => void): Promise<void> {
  for (let start = 0; start < length; start += BLOCK) {
    if (slice.isOver()) await slice.next()
    run(start, Math.min(length, start + BLOCK))
  }
}

const BLOCK = 1 << 18

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

function countDigits(
  keys: ArrayLike<number>,
  max: number,
  digit: Digit,
  counts: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) counts[digitOf(keys[i], max, digit)]++
}

/** From counts to where the numbers of each digit begin; false if all have the same one. */
function sumUp(counts: Uint32Array, length: number): boolean {
  let start = 0
  for (let digit = 0; digit < RADIX; digit++) {
    const count = counts[digit]
    if (count === length) return false
    counts[digit] = start
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
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) into[next[digitOf(keys[order[i]], max, digit)]++] = order[i]
}
