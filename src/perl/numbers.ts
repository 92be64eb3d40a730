/** Numbers as Perl and pmat write them. 64-bit values come as two unsigned halves, because doubles end at 2^53. */

export { formatBytes } from '../base/format-bytes.ts'

const TWO_32 = 0x1_0000_0000
/** High halves below this leave the whole value below 2^53. */
const EXACT_HI = 0x20_0000

/** An address, as C's `%#x` writes it: `0x55e8`, and `0` for NULL. */
export function formatHex(hi: number, lo: number): string {
  if (hi !== 0) return `0x${(hi >>> 0).toString(16)}${(lo >>> 0).toString(16).padStart(8, '0')}`
  return lo === 0 ? '0' : `0x${(lo >>> 0).toString(16)}`
}

/** The 64 bits as an unsigned integer. */
export function formatUnsigned(hi: number, lo: number): string {
  const high = hi >>> 0
  if (high < EXACT_HI) return String(high * TWO_32 + (lo >>> 0))
  return String((BigInt(high) << 32n) | BigInt(lo >>> 0))
}

/** The 64 bits as a two's complement integer. */
export function formatSigned(hi: number, lo: number): string {
  if (hi >>> 31 === 0) return formatUnsigned(hi, lo)
  const borrow = lo === 0 ? 0 : 1
  return `-${formatUnsigned(~hi + (1 - borrow), -lo)}`
}

/** Perl's default text of an NV: C's `%.15g`, except that both zeros are `0`. */
export function formatNv(nv: number): string {
  if (Number.isNaN(nv)) return 'NaN'
  if (nv === 0) return '0'
  if (!Number.isFinite(nv)) return nv > 0 ? 'Inf' : '-Inf'
  const { digits, exponent } = roundToDigits(Math.abs(nv))
  return (nv < 0 ? '-' : '') + layoutDigits(digits, exponent, NV_DIGITS)
}

/** Significant digits, the first of which counts 10^`exponent`, laid out like C's `%g` with that precision. */
export function layoutDigits(digits: string, exponent: number, precision: number): string {
  if (exponent < -4 || exponent >= precision) return exponential(digits, exponent)
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

const NV_DIGITS = 15

/**
 * The significant digits, trailing zeros removed, and the decimal exponent of the first one.
 * JavaScript rounds a tie up and C rounds it to even, so ties are rounded here.
 */
function roundToDigits(positive: number): { digits: string; exponent: number } {
  let [mantissa, exponent] = positive.toExponential(NV_DIGITS - 1).split('e')
  const [longer, sameExponent] = positive.toExponential(NV_DIGITS + 1).split('e')
  if (longer.endsWith('50') && isTie(positive) && '02468'.includes(longer[NV_DIGITS])) {
    mantissa = longer.slice(0, -2)
    exponent = sameExponent
  }
  return { digits: mantissa.replace('.', '').replace(/0+$/, ''), exponent: Number(exponent) }
}

/** Whether nothing follows the 5 behind the last digit. No double comes closer to a tie than 45 digits show. */
function isTie(positive: number): boolean {
  return /^50+e/.test(positive.toExponential(60).slice(NV_DIGITS + 1))
}

function exponential(digits: string, exponent: number): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
