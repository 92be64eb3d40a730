import type { Segment } from './heap-bytes.ts'

const SAMPLE_BYTES = 4096
const STRIDE_BYTES = 1024 * 1024
/** The start of a dump differs little between two of one process; samples and length tell them apart. */
const HEAD_BYTES = 64 * 1024

/**
 * Names a dump by its content: length and a hash of its first 64 KiB and of 4 KiB in every MiB. Not a checksum (the
 * store has one for each column), and not meant to resist anyone who wants two dumps of one name.
 */
export class Fingerprint {
  #a = 0x811c_9dc5
  #b = 0x1234_5678
  #length = 0

  /** Add segments in order. */
  add({ bytes, start }: Segment): void {
    const end = start + bytes.length
    let at = start
    while (at < end) {
      const within = at % STRIDE_BYTES
      const sampleEnd = at - within + (at < STRIDE_BYTES ? HEAD_BYTES : SAMPLE_BYTES)
      if (at < sampleEnd) {
        const stop = Math.min(end, sampleEnd)
        this.#mix(bytes.subarray(at - start, stop - start))
        at = stop
      } else {
        at += STRIDE_BYTES - within
      }
    }
    this.#length = end
  }

  finish(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0')
    return `${hex(this.#a)}${hex(this.#b)}-${this.#length.toString(36)}`
  }

  #mix(sample: Uint8Array): void {
    let a = this.#a
    let b = this.#b
    for (let i = 0; i < sample.length; i++) {
      a = Math.imul(a ^ sample[i], 0x0100_0193)
      b = Math.imul(b + sample[i], 0x9e37_79b1) ^ (b >>> 15)
    }
    this.#a = a
    this.#b = b
  }
}
