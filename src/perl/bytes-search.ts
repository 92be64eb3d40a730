/**
 * A string of bytes to be found in others, as Perl's `index` finds it, or without regard to ASCII case, as `/\Q...\E/i`
 * finds it in strings without the UTF-8 flag.
 */
export class BytesSearch {
  readonly #pattern: Uint8Array
  readonly #fold: Uint8Array | undefined
  readonly #rare: number // offset in the pattern of the byte that is looked for first
  readonly #skips: Uint32Array | undefined

  constructor(pattern: Uint8Array, ignoreCase = false) {
    this.#fold = ignoreCase ? ASCII_FOLD : undefined
    this.#pattern = ignoreCase ? pattern.map((byte) => ASCII_FOLD[byte]) : pattern.slice()
    this.#rare = rarestOf(this.#pattern)
    if (pattern.length >= MIN_HORSPOOL) this.#skips = skipsOf(this.#pattern, ignoreCase)
  }

  /** Where the pattern starts first in bytes[start, end), -1 if nowhere. An empty pattern is found at `start`. */
  indexIn(bytes: Uint8Array, start = 0, end = bytes.length): number {
    if (this.#pattern.length === 0) return start
    if (this.#skips) return this.#indexBySkips(bytes, start, end, this.#skips)
    return this.#fold ? this.#indexFolded(bytes, start, end, this.#fold) : this.#indexExact(bytes, start, end)
  }

  isIn(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
    return this.indexIn(bytes, start, end) >= 0
  }

  /** A loop over the one byte which is rarest: quicker than skips while those are short. */
  #indexExact(bytes: Uint8Array, start: number, end: number): number {
    const pattern = this.#pattern
    const { length } = pattern
    const rare = this.#rare
    const byte = pattern[rare]
    const last = end - length + rare
    for (let at = start + rare; at <= last; at++) {
      if (bytes[at] !== byte) continue
      const found = at - rare
      let i = 0
      while (i < length && bytes[found + i] === pattern[i]) i++
      if (i === length) return found
    }
    return -1
  }

  #indexFolded(bytes: Uint8Array, start: number, end: number, fold: Uint8Array): number {
    const pattern = this.#pattern
    const { length } = pattern
    const rare = this.#rare
    const byte = pattern[rare]
    const last = end - length + rare
    for (let at = start + rare; at <= last; at++) {
      if (fold[bytes[at]] !== byte) continue
      const found = at - rare
      let i = 0
      while (i < length && fold[bytes[found + i]] === pattern[i]) i++
      if (i === length) return found
    }
    return -1
  }

  /** R. N. Horspool, "Practical fast searching in strings", 1980: about n / m steps, n * m at worst. */
  #indexBySkips(bytes: Uint8Array, start: number, end: number, skips: Uint32Array): number {
    const pattern = this.#pattern
    const fold = this.#fold
    const tail = pattern.length - 1
    for (let at = start + tail; at < end; at += skips[bytes[at]]) {
      let i = tail
      if (fold) while (i >= 0 && fold[bytes[at - tail + i]] === pattern[i]) i--
      else while (i >= 0 && bytes[at - tail + i] === pattern[i]) i--
      if (i < 0) return at - tail
    }
    return -1
  }
}

const MIN_HORSPOOL = 10

const ASCII_FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte))

/** Bytes of text and of Perl's names, the commonest first; what is not among them is rarer still. */
const COMMON = new TextEncoder().encode(' eatoinsrldcumpfgh:_/bv.ywk,-10x2"=\'()3456789jqz\n$;{}><@%')

function rarestOf(pattern: Uint8Array): number {
  let rarest = 0
  let rank = -1
  for (let i = 0; i < pattern.length; i++) {
    const place = COMMON.indexOf(pattern[i])
    const found = place < 0 ? COMMON.length : place
    if (found > rank) {
      rank = found
      rarest = i
    }
  }
  return rarest
}

/** How far to go on when this byte stands under the pattern's last one. */
function skipsOf(pattern: Uint8Array, ignoreCase: boolean): Uint32Array {
  const skips = new Uint32Array(256).fill(pattern.length)
  for (let i = 0; i < pattern.length - 1; i++) {
    skips[pattern[i]] = pattern.length - 1 - i
    if (ignoreCase && pattern[i] >= 0x61 && pattern[i] <= 0x7a) skips[pattern[i] - 32] = pattern.length - 1 - i
  }
  return skips
}
