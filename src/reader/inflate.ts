/**
 * Inflate (RFC 1951) in steps, for gzip files that browsers refuse: see gzip-source.ts. One table lookup a code; a
 * symbol that the bytes in hand do not complete is begun again when there are more.
 */
export class Inflate {
  /** What was made, from `taken` on; before it lie the last 32 KiB, which references go back to. */
  readonly #out = new Uint8Array(HISTORY + ROOM)
  #end = 0
  #taken = 0
  /** Bytes made in all, as far as references can tell. */
  #made = 0
  #hold = 0
  #numBits = 0
  #state: State = State.BLOCK
  #isLast = false
  #storedLeft = 0
  #literals: Codes = FIXED_LITERALS
  #distances: Codes = FIXED_DISTANCES

  /**
   * Go on with the input. `more`: as far as the bytes in hand go; `full`: take what was made and call again;
   * `done`: the input stands at the first byte behind the compressed data. Throws an InflateError.
   */
  run(input: InflateInput): 'more' | 'full' | 'done' {
    this.#slide()
    for (;;) {
      if (this.#state === State.DONE) return this.#giveBack(input)
      if (this.#end > this.#out.length - MAX_LENGTH) return 'full'
      if (this.#state === State.STORED ? this.#copyStored(input) : this.#state === State.CODES && this.#decode(input)) {
        continue
      }
      if (this.#state !== State.BLOCK || !this.#tryBlock(input)) return 'more'
    }
  }

  /** What was made since the last time; a view that the next `run` may overwrite. */
  take(): Uint8Array {
    const made = this.#out.subarray(this.#taken, this.#end)
    this.#taken = this.#end
    return made
  }

  #slide(): void {
    if (this.#taken <= HISTORY || this.#taken < this.#end) return
    this.#out.copyWithin(0, this.#end - HISTORY, this.#end)
    this.#end = this.#taken = HISTORY
  }

  #bits(count: number, input: InflateInput): number {
    while (this.#numBits < count) {
      if (input.at >= input.bytes.length) throw STARVED
      this.#hold |= input.bytes[input.at++] << this.#numBits
      this.#numBits += 8
    }
    const bits = this.#hold & ((1 << count) - 1)
    this.#hold >>>= count
    this.#numBits -= count
    return bits
  }

  #code({ table, mask }: Codes, input: InflateInput): number {
    const { bytes } = input
    while (this.#numBits < MAX_BITS && input.at < bytes.length) {
      this.#hold |= bytes[input.at++] << this.#numBits
      this.#numBits += 8
    }
    const entry = table[this.#hold & mask]
    const length = entry & 15
    if (length > this.#numBits || (entry === 0 && this.#numBits < MAX_BITS)) throw STARVED
    if (entry === 0) throw new InflateError(NO_SUCH_CODE)
    this.#hold >>>= length
    this.#numBits -= length
    return entry >>> 4
  }

  /** Start a block, if all of its head is there. */
  #tryBlock(input: InflateInput): boolean {
    const { at } = input
    const hold = this.#hold
    const numBits = this.#numBits
    try {
      this.#startBlock(input)
      return true
    } catch (error) {
      if (error !== STARVED) throw error
      input.at = at
      this.#hold = hold
      this.#numBits = numBits
      return false
    }
  }

  #startBlock(input: InflateInput): void {
    const isLast = this.#bits(1, input) === 1
    const type = this.#bits(2, input)
    if (type === 3) throw new InflateError('a block of an unknown type')
    if (type === 0) {
      this.#bits(this.#numBits & 7, input)
      const length = this.#bits(16, input)
      if ((this.#bits(16, input) ^ length) !== 0xffff) throw new InflateError('a block whose two lengths differ')
      this.#storedLeft = length
      this.#state = State.STORED
    } else {
      if (type === 2) this.#readCodes(input)
      else {
        this.#literals = FIXED_LITERALS
        this.#distances = FIXED_DISTANCES
      }
      this.#state = State.CODES
    }
    this.#isLast = isLast
  }

  #readCodes(input: InflateInput): void {
    const numLiterals = this.#bits(5, input) + 257
    const numDistances = this.#bits(5, input) + 1
    const numLengths = this.#bits(4, input) + 4
    if (numLiterals > 286 || numDistances > 30) throw new InflateError('more codes than there are')
    const lengthLengths = new Uint8Array(19)
    for (let i = 0; i < numLengths; i++) lengthLengths[LENGTH_ORDER[i]] = this.#bits(3, input)
    const lengthCodes = codesOf(lengthLengths)
    const lengths = new Uint8Array(numLiterals + numDistances)
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#code(lengthCodes, input)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      if (symbol === 16 && i === 0) throw new InflateError('a repeated length without one before it')
      const length = symbol === 16 ? lengths[i - 1] : 0
      const end =
        i +
        (symbol === 18
          ? 11 + this.#bits(7, input)
          : symbol === 17
            ? 3 + this.#bits(3, input)
            : 3 + this.#bits(2, input))
      if (end > lengths.length) throw new InflateError('more lengths than codes')
      lengths.fill(length, i, end)
      i = end
    }
    if (lengths[256] === 0) throw new InflateError('a block without an end')
    this.#literals = codesOf(lengths.subarray(0, numLiterals))
    this.#distances = codesOf(lengths.subarray(numLiterals))
  }

  /** Both of these: false when the input is used up and the block is not at its end. */
  #copyStored(input: InflateInput): boolean {
    const count = Math.min(this.#storedLeft, input.bytes.length - input.at, this.#out.length - this.#end)
    this.#out.set(input.bytes.subarray(input.at, input.at + count), this.#end)
    input.at += count
    this.#end += count
    this.#made += count
    this.#storedLeft -= count
    if (this.#storedLeft > 0) return input.at < input.bytes.length
    this.#state = this.#isLast ? State.DONE : State.BLOCK
    return true
  }

  /** The hot loop. A symbol that the input does not complete is begun again the next time. */
  #decode(input: InflateInput): boolean {
    const { bytes } = input
    const out = this.#out
    const { table: literals, mask: literalMask } = this.#literals
    const { table: distances, mask: distanceMask } = this.#distances
    const inputEnd = bytes.length
    const limit = out.length - MAX_LENGTH
    let { at } = input
    let hold = this.#hold
    let numBits = this.#numBits
    let end = this.#end
    const startEnd = end
    // Where the symbol that is being decoded began.
    let startAt = at
    let startHold = hold
    let startBits = numBits
    let isStarved = true
    let problem = ''
    while (end <= limit) {
      startAt = at
      startHold = hold
      startBits = numBits
      for (; numBits < MAX_BITS && at < inputEnd; numBits += 8) hold |= bytes[at++] << numBits
      const literal = literals[hold & literalMask]
      let length = literal & 15
      if (length > numBits || literal === 0) {
        if (literal === 0 && numBits >= MAX_BITS) problem = NO_SUCH_CODE
        break
      }
      hold >>>= length
      numBits -= length
      const symbol = literal >>> 4
      if (symbol < 256) {
        out[end++] = symbol
        continue
      }
      if (symbol === 256) {
        this.#state = this.#isLast ? State.DONE : State.BLOCK
        isStarved = false
        startAt = at
        startHold = hold
        startBits = numBits
        break
      }
      if (symbol > 285) {
        problem = 'a length that does not exist'
        break
      }
      let extra = LENGTH_EXTRA[symbol - 257]
      for (; numBits < extra && at < inputEnd; numBits += 8) hold |= bytes[at++] << numBits
      if (numBits < extra) break
      const copied = LENGTH_BASE[symbol - 257] + (hold & ((1 << extra) - 1))
      hold >>>= extra
      numBits -= extra
      for (; numBits < MAX_BITS && at < inputEnd; numBits += 8) hold |= bytes[at++] << numBits
      const distanceCode = distances[hold & distanceMask]
      length = distanceCode & 15
      if (length > numBits || distanceCode === 0) {
        if (distanceCode === 0 && numBits >= MAX_BITS) problem = NO_SUCH_CODE
        break
      }
      hold >>>= length
      numBits -= length
      const distanceSymbol = distanceCode >>> 4
      if (distanceSymbol > 29) {
        problem = 'a distance that does not exist'
        break
      }
      extra = DISTANCE_EXTRA[distanceSymbol]
      for (; numBits < extra && at < inputEnd; numBits += 8) hold |= bytes[at++] << numBits
      if (numBits < extra) break
      const distance = DISTANCE_BASE[distanceSymbol] + (hold & ((1 << extra) - 1))
      hold >>>= extra
      numBits -= extra
      if (distance > this.#made + (end - startEnd)) {
        problem = 'a reference to before the start'
        break
      }
      for (const stop = end + copied; end < stop; end++) out[end] = out[end - distance]
    }
    if (end > limit) {
      isStarved = false
      startAt = at
      startHold = hold
      startBits = numBits
    }
    input.at = startAt
    this.#hold = startHold
    this.#numBits = startBits
    this.#made += end - startEnd
    this.#end = end
    if (problem !== '') throw new InflateError(problem)
    return !isStarved
  }

  /** Whole bytes that were taken into the bit buffer and belong to what follows. */
  #giveBack(input: InflateInput): 'done' {
    input.at -= this.#numBits >>> 3
    this.#numBits = 0
    this.#hold = 0
    return 'done'
  }
}

/** Bytes in hand, and the next to be read. At least four before it must be kept when more are put behind. */
export interface InflateInput {
  readonly bytes: Uint8Array
  at: number
}

/** What is wrong with compressed data, in words that follow "the compressed data has". */
export class InflateError extends Error {
  override name = 'InflateError'
}

const HISTORY = 32 * 1024
const ROOM = 256 * 1024
/** Of one reference. */
const MAX_LENGTH = 258
/** Of a code. */
const MAX_BITS = 15

const State = { BLOCK: 0, STORED: 1, CODES: 2, DONE: 3 } as const
type State = (typeof State)[keyof typeof State]

const NO_SUCH_CODE = 'a code that stands for nothing'

/** Thrown inside when a field is not all there yet. */
const STARVED = new Error('starved')

const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, i) => (i < 2 ? 0 : (i >> 1) - 1))
const DISTANCE_BASE = Array.from({ length: 30 }, (_, i) => (i < 2 ? i + 1 : 1 + ((2 + (i & 1)) << ((i >> 1) - 1))))

/** A prefix code: by its next bits, `symbol << 4 | bits of the code`; 0 = no code begins so. */
interface Codes {
  readonly table: Uint16Array
  readonly mask: number
}

/** The canonical code with these lengths by symbol. A code must be complete, but one of a single symbol need not. */
function codesOf(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(MAX_BITS + 1)
  for (const length of lengths) counts[length]++
  counts[0] = 0
  let maxBits = MAX_BITS
  while (maxBits > 1 && counts[maxBits] === 0) maxBits--
  const next = new Uint16Array(MAX_BITS + 2)
  let free = 1
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    free = free * 2 - counts[bits]
    if (free < 0) throw new InflateError('more codes than fit')
    next[bits + 1] = (next[bits] + counts[bits]) << 1
  }
  if (free > 0 && maxBits > 1) throw new InflateError('fewer codes than it says')
  const table = new Uint16Array(1 << maxBits)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]
    if (length === 0) continue
    const entry = (symbol << 4) | length
    for (let at = reversed(next[length]++, length); at < table.length; at += 1 << length) table[at] = entry
  }
  return { table, mask: table.length - 1 }
}

function reversed(code: number, length: number): number {
  let bits = 0
  for (let i = 0; i < length; i++) bits |= ((code >>> i) & 1) << (length - 1 - i)
  return bits
}

const FIXED_LITERALS = codesOf(
  Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
)
const FIXED_DISTANCES = codesOf(new Uint8Array(32).fill(5))
