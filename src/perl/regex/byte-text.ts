const MAX_AHEAD = 1 << 14
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/**
 * Bytes, and strings of them in which each byte is a character 0 to 255, as JavaScript's RegExp wants them. To make one is
 * dear and most of it is overhead, so a stretch that follows the one before is made together with what comes after it,
 * as long as most of that is asked for: strings of a dump lie in a row, with other things in between. The bytes must
 * not change.
 */
export class ByteText {
  readonly bytes: Uint8Array
  #start = 0
  #end = 0
  #text = ''
  #used = 0 // bytes of the text that were asked for
  #ahead = 0
  #units = new Uint16Array(0)

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** bytes[start, end) as characters. */
  slice(start: number, end: number): string {
    if (start < this.#start || end > this.#end) this.#read(start, end)
    this.#used += end - start
    return this.#text.slice(start - this.#start, end - this.#start)
  }

  #read(start: number, end: number): void {
    const read = this.#end - this.#start
    const isNext = start >= this.#start && start - this.#end < MAX_AHEAD
    if (!isNext) this.#ahead = 0
    else if (4 * this.#used >= read) this.#ahead = Math.min(MAX_AHEAD, 2 * this.#ahead + 256)
    else this.#ahead >>= 1
    const stop = Math.min(this.bytes.length, end + this.#ahead)
    this.#text = this.#decode(start, stop)
    this.#start = start
    this.#end = stop
    this.#used = 0
  }

  /** By way of UTF-16, as no other encoding leaves all 256 bytes as they are. */
  #decode(start: number, end: number): string {
    const length = end - start
    if (this.#units.length < length) this.#units = new Uint16Array(length)
    const units = this.#units
    const { bytes } = this
    for (let i = 0; i < length; i++) units[i] = bytes[start + i]
    return decoder.decode(units.subarray(0, length))
  }
}
