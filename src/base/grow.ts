const BLOCK = 1 << 16
/** The first block: a small dump needs no more. */
const FIRST_BLOCK = 1 << 10

/** A list of u32 that grows by blocks, so that growing never copies; `finish()` makes one exact array of it. */
export class U32List {
  length = 0
  #block = new Uint32Array(FIRST_BLOCK)
  #used = 0
  /** The last one is `#block`. */
  readonly #blocks: Uint32Array[] = [this.#block]

  push(value: number): void {
    if (this.#used === this.#block.length) this.#grow()
    this.#block[this.#used++] = value
    this.length++
  }

  #grow(): void {
    this.#block = new Uint32Array(BLOCK)
    this.#blocks.push(this.#block)
    this.#used = 0
  }

  finish(): Uint32Array<ArrayBuffer> {
    const all = new Uint32Array(this.length)
    let at = 0
    for (const block of this.#blocks) {
      all.set(block === this.#block ? block.subarray(0, this.#used) : block, at)
      at += block.length
    }
    return all
  }
}

const TWO_32 = 0x1_0000_0000

/**
 * Ascending byte offsets of any size: the low halves in a U32List, and the few rows at which the high half
 * changes. Half the memory of doubles for every file below 4 GiB, exact for all.
 */
export class OffsetList {
  readonly #low = new U32List()
  /** Row from which on the high half is the index into this list plus one. */
  readonly #carries: number[] = []

  get length(): number {
    return this.#low.length
  }

  push(offset: number): void {
    while (offset >= (this.#carries.length + 1) * TWO_32) this.#carries.push(this.#low.length)
    this.#low.push(offset)
  }

  finish(): Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
    const low = this.#low.finish()
    if (this.#carries.length === 0) return low
    const all = new Float64Array(low.length)
    let high = 0
    for (let i = 0; i < low.length; i++) {
      while (high < this.#carries.length && this.#carries[high] <= i) high++
      all[i] = high * TWO_32 + low[i]
    }
    return all
  }
}
