const MAX_BITS = 2 ** 29 // 64 MiB

/** What is to be forgotten when a body was run, and how it was before. */
export interface OuterMemory {
  readonly isOn: boolean
  readonly undo: number[] | undefined
}

/** At which rows of a program a match has been at which positions: a bit for each of them. */
export class PlaceMemory {
  /** Off: it was nowhere before. */
  isOn = false
  #bits = new Uint32Array(0)
  #rowLength = 0
  #undo: number[] | undefined // bits that a body set: they hold for one run of it

  /** Forget all; it is off when there are no rows, or too many for the memory. */
  clear(numRows: number, length: number): void {
    const numBits = numRows * (length + 1)
    this.#rowLength = length + 1
    this.#undo = undefined
    this.isOn = numBits > 0 && numBits <= MAX_BITS
    if (!this.isOn) return
    const words = Math.ceil(numBits / 32)
    if (words > this.#bits.length) this.#bits = new Uint32Array(words + (words >> 1))
    else this.#bits.fill(0, 0, words)
  }

  /** Was it at this row and position before? From now on it was. */
  wasAt(row: number, position: number): boolean {
    if (!this.isOn) return false
    const bit = row * this.#rowLength + position
    const mask = 1 << (bit & 31)
    if ((this.#bits[bit >>> 5] & mask) !== 0) return true
    this.#bits[bit >>> 5] |= mask
    this.#undo?.push(bit)
    return false
  }

  enterBody(remembers: boolean): OuterMemory {
    const outer = { isOn: this.isOn, undo: this.#undo }
    this.isOn &&= remembers
    this.#undo = []
    return outer
  }

  leaveBody(outer: OuterMemory): void {
    for (const bit of this.#undo ?? []) this.#bits[bit >>> 5] &= ~(1 << (bit & 31))
    this.#undo = outer.undo
    this.isOn = outer.isOn
  }
}
