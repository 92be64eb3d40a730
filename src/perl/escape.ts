import { visibleCode, visibleText } from '../base/visible-text.ts'
import { codePointAt, encodeLatin1, MALFORMED, nominalLength } from './utf8.ts'

/**
 * Text of a dump made safe to look at, for the app; the console prints as pmat does. Bounded, visible as visibleText has
 * it, and a backslash is doubled, so that nobody can write an escape.
 */
export function escapeForDisplay(text: string, maxChars = DISPLAY_CHARS): string {
  let shown = ''
  let chars = 0
  for (const char of text) {
    if (chars++ === maxChars) return `${shown}…`
    shown += displayChar(char)
  }
  return shown
}

const DISPLAY_CHARS = 256

function displayChar(char: string): string {
  return char === '\\' ? '\\\\' : visibleText(char)
}

/** visibleText, bounded: for names of references, which pmat has quoted already. */
export function boundedText(text: string, maxChars = DISPLAY_CHARS): string {
  const visible = visibleText(text.slice(0, maxChars + 1))
  return text.length > maxChars ? `${visible.slice(0, maxChars)}…` : visible
}

/**
 * A string value for the app. With the UTF-8 flag its characters, escaped as above; without it ASCII and `\xE9` for
 * each byte that is none. A byte that is no good UTF-8 is written in that way too.
 */
export function displayPv(bytes: Uint8Array, utf8: boolean, maxChars = DISPLAY_CHARS): string {
  let shown = ''
  let chars = 0
  let at = 0
  while (at < bytes.length) {
    if (chars++ === maxChars) return `${shown}…`
    const code = utf8 || bytes[at] < 0x80 ? codePointAt(bytes, at) : MALFORMED
    if (code === MALFORMED) {
      shown += `\\x${bytes[at++].toString(16).toUpperCase().padStart(2, '0')}`
      continue
    }
    shown += code > 0x10ffff ? visibleCode(code) : displayChar(String.fromCodePoint(code))
    at += nominalLength(bytes[at])
  }
  return shown
}

/**
 * A name of the dump for the app: of a package, a symbol, a file. Names are bytes, given as their Latin-1 characters; those that
 * are UTF-8 are shown as what they spell.
 */
export function displayName(name: string, maxChars = DISPLAY_CHARS): string {
  const bytes = encodeLatin1(name)
  return bytes && isUtf8(bytes) ? displayPv(bytes, true, maxChars) : escapeForDisplay(name, maxChars)
}

/** Beyond ASCII, and UTF-8. */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte < 0x80)) return false
  for (let at = 0; at < bytes.length; at += nominalLength(bytes[at]))
    if (codePointAt(bytes, at) === MALFORMED) return false
  return true
}

/** A key of a hash for the app, in braces: bare if it is a word. */
export function displayKey(key: Uint8Array): string {
  const text = displayPv(key, isUtf8(key))
  return /^\w+$/.test(text) ? `{${text}}` : `{"${text}"}`
}
