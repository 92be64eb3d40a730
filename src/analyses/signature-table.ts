import type { Bytes, SvIndex } from '../columns/sv-table.ts'

/** 96 bits of hash, put together of parts. */
export class HashCombiner {
  a = 0
  b = 0
  c = 0

  clear(seed: number): void {
    this.a = Math.imul(seed + 1, 0x9e37_79b1)
    this.b = Math.imul(seed + 1, 0x85eb_ca77)
    this.c = 0
  }

  /** Put in a string, as one of a set: in which order makes no difference. */
  addBytes(bytes: Uint8Array, start: number, end: number): void {
    let h = 0x811c_9dc5
    let g = 0x1234_5679
    for (let i = start; i < end; i++) {
      h = Math.imul(h ^ bytes[i], 0x0100_0193)
      g = Math.imul(g + bytes[i], 0x5bd1_e995) ^ (g >>> 13)
    }
    h = mix(h ^ (end - start))
    g = mix(g)
    this.a = (this.a + h) | 0
    this.b = (this.b + g) | 0
    this.c = (this.c + Math.imul(h, g | 1)) | 0
  }

  /** Put in a number in its place. */
  addInOrder(value: number, index: number): void {
    const h = mix(Math.imul(value + 1, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca77))
    this.a = (this.a + h) | 0
    this.b = mix(this.b ^ h)
    this.c = (this.c + 1) | 0
  }
}

function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35)
  return h ^ (h >>> 16)
}

/** Groups by 96 bits of hash: open addressing, no object a group. */
export class SignatureTable {
  length = 0
  first: Int32Array = new Int32Array(1024)
  count: Uint32Array = new Uint32Array(1024)
  bytes: Float64Array = new Float64Array(1024)
  #a = new Int32Array(1024)
  #b = new Int32Array(1024)
  #c = new Int32Array(1024)
  /** Slot -> group + 1; twice as many slots as groups, a power of two. */
  #slots = new Int32Array(2048)

  /** The group of a signature, with one more SV in it. */
  add(signature: HashCombiner, row: SvIndex, bytes: Bytes): number {
    const { a, b, c } = signature
    const mask = this.#slots.length - 1
    let slot = mix(a ^ Math.imul(b, 31)) & mask
    for (;;) {
      const group = this.#slots[slot] - 1
      if (group < 0) break
      if (this.#a[group] === a && this.#b[group] === b && this.#c[group] === c) {
        this.count[group]++
        this.bytes[group] += bytes
        return group
      }
      slot = (slot + 1) & mask
    }
    if (this.length === this.first.length) {
      this.#grow()
      return this.add(signature, row, bytes)
    }
    const group = this.length++
    this.#slots[slot] = group + 1
    this.#a[group] = a
    this.#b[group] = b
    this.#c[group] = c
    this.first[group] = row
    this.count[group] = 1
    this.bytes[group] = bytes
    return group
  }

  #grow(): void {
    const size = this.first.length * 2
    const grown = <T extends Int32Array | Uint32Array | Float64Array>(to: T, from: T): T => {
      to.set(from)
      return to
    }
    this.first = grown(new Int32Array(size), this.first)
    this.count = grown(new Uint32Array(size), this.count)
    this.bytes = grown(new Float64Array(size), this.bytes)
    this.#a = grown(new Int32Array(size), this.#a)
    this.#b = grown(new Int32Array(size), this.#b)
    this.#c = grown(new Int32Array(size), this.#c)
    this.#slots = new Int32Array(size * 2)
    const mask = this.#slots.length - 1
    for (let group = 0; group < this.length; group++) {
      let slot = mix(this.#a[group] ^ Math.imul(this.#b[group], 31)) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = group + 1
    }
  }
}
