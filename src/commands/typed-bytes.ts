import { decodeLatin1 } from '../perl/utf8.ts'

const encoder = new TextEncoder()

/** A word as pmat gets it from its terminal: the bytes of its UTF-8. Names and keys of a dump are bytes too. */
export function typedBytes(word: string): Uint8Array {
  return encoder.encode(word)
}

/** The same as text with a character a byte, to be compared with names that were read so. */
export function typedName(word: string): string {
  return decodeLatin1(typedBytes(word))
}
