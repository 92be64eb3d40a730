import { quoteBytes } from './quote.ts'
import { decodeLatin1 } from './utf8.ts'

/**
 * A hash key in braces: bare if it is an identifier, else quoted, never cut. As in pmat, whose pattern ends in `$`,
 * an identifier may have one newline behind it, which is then printed as it is.
 */
export function formatKey(key: Uint8Array): string {
  return isIdentifier(key) ? `{${decodeLatin1(key)}}` : `{${quoteBytes(key)}}`
}

/** A key of a stash, as `values` alone shows it: `{^W}` for the control character of `$^W`. */
export function formatStashKey(key: Uint8Array): string {
  if (key.length > 0 && key[0] < 0x20 && areWordBytes(key, 1)) return `{${caretName(decodeLatin1(key))}}`
  return formatKey(key)
}

/** An index of an array. */
export function formatIndex(index: number): string {
  return `[${index}]`
}

/** A symbol's name, its first character as `^W` if it is a control character. */
export function caretName(name: string): string {
  const first = name.charCodeAt(0)
  return first < 0x20 ? `^${String.fromCharCode(first + 0x40)}${name.slice(1)}` : name
}

function isIdentifier(key: Uint8Array): boolean {
  return key.length > 0 && isWordByte(key[0]) && !isDigit(key[0]) && areWordBytes(key, 1)
}

/** From `start` on only letters, digits and `_`, but for a newline at the end. */
function areWordBytes(key: Uint8Array, start: number): boolean {
  const end = key.length > start && key[key.length - 1] === 0x0a ? key.length - 1 : key.length
  for (let i = start; i < end; i++) if (!isWordByte(key[i])) return false
  return true
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function isWordByte(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f
}
