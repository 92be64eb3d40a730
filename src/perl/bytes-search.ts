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

  /** Bytes of what it finds. */
  get length(): number {
    return this.#pattern.length
  }

  /** Where the pattern starts first in bytes[start, end), -1 if nowhere. An empty pattern is found at `start`. */
  indexIn(bytes: Uint8Array, start = 0, end = bytes.length): number {
    if (this.#pattern.length === 0) return start
    if (this.#skips) return this.#indexBySkips(bytes, start, end, this.#skips)
    return this.#indexByRarest(bytes, start, end)
  }

  isIn(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
    return this.indexIn(bytes, start, end) >= 0
  }

  /** A search for the one byte which is rarest: quicker than skips while those are short. */
  #indexByRarest(bytes: Uint8Array, from: number, end: number): number {
    const rare = this.#rare
    const byte = this.#pattern[rare]
    const caseBit = this.#fold && isLowerLetter(byte) ? CASE_BIT : 0
    let start = from
    if (end === bytes.length && caseBit === 0) {
      // The machine's own search, as long as it does not stop all the time.
      const lastOne = end - this.#pattern.length + rare
      for (let stops = (end - start) >> MIN_GAP_LOG2; stops >= 0; stops--) {
        const at = bytes.indexOf(byte, start + rare)
        if (at < 0 || at > lastOne) return -1
        if (this.#isAt(bytes, at - rare)) return at - rare
        start = at - rare + 1
      }
    }
    const last = end - this.#pattern.length + rare
    for (let at = start + rare; at <= last; at++) {
      if ((bytes[at] | caseBit) === byte && this.#isAt(bytes, at - rare)) return at - rare
    }
    return -1
  }

  #isAt(bytes: Uint8Array, start: number): boolean {
    const pattern = this.#pattern
    const fold = this.#fold
    const { length } = pattern
    let i = 0
    if (fold) while (i < length && fold[bytes[start + i]] === pattern[i]) i++
    else while (i < length && bytes[start + i] === pattern[i]) i++
    return i === length
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

/** Bytes from one place of the rarest byte to the next, to the power of 2, where a loop is as quick. */
const MIN_GAP_LOG2 = 5

/** All that tells the cases of an ASCII letter apart; set in the lower one. */
const CASE_BIT = 0x20

const ASCII_FOLD = Uint8Array.from({ length: 256 }, (_, byte) => {
  return isLowerLetter(byte | CASE_BIT) ? byte | CASE_BIT : byte
})

function isLowerLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}

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
    if (ignoreCase && isLowerLetter(pattern[i])) skips[pattern[i] - CASE_BIT] = pattern.length - 1 - i
  }
  return skips
}
