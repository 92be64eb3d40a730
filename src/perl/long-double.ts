import { layoutDigits } from './numbers.ts'

/** An NV of a perl built with long doubles: 10 bytes in the file. */
export interface LongDouble {
  /** The nearest double. */
  readonly value: number
  /** Whether the double is the whole value. */
  readonly exact: boolean
  /** The shortest decimal that can only mean this value, at least as good as 15 digits. Laid out as Perl does. */
  readonly text: string
  /** False where the bytes may mean another number: big-endian machines have several formats, and none says which. */
  readonly certain: boolean
}

/** Digits that such a perl prints by default, and the exponent from which on it writes `e+18`. */
const PERL_DIGITS = 18
const FEWEST_DIGITS = 15
/** With so many digits every value of 64 bits has a text of its own, one of 65 too. */
const MOST_DIGITS = 22
const BIAS = 16383
const INFINITE = 0x7fff

/**
 * Decode a field of 10 bytes. Little-endian it is x87's extended format: 64 bits of which the first, the integer
 * bit, is written out, then exponent and sign. Big-endian the same the other way round is tried first, but a file
 * holds the first 10 bytes of whatever a long double is there: where the integer bit is not set they are read as the
 * 68881's format (16 unused bits behind the exponent) or as the front of IEEE's quadruple (integer bit not stored).
 */
export function decodeLongDouble(field: Uint8Array, littleEndian: boolean): LongDouble {
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength)
  const signAndExponent = view.getUint16(littleEndian ? 8 : 0, littleEndian)
  const mantissa = view.getBigUint64(littleEndian ? 0 : 2, littleEndian)
  const sign = signAndExponent >> 15 === 1 ? -1 : 1
  const exponent = signAndExponent & INFINITE
  const isX87 = exponent === 0 || mantissa >> 63n === 1n
  const certain = littleEndian && isX87
  if (exponent === INFINITE) return special(sign, mantissa, certain)
  if (littleEndian || isX87) return finite(sign, mantissa, Math.max(exponent, 1) - BIAS - 63, certain)
  const skipsGap = mantissa >> 47n === 1n
  if (skipsGap) return finite(sign, mantissa, exponent - BIAS - 47, certain)
  return finite(sign, mantissa | (1n << 64n), exponent - BIAS - 64, certain)
}

function special(sign: number, mantissa: bigint, certain: boolean): LongDouble {
  const isInfinite = BigInt.asUintN(63, mantissa) === 0n
  if (!isInfinite) return { value: Number.NaN, exact: true, text: 'NaN', certain }
  return { value: sign * Number.POSITIVE_INFINITY, exact: true, text: sign < 0 ? '-Inf' : 'Inf', certain }
}

/** sign × mantissa × 2^power */
function finite(sign: number, mantissa: bigint, power: number, certain: boolean): LongDouble {
  if (mantissa === 0n) return { value: sign < 0 ? -0 : 0, exact: true, text: '0', certain }
  const { value, exact } = nearestDouble(mantissa, power)
  return { value: sign * value, exact, text: (sign < 0 ? '-' : '') + shortestText(mantissa, power), certain }
}

/** Rounded to 53 bits, or to the fewer that a subnormal has; ties to even. */
function nearestDouble(mantissa: bigint, power: number): { value: number; exact: boolean } {
  const bits = bitLength(mantissa)
  const dropped = Math.max(0, bits - Math.min(53, bits + power + 1074))
  const { quotient, isExact } = roundedQuotient(mantissa, 1n << BigInt(dropped))
  const value = Number(quotient) * 2 ** (power + dropped)
  return { value, exact: isExact && Number.isFinite(value) }
}

/** The division rounded to the nearest integer, ties to even. */
function roundedQuotient(numerator: bigint, denominator: bigint): { quotient: bigint; isExact: boolean } {
  const quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  return { quotient: up ? quotient + 1n : quotient, isExact: twice === 0n }
}

function shortestText(mantissa: bigint, power: number): string {
  for (let count = FEWEST_DIGITS; ; count++) {
    const { digits, exponent } = decimalDigits(mantissa, power, count)
    if (count < MOST_DIGITS && !meansOnly(digits, exponent - count + 1, mantissa, power)) continue
    return layoutDigits(String(digits).replace(/0+$/, ''), exponent, PERL_DIGITS)
  }
}

/** The first `count` significant digits of mantissa × 2^power, rounded, and the decimal exponent of the first. */
function decimalDigits(mantissa: bigint, power: number, count: number): { digits: bigint; exponent: number } {
  const limit = 10n ** BigInt(count)
  let exponent = Math.floor((bitLength(mantissa) - 1 + power) * Math.log10(2)) - 1 // never too high
  for (;;) {
    const { up, down } = scales(count - 1 - exponent, power)
    const { quotient } = roundedQuotient(mantissa * up, down)
    if (quotient < limit) return { digits: quotient, exponent }
    exponent++
  }
}

/** Whether digits × 10^tens lies nearer to mantissa × 2^power than to any other mantissa's value. */
function meansOnly(digits: bigint, tens: number, mantissa: bigint, power: number): boolean {
  const { up, down } = scales(-tens, power)
  const error = digits * down - mantissa * up
  const isPowerOfTwo = (mantissa & (mantissa - 1n)) === 0n // the neighbour below it is half as far away
  return error < 0n ? -error * (isPowerOfTwo ? 4n : 2n) < up : error * 2n < up
}

/** 10^tens × 2^power as a fraction. */
function scales(tens: number, power: number): { up: bigint; down: bigint } {
  const up = (10n ** BigInt(Math.max(tens, 0))) << BigInt(Math.max(power, 0))
  const down = (10n ** BigInt(Math.max(-tens, 0))) << BigInt(Math.max(-power, 0))
  return { up, down }
}

function bitLength(integer: bigint): number {
  return integer.toString(2).length
}
