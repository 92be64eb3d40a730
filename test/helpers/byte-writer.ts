import type { Form } from './pmat-form.ts'

export type Num = number | bigint
/** A string stands for its Latin-1 bytes. null = undef. */
export type Str = string | Uint8Array | null

/** An integer of a dump: an address, a count, a length, a number. */
export interface IntegerField {
  readonly at: number
  readonly width: number
}

/** Writes the primitives of a dump in the widths and byte order of its header. */
export class ByteWriter {
  readonly #form: Form
  readonly #bytes: number[] = []
  /** Where the integers of more than a byte stand. */
  readonly integers: IntegerField[] = []
  /** Where each field begins: integers, doubles, and what is in strings. */
  readonly fieldStarts: number[] = []

  constructor(form: Form) {
    this.#form = form
  }

  get length(): number {
    return this.#bytes.length
  }

  u8(value: Num): this {
    return this.#integer(value, 1)
  }

  u16(value: Num): this {
    return this.#integer(value, 2)
  }

  u32(value: Num): this {
    return this.#integer(value, 4)
  }

  uint(value: Num): this {
    return this.#integer(value, this.#form.uint)
  }

  ptr(value: Num): this {
    return this.#integer(value, this.#form.ptr)
  }

  /** A double; as a long double it is x87's, bytes are taken as they are. */
  nv(value: number | Uint8Array): this {
    if (typeof value !== 'number') return this.#field(value)
    if (this.#form.nv === 10) return this.#longDouble(value)
    const field = new Uint8Array(8)
    new DataView(field.buffer).setFloat64(0, value, !this.#form.bigEndian)
    return this.#field(field)
  }

  str(text: Str): this {
    if (text === null) return this.uint(-1)
    const bytes = typeof text === 'string' ? Uint8Array.from(text, (char) => char.charCodeAt(0)) : text
    return this.uint(bytes.length).#field(bytes)
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  /** All that another one has written. */
  append(other: ByteWriter): this {
    for (const { at, width } of other.integers) this.integers.push({ at: at + this.length, width })
    for (const at of other.fieldStarts) this.fieldStarts.push(at + this.length)
    return this.raw(other.#bytes)
  }

  /** What `write` would write, which is not written. */
  fieldOf(write: (w: ByteWriter) => void): ByteWriter {
    const field = new ByteWriter(this.#form)
    write(field)
    return field
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes)
  }

  #integer(value: Num, width: number): this {
    if (width > 1) this.integers.push({ at: this.length, width })
    let rest = BigInt.asUintN(8 * width, BigInt(value))
    const field: number[] = []
    for (let i = 0; i < width; i++, rest >>= 8n) field.push(Number(rest & 0xffn))
    return this.#field(this.#form.bigEndian ? field.reverse() : field)
  }

  #field(bytes: Iterable<number>): this {
    this.fieldStarts.push(this.length)
    return this.raw(bytes)
  }

  /** Mantissa with its integer bit, then sign and exponent; zero and normal numbers only. */
  #longDouble(value: number): this {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, Math.abs(value))
    const bits = view.getBigUint64(0)
    const mantissa = value === 0 ? 0n : ((bits & 0xf_ffff_ffff_ffffn) | (1n << 52n)) << 11n
    const exponent = value === 0 ? 0 : Number(bits >> 52n) - 1023 + 16383
    const signed = exponent | (value < 0 || Object.is(value, -0) ? 0x8000 : 0)
    if (this.#form.bigEndian) return this.u16(signed).#integer(mantissa, 8)
    return this.#integer(mantissa, 8).u16(signed)
  }
}
