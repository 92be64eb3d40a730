import type { ByteSource } from './byte-source.ts'
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
  /** True while `current` is a record put together from several windows. */
  #isBridge = false
  #atEnd = false

  constructor(source: ByteSource) {
    this.#source = source
  }

  /**
   * More bytes for the record that starts at `at` of `current`. False at the end of the dump.
   * Afterwards `current` starts with that record.
   */
  async more(at: number): Promise<boolean> {
    const rest = this.current.bytes.subarray(at)
    this.#retire(at)
    const window = await this.#next(this.#isBridge ? Math.max(rest.length, MIN_BRIDGE) : MIN_BRIDGE, rest.length > 0)
    const start = this.current.start + at
    if (!window) {
      this.current = segmentOf(rest, start)
      return false
    }
    if (rest.length === 0) {
      this.#isBridge = false
      this.current = segmentOf(window, start)
      return true
    }
    const bridge = new Uint8Array(rest.length + window.length)
    bridge.set(rest)
    bridge.set(window, rest.length)
    this.#isBridge = true
    this.current = segmentOf(bridge, start)
    return true
  }

  /** True when `current` holds one record put together: what follows it is better taken from the window itself. */
  get isBridge(): boolean {
    return this.#isBridge
  }

  /** Give back the bytes of a bridge behind `at`: they are walked where they are, in their window. */
  leaveBridge(at: number): void {
    const rest = this.current.bytes.subarray(at)
    const start = this.current.start + at
    const window = this.#pending
    this.#retire(at)
    // The rest of the bridge is the end of what was taken from the window, so the window can be widened over it.
    const whole =
      window && window.byteOffset >= rest.length
        ? new Uint8Array(window.buffer, window.byteOffset - rest.length, window.length + rest.length)
        : rest
    this.#pending = null
    this.#isBridge = false
    this.current = segmentOf(whole as Uint8Array<ArrayBuffer>, start)
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

  /** Up to `wanted` bytes if a record is to be completed, else a whole window. */
  async #next(wanted: number, partial: boolean): Promise<Uint8Array<ArrayBuffer> | null> {
    let window = this.#pending
    this.#pending = null
    if (!window) {
      if (this.#atEnd) return null
      window = await this.#source.read()
      if (!window) {
        this.#atEnd = true
        return null
      }
    }
    if (!partial || window.length <= wanted) return window
    this.#pending = window.subarray(wanted)
    return window.subarray(0, wanted)
  }
}

/** How many bytes of the next window a bridge takes at first: most records are far smaller. */
const MIN_BRIDGE = 4096
