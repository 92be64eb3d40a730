import { charLength, codePointAt, cutAfterChars, MALFORMED } from './utf8.ts'

/** How many characters of a string pmat shows, unless asked for all. */
export const SHOWN_CHARS = 64

/** `\a` and its kin, by code; and what is put behind a backslash. */
const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  36: '\\$',
  64: '\\@',
  92: '\\\\',
}

const QUOTED_BYTES = Array.from({ length: 256 }, (_, byte) => {
  if (byte in SHORT_ESCAPES) return SHORT_ESCAPES[byte]
  if (byte >= 0x20 && byte <= 0x7e) return String.fromCharCode(byte)
  return `\\${byte.toString(8).padStart(3, '0')}`
})

/** A byte string (no UTF-8 flag) in double quotes: what is not printable ASCII as `\n` and its kin or in octal. */
export function quoteBytes(bytes: Uint8Array): string {
  let quoted = '"'
  for (const byte of bytes) quoted += QUOTED_BYTES[byte]
  return `${quoted}"`
}

/**
 * What stands for a malformed character, which mostly is one that the dumper cut off. So says perl 5.42, on which
 * Devel::MAT 0.56 runs; under perl 5.36 pmat wrote `\x{0}`, and anything at all for stray bytes.
 */
const REPLACEMENT = 0xfffd

/** A character string (UTF-8 flag set) in double quotes: what is not printable ASCII as `\n` and its kin or `\x{e9}`. */
export function quoteUtf8(bytes: Uint8Array): string {
  let quoted = '"'
  for (let at = 0; at < bytes.length; at += charLength(bytes, at)) {
    const code = codePointAt(bytes, at)
    quoted += quotedChar(code === MALFORMED ? REPLACEMENT : code)
  }
  return `${quoted}"`
}

function quotedChar(code: number): string {
  if ((code >= 0x20 && code <= 0x7e) || code in SHORT_ESCAPES) return QUOTED_BYTES[code]
  return code === 0x1b ? '\\e' : `\\x{${code.toString(16)}}`
}

/** The value of a string as pmat shows it: its first characters, quoted, and dots if there are more. 0 shows all. */
export function quotePv(bytes: Uint8Array, utf8: boolean, maxChars = SHOWN_CHARS): string {
  const cut = maxChars > 0 ? cutPoint(bytes, utf8, maxChars) : -1
  const shown = cut < 0 ? bytes : bytes.subarray(0, cut)
  const quoted = utf8 ? quoteUtf8(shown) : quoteBytes(shown)
  return cut < 0 ? quoted : `${quoted}...`
}

/** Bytes of the first `maxChars` characters, or -1 if there are no more. */
function cutPoint(bytes: Uint8Array, utf8: boolean, maxChars: number): number {
  if (utf8) return cutAfterChars(bytes, maxChars)
  return bytes.length > maxChars ? maxChars : -1
}

/**
 * A string as the helper scripts show it (`qq_pv`): in single quotes if it is printable ASCII, else in double ones.
 * The dots compare bytes in the process with characters shown, so a string of wide characters always has them.
 */
export function quoteForScripts(bytes: Uint8Array, utf8: boolean, pvlen: number, maxChars: number): string {
  const cut = cutPoint(bytes, utf8, maxChars)
  const codes = utf8 ? codePoints(cut < 0 ? bytes : bytes.subarray(0, cut)) : [...bytes.subarray(0, maxChars)]
  const dots = pvlen > codes.length ? '...' : ''
  if (codes.every((code) => code >= 0x20 && code <= 0x7e)) {
    return `'${String.fromCharCode(...codes).replace(/['\\]/g, '\\$&')}'${dots}`
  }
  return `"${codes.map(scriptChar).join('')}"${dots}`
}

function scriptChar(code: number): string {
  if (code === 0x22) return '\\"'
  if (code === 0x0a) return '\\n'
  if (code === 0x0d) return '\\r'
  if (code < 0x20 || (code >= 0x80 && code <= 0xff)) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0x10ffff ? String.fromCodePoint(REPLACEMENT) : String.fromCodePoint(code)
}

function codePoints(bytes: Uint8Array): number[] {
  const codes: number[] = []
  for (let at = 0; at < bytes.length; at += charLength(bytes, at)) {
    const code = codePointAt(bytes, at)
    codes.push(code === MALFORMED ? REPLACEMENT : code)
  }
  return codes
}
