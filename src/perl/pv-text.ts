import { codePointAt, decodeLatin1, MALFORMED, nominalLength } from './utf8.ts'

/**
 * A string as text, raw: what Perl's print gives to a terminal that takes any character. Without the UTF-8 flag each
 * byte is a character. Malformed characters are NULs, as everywhere in pmat; what no text can hold is U+FFFD.
 */
export function pvText(bytes: Uint8Array, isUtf8: boolean): string {
  if (!isUtf8) return decodeLatin1(bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += nominalLength(bytes[at])) {
    const code = codePointAt(bytes, at)
    text += code === MALFORMED ? '\0' : code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }
  return text
}
