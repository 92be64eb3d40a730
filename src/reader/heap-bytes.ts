/** A stretch of the dump in memory. No record lies across two segments. */
export interface Segment {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly view: DataView
  /** Byte of the dump at which it starts, and the first one behind it. */
  readonly start: number
  readonly end: number
}

/**
 * All bytes of a dump as segments, found by their offset in the file. Several buffers instead of one:
 * no browser has to have one of 4 GiB, and nothing is copied on the way in.
 */
export class HeapBytes {
  readonly segments: readonly Segment[]
  #last: Segment

  constructor(segments: readonly Segment[]) {
    if (segments.length === 0) throw new Error('a dump has at least one segment')
    this.segments = segments
    this.#last = segments[0]
  }

  /** The segment that holds byte `offset`. O(log segments), O(1) while lookups stay near each other. */
  at(offset: number): Segment {
    const last = this.#last
    return offset >= last.start && offset < last.end ? last : this.#search(offset)
  }

  #search(offset: number): Segment {
    let low = 0
    let high = this.segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.segments[middle].start <= offset) low = middle
      else high = middle - 1
    }
    return (this.#last = this.segments[low])
  }

  get byteLength(): number {
    return this.segments[this.segments.length - 1].end
  }
}

export function segmentOf(bytes: Uint8Array<ArrayBuffer>, start: number): Segment {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    start,
    end: start + bytes.length,
  }
}
