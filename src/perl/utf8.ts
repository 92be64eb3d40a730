/** Perl's UTF-8: any code point below 2^53, surrogates too, and its own idea of what is malformed. */

/** Value of a character that is malformed: not continued as its first byte says, cut off, or overlong. */
export const MALFORMED = -1

/** Bytes that a character takes by its first byte. Perl counts characters so, whatever the other bytes are. */
export function nominalLength(firstByte: number): number {
  if (firstByte < 0xc0) return 1
  if (firstByte < 0xe0) return 2
  if (firstByte < 0xf0) return 3
  if (firstByte < 0xf8) return 4
  if (firstByte < 0xfc) return 5
  if (firstByte < 0xfe) return 6
  return firstByte === 0xfe ? 7 : 13
}

/** The smallest code point of each length; less in so many bytes is overlong. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x1_0000, 0x20_0000, 0x400_0000, 0x8000_0000, 0, 0, 0, 0, 0, 2 ** 36]

/** The code point of the character at `at`, or MALFORMED. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]
  if (first < 0x80) return first
  const length = nominalLength(first)
  if (length === 1 || at + length > bytes.length) return MALFORMED
  let code = length < 7 ? first & (0x7f >> length) : 0
  for (let i = at + 1; i < at + length; i++) {
    if ((bytes[i] & 0xc0) !== 0x80) return MALFORMED
    code = code * 64 + (bytes[i] & 0x3f)
  }
  return code < SMALLEST[length] || code > Number.MAX_SAFE_INTEGER ? MALFORMED : code
}

/** Bytes that a character really takes: if it is malformed, its first byte and what continues it. */
export function charLength(bytes: Uint8Array, at: number): number {
  const end = Math.min(at + nominalLength(bytes[at]), bytes.length)
  let next = at + 1
  while (next < end && (bytes[next] & 0xc0) === 0x80) next++
  return next - at
}

/**
 * Bytes of the first `maxChars` characters. -1 if the string has no more than that, where a character that is cut
 * off at the end is none. But Perl counts from the end if that is near, and there it is one: so a character more is given.
 */
export function cutAfterChars(bytes: Uint8Array, maxChars: number): number {
  let at = 0
  for (let chars = 0; chars < maxChars; chars++) {
    if (at >= bytes.length) return -1
    at += nominalLength(bytes[at])
  }
  if (at >= bytes.length || !hasWholeChar(bytes, at)) return -1
  return isCountedFromEnd(bytes, at, maxChars) ? at + nominalLength(bytes[at]) : at
}

/** Whether a character is cut off at the end, and no more whole ones than `maxChars / 2` stand between `at` and it. */
function isCountedFromEnd(bytes: Uint8Array, at: number, maxChars: number): boolean {
  let next = at
  for (let rest = 0; next < bytes.length && hasWholeChar(bytes, next); rest++) {
    if (2 * rest >= maxChars) return false
    next += nominalLength(bytes[next])
  }
  return next < bytes.length
}

function hasWholeChar(bytes: Uint8Array, at: number): boolean {
  return at + nominalLength(bytes[at]) <= bytes.length
}

const NAME_CHUNK = 8192

/** Bytes as the code points of the same number, as Perl prints names and keys that carry no UTF-8 flag. */
export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length <= NAME_CHUNK) return String.fromCharCode(...bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += NAME_CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + NAME_CHUNK))
  }
  return text
}

/** The bytes of a text whose characters are all below 256; undefined if one is not. */
export function encodeLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0xff) return undefined
    bytes[i] = code
  }
  return bytes
}
