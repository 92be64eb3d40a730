const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Text of strangers made safe to look at: whatever has no shape of its own, moves the cursor or turns the direction of what
 * stands beside it is written as `\x{202e}`: controls, format characters (bidirectional, zero-width, tags), line separators,
 * invisible fillers, half surrogates.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (char) => visibleCode(char.codePointAt(0) ?? 0))
}

/** One such character. */
export function visibleCode(code: number): string {
  if (code === 0x0a) return '\\n'
  if (code === 0x09) return '\\t'
  return `\\x{${code.toString(16)}}`
}
