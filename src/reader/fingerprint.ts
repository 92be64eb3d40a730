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
  readonly #state = Int32Array.of(0x811c_9dc5, 0x1234_5678)
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
        mix(this.#state, bytes, at - start, stop - start)
        at = stop
      } else {
        at += STRIDE_BYTES - within
      }
    }
    this.#length = end
  }

  finish(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0')
    return `${hex(this.#state[0])}${hex(this.#state[1])}-${this.#length.toString(36)}`
  }
}

/** FNV-1a, and a second hash of another kind beside it. */
function mix(state: Int32Array, bytes: Uint8Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    state[0] = Math.imul(state[0] ^ bytes[i], 0x0100_0193)
    state[1] = Math.imul(state[1] + bytes[i], 0x9e37_79b1) ^ (state[1] >>> 15)
  }
}
