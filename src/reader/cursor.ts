import type { Layout } from './layout.ts'
import { UNDEF_LENGTH, readHi, readLength, readLo, readUint } from './primitives.ts'

/** An address as its two halves: no 64-bit address is rounded, and none costs a BigInt. */
export interface Address {
  readonly lo: number
  readonly hi: number
}

/** Thrown when a read goes beyond the bytes in hand. Whoever reads a stream gets more and starts again. */
export class Incomplete extends Error {
  override name = 'Incomplete'
  /** Bytes that are wanted behind those in hand, at the least. */
  readonly missing: number

  constructor(missing: number) {
    super(`${missing} bytes are missing`)
    this.missing = missing
  }
}

/** Reads fields one after the other; each read moves the cursor by exactly what it read. */
export class Cursor {
  at: number
  readonly end: number
  readonly view: DataView
  readonly bytes: Uint8Array
  readonly #littleEndian: boolean
  readonly #uintBytes: number
  readonly #ptrBytes: number

  constructor(bytes: Uint8Array, view: DataView, at: number, layout: Layout, end = bytes.length) {
    this.bytes = bytes
    this.view = view
    this.at = at
    this.end = end
    this.#littleEndian = layout.littleEndian
    this.#uintBytes = layout.uintBytes
    this.#ptrBytes = layout.ptrBytes
  }

  #take(length: number): number {
    const at = this.at
    if (length > this.end - at) throw new Incomplete(length - (this.end - at))
    this.at = at + length
    return at
  }

  u8(): number {
    return this.bytes[this.#take(1)]
  }

  u16(): number {
    return this.view.getUint16(this.#take(2), this.#littleEndian)
  }

  u32(): number {
    return this.view.getUint32(this.#take(4), this.#littleEndian)
  }

  uint(): number {
    return readUint(this.view, this.#take(this.#uintBytes), this.#littleEndian, this.#uintBytes)
  }

  /** A UINT where all 64 bits matter. */
  uint64(): Address {
    const at = this.#take(this.#uintBytes)
    return {
      lo: readLo(this.view, at, this.#littleEndian, this.#uintBytes),
      hi: readHi(this.view, at, this.#littleEndian, this.#uintBytes),
    }
  }

  ptr(): Address {
    const at = this.#take(this.#ptrBytes)
    return {
      lo: readLo(this.view, at, this.#littleEndian, this.#ptrBytes),
      hi: readHi(this.view, at, this.#littleEndian, this.#ptrBytes),
    }
  }

  /** The position of the next PTR, which is passed over: for whoever resolves it in place. */
  ptrAt(): number {
    return this.#take(this.#ptrBytes)
  }

  /** A view of the bytes of a STR (not a copy), or null for undef. */
  str(): Uint8Array | null {
    const at = this.#take(this.#uintBytes)
    const length = readLength(this.view, at, this.#littleEndian, this.#uintBytes)
    if (length === UNDEF_LENGTH) return null
    const start = this.#take(length)
    return this.bytes.subarray(start, start + length)
  }

  /** Pass over a STR; null, so that it can stand where one is read. */
  skipStr(): null {
    const at = this.#take(this.#uintBytes)
    const length = readLength(this.view, at, this.#littleEndian, this.#uintBytes)
    if (length !== UNDEF_LENGTH) this.#take(length)
    return null
  }

  skip(length: number): void {
    this.#take(length)
  }

  /** Throws where `length` more bytes cannot be read: to be asked before so much is made room for. */
  expect(length: number): void {
    if (length > this.end - this.at) throw new Incomplete(length - (this.end - this.at))
  }
}
