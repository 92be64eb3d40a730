import type { ByteSource } from './byte-source.ts'
import { tooLarge } from './damage.ts'
import { type Segment, segmentOf } from './heap-bytes.ts'

/**
 * Turns the windows of a source into segments of whole records. A window becomes a segment as it is, without a copy;
 * only the record that lies across two windows is put together in a small segment of its own, and grown by doubling
 * when it is larger than a window.
 */
export class Input {
  /** What has been walked, in order; together they are the dump from byte 0 on. */
  readonly done: Segment[] = []
  /** The segment being walked. */
  current: Segment = segmentOf(new Uint8Array(0), 0)
  readonly #source: ByteSource
  /** The rest of a window, of which the first bytes were needed to complete a record. */
  #pending: Uint8Array<ArrayBuffer> | null = null
  /** How many of its bytes that were. */
  #taken = 0
  /** True while `current` is a record put together from several windows. */
  #isBridge = false
  #atEnd = false
  /** What kept the next window from being read, while there was something to do with what came before it. */
  #failure: unknown

  constructor(source: ByteSource) {
    this.#source = source
  }

  /**
   * More bytes for the record that starts at `at` of `current`. False at the end of the dump.
   * Afterwards `current` starts with that record.
   */
  async more(at: number): Promise<boolean> {
    const rest = this.current.bytes.subarray(at)
    const start = this.current.start + at
    if (rest.length === 0) {
      const window = await this.#next()
      this.#retire(at)
      this.#isBridge = false
      this.current = segmentOf(window ?? rest, start)
      return window !== null
    }
    const pieces = await this.#pieces(this.#isBridge ? Math.max(rest.length, MIN_BRIDGE) : MIN_BRIDGE)
    const bridge = pieces.length === 0 ? rest : joined([rest, ...pieces], start)
    this.#retire(at)
    this.#isBridge = pieces.length > 0
    this.current = segmentOf(bridge, start)
    return this.#isBridge
  }

  /** True when `current` holds one record put together: what follows it is better taken from the window itself. */
  get isBridge(): boolean {
    return this.#isBridge
  }

  /** Give back the bytes of a bridge behind `at`: they are walked where they are, in their window. */
  leaveBridge(at: number): void {
    const rest = this.current.bytes.subarray(at)
    const start = this.current.start + at
    this.#retire(at)
    this.#isBridge = false
    const window = this.#pending
    if (window && rest.length <= this.#taken) {
      // The rest of the bridge is the end of what was taken from this window, so the window is widened over it.
      this.#pending = null
      const whole = new Uint8Array(window.buffer, window.byteOffset - rest.length, window.length + rest.length)
      this.current = segmentOf(whole, start)
    } else {
      this.current = segmentOf(rest, start)
    }
  }

  /** All segments, `current` up to `at` included. */
  finish(at: number): Segment[] {
    this.#retire(at)
    return this.done
  }

  #retire(at: number): void {
    if (at === 0) return
    const { bytes, start } = this.current
    this.done.push(segmentOf(bytes.subarray(0, at), start))
  }

  /** The next window, or what is left of the last one; null at the end. */
  async #next(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.#failure !== undefined) throw this.#failure
    const window = this.#pending ?? (this.#atEnd ? null : await this.#source.read())
    this.#pending = null
    if (!window) this.#atEnd = true
    return window
  }

  /** The next `wanted` bytes, or as many as there are. What is over of a window stays pending. */
  async #pieces(wanted: number): Promise<Uint8Array<ArrayBuffer>[]> {
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for (let left = wanted; left > 0; ) {
      let window: Uint8Array<ArrayBuffer> | null
      try {
        window = await this.#next()
      } catch (error) {
        if (pieces.length === 0) throw error
        this.#failure = error
        break
      }
      if (!window) break
      pieces.push(window.subarray(0, left))
      if (window.length > left) {
        this.#pending = window.subarray(left)
        this.#taken = left
      }
      left -= window.length
    }
    return pieces
  }
}

/** Copy pieces into one buffer. Throws a DumpError where no buffer can be so large; it tells the offset. */
export function joined(pieces: readonly Uint8Array[], offset = 0): Uint8Array<ArrayBuffer> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  let all: Uint8Array<ArrayBuffer>
  try {
    all = new Uint8Array(length)
  } catch {
    throw tooLarge(length, offset)
  }
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** How many bytes of the next window a bridge takes at first: most records are far smaller. */
const MIN_BRIDGE = 4096
