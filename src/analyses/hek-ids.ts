/** Numbers for addresses of shared strings, by open addressing: 0, 1, ... in the order in which they were added. */
export class HekIds {
  readonly #mask: number
  /** Number plus one; 0 = free. */
  readonly #slots: Int32Array
  readonly #lo: Uint32Array
  readonly #hi: Uint32Array
  #length = 0

  constructor(capacity: number) {
    let numSlots = 16
    while (numSlots < 2 * capacity) numSlots *= 2
    this.#mask = numSlots - 1
    this.#slots = new Int32Array(numSlots)
    this.#lo = new Uint32Array(capacity)
    this.#hi = new Uint32Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  add(lo: number, hi: number): void {
    const slot = this.#slotOf(lo, hi)
    if (this.#slots[slot] !== 0) return
    this.#lo[this.#length] = lo
    this.#hi[this.#length] = hi
    this.#slots[slot] = ++this.#length
  }

  /** The number of an address, -1 if it was not added. */
  of(lo: number, hi: number): number {
    return this.#slots[this.#slotOf(lo, hi)] - 1
  }

  #slotOf(lo: number, hi: number): number {
    const mixed = Math.imul(lo ^ Math.imul(hi, 0x9e37_79b1), 0x85eb_ca6b)
    let slot = (mixed ^ (mixed >>> 15)) & this.#mask
    for (;;) {
      const id = this.#slots[slot] - 1
      if (id < 0 || (this.#lo[id] === lo >>> 0 && this.#hi[id] === hi >>> 0)) return slot
      slot = (slot + 1) & this.#mask
    }
  }
}
