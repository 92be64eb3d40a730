import { hexValue, isCanonicalNumber, numify } from '../perl/numify.ts'

/**
 * The addresses that a word may mean, the likeliest first; none if it is no number. As in pmat that is hex behind
 * `0x` (where garbage counts as 0), else a number as Perl writes it, so decimal. Beyond pmat, hex without `0x`.
 * Root names and symbols are for whoever asks to try before.
 */
export function addressesIn(word: string): readonly bigint[] {
  if (word.startsWith('0x')) return [BigInt.asUintN(64, hexValue(word.slice(2)))]
  const asHex = /^[0-9a-fA-F]{1,16}$/.test(word) ? [hexValue(word)] : []
  const { value, integer } = numify(word)
  if (!isCanonicalNumber(word) || !Number.isFinite(value)) return asHex
  return [BigInt.asUintN(64, integer ?? BigInt(Math.trunc(value))), ...asHex]
}
