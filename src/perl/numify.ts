import { formatNv } from './numbers.ts'

/** A string's value as a number in Perl. `integer` is there when Perl computes with all of its 64 bits. */
export interface PerlNumber {
  readonly value: number
  readonly integer?: bigint
}

const IV_MIN = -(1n << 63n)
const UV_MAX = (1n << 64n) - 1n

/**
 * What Perl takes a string for where it needs a number: the number at its start, else 0. `12abc` is 12, `0x1f`
 * and `abc` are 0, ` 1e3` is 1000, `nanny` is NaN.
 */
export function numify(text: string): PerlNumber {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+/, '')
  const digits = /^[-+]?\d+(?![\d.eE])/.exec(trimmed) ?? /^[-+]?\d+(?=[eE](?![-+]?\d))/.exec(trimmed)
  if (digits) {
    const integer = BigInt(digits[0].replace('+', ''))
    if (integer >= IV_MIN && integer <= UV_MAX) return { value: Number(integer), integer }
  }
  const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(trimmed)
  if (decimal) return fromDouble(Number(decimal[0]), /e/i.test(decimal[0]))
  const special = /^([-+]?)(inf|nan)/i.exec(trimmed)
  if (!special) return { value: 0, integer: 0n }
  if (special[2].toLowerCase() === 'nan') return { value: Number.NaN }
  return { value: special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY }
}

/** Of the texts that are no plain integers, Perl makes an integer of one with an exponent, if it is one, but not of `2.0`. */
function fromDouble(value: number, hasExponent: boolean): PerlNumber {
  if (!Number.isInteger(value) || !(hasExponent || Math.abs(value) < 1e15)) return { value }
  const integer = BigInt(value)
  return integer >= IV_MIN && integer <= UV_MAX ? { value, integer } : { value }
}

/** Perl's text of the number. */
export function formatPerlNumber({ value, integer }: PerlNumber): string {
  return integer === undefined ? formatNv(value) : String(integer)
}

/** Perl's `==`: exact between integers, else as doubles. */
export function numbersEqual(a: PerlNumber, b: PerlNumber): boolean {
  return a.integer !== undefined && b.integer !== undefined ? a.integer === b.integer : a.value === b.value
}

/** Whether the text is how Perl itself writes its number: `12`, `-1.5`, `Inf`, but not `010`, `1e3` or `0x10`. */
export function isCanonicalNumber(text: string): boolean {
  return formatPerlNumber(numify(text)) === text
}

/** The number behind `0x`, as Perl's `hex` reads it: `_` between digits is skipped, the first other character ends it. */
export function hexValue(digits: string): bigint {
  const [valid] = /^_?(?:[0-9a-f]_?)*/i.exec(digits) ?? ['']
  return BigInt(`0x${valid.replaceAll('_', '') || '0'}`)
}
