const REPLACEMENT = 0xfffd

/** Are all bytes of bytes[start, end) ASCII, so that it is the same with and without the UTF-8 flag? */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] > 0x7f) return false
  return true
}

/**
 * Decode bytes[start, end) as Perl's own UTF-8, which has surrogates and code points beyond Unicode, into `chars`, which
 * must have room for a number for each byte. What is no character, as where a dump cut a string short, becomes U+FFFD.
 * @returns the number of characters
 */
export function decodeChars(bytes: Uint8Array, start: number, end: number, chars: Int32Array): number {
  let count = 0
  for (let i = start; i < end; ) {
    const lead = bytes[i++]
    if (lead < 0x80) {
      chars[count++] = lead
      continue
    }
    const numMore =
      lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf8 ? 3 : lead < 0xfc ? 4 : lead < 0xfe ? 5 : 0
    let char = lead & (0x3f >> numMore)
    let more = numMore
    while (more > 0 && i < end && (bytes[i] & 0xc0) === 0x80) {
      char = char * 64 + (bytes[i++] & 0x3f)
      more--
    }
    chars[count++] = numMore === 0 || more > 0 ? REPLACEMENT : char
  }
  return count
}
