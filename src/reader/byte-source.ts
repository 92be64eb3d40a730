import type { HeapBytes } from './heap-bytes.ts'

/** The bytes of a dump, window by window, in order. */
export interface ByteSource {
  readonly name: string
  /** Bytes of the dump if they are known before it is read: not so for a compressed one. */
  readonly size: number | undefined
  /** Part of the input that has been consumed, for progress: bytes of the file itself, compressed or not. */
  readonly consumed: number
  readonly total: number
  /** What was odd about the file but kept nothing from being read. Complete when `read` has answered null. */
  readonly warnings?: readonly string[]
  /**
   * The next window, a buffer of its own that may be kept; null at the end. Throws a DumpError when the bytes cannot
   * be read. `reader/file-source.ts` and `reader/gzip-source.ts` make sources.
   */
  read(): Promise<Uint8Array<ArrayBuffer> | null>
  /** Let go of what is held open. */
  close(): void
}

/** Bytes of a window: large enough that calls do not matter, small enough that a cancel is prompt. */
export const WINDOW_BYTES = 8 * 1024 * 1024

/** A source over a dump that was read before: its windows are the segments, so that reading it again makes the same ones. */
export function heapBytesSource(name: string, { segments, byteLength }: HeapBytes): ByteSource {
  let numRead = 0
  return {
    name,
    size: byteLength,
    get consumed() {
      return numRead === 0 ? 0 : segments[numRead - 1].end
    },
    total: byteLength,
    read: () => Promise.resolve(numRead < segments.length ? segments[numRead++].bytes : null),
    close() {},
  }
}

/** A source over bytes in memory, handed out in windows of `windowBytes`. */
export function bytesSource(name: string, bytes: Uint8Array<ArrayBuffer>, windowBytes = WINDOW_BYTES): ByteSource {
  let at = 0
  return {
    name,
    size: bytes.length,
    get consumed() {
      return at
    },
    total: bytes.length,
    async read() {
      if (at >= bytes.length) return null
      const window = bytes.subarray(at, at + windowBytes)
      at += window.length
      return window
    },
    close() {},
  }
}
