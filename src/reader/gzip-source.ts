import { type ByteSource, WINDOW_BYTES } from './byte-source.ts'
import { DumpError } from './dump-error.ts'
import { type GunzipReport, gunzip, piecesOf } from './gunzip.ts'

/**
 * A file that is gzip and grows more than this is a bomb: deflate ends near 1030-fold, which only bytes of one value reach. Dumps
 * are packed 3- to 20-fold.
 */
const MAX_RATIO = 500
/** Small files may: an array of a few million empty slots is one. */
const HARMLESS_BYTES = 64 * 1024 * 1024

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * A source over a gzip file. The browser unpacks it; what it refuses (several members, bytes behind the end, a cut file)
 * is unpacked again from the start by `gunzip`, and what was handed out before is passed over.
 *
 * `open` opens the compressed file; once more if the browser gives up.
 */
export function gzipSource(open: () => ByteSource, windowBytes = WINDOW_BYTES): ByteSource {
  let file = open()
  const { name, total } = file
  const report: GunzipReport = { used: 0, warnings: [] }
  let chunks = hasDecompressionStream() ? unpackNatively(file, report) : gunzip(file, report)
  let isNative = hasDecompressionStream()
  let made = 0
  let toSkip = 0
  let mostUsed = 0
  /** What of a chunk did not fit into the last window. */
  let rest: Uint8Array = new Uint8Array(0)
  let failure: unknown

  const next = async (): Promise<Uint8Array | null> => {
    for (;;) {
      let chunk: Uint8Array
      try {
        const { done, value } = await chunks.next()
        if (done) {
          mostUsed = total
          return null
        }
        chunk = value
      } catch (error) {
        if (!isNative || error instanceof DumpError) throw error
        file.close()
        file = open()
        report.used = 0
        chunks = gunzip(file, report)
        isNative = false
        toSkip = made
        continue
      }
      mostUsed = Math.max(mostUsed, report.used)
      const skipped = Math.min(toSkip, chunk.length)
      toSkip -= skipped
      made += chunk.length - skipped
      if (made > HARMLESS_BYTES && made > MAX_RATIO * report.used && toSkip === 0) throw bomb(name, made)
      if (skipped < chunk.length) return chunk.subarray(skipped)
    }
  }

  return {
    name,
    size: undefined,
    total,
    get consumed() {
      return mostUsed
    },
    get warnings() {
      return report.warnings
    },
    async read() {
      if (failure !== undefined) throw failure
      const window = new Uint8Array(windowBytes)
      let length = 0
      try {
        while (length < windowBytes) {
          const chunk = rest.length > 0 ? rest : await next()
          if (!chunk) break
          const taken = Math.min(chunk.length, windowBytes - length)
          window.set(chunk.subarray(0, taken), length)
          length += taken
          rest = taken === chunk.length ? new Uint8Array(0) : chunk.slice(taken)
        }
      } catch (error) {
        failure = error // told the next time: first what was unpacked before
        if (length === 0) throw error
      }
      if (length === 0) return null
      return length === windowBytes ? window : window.slice(0, length)
    },
    close() {
      file.close()
      void chunks.return().catch(() => {})
    },
  }
}

function hasDecompressionStream(): boolean {
  return typeof DecompressionStream === 'function'
}

/** The content of a file of one member. Throws what the browser throws, but the file's own errors as they are. */
async function* unpackNatively(file: ByteSource, report: GunzipReport): AsyncGenerator<Uint8Array, void> {
  const { readable, writable } = new DecompressionStream('gzip')
  const reader = readable.getReader()
  const writer = writable.getWriter()
  let fileError: unknown
  const feed = async (): Promise<void> => {
    try {
      for await (const piece of piecesOf(file)) {
        await writer.ready
        report.used += piece.length
        await writer.write(piece)
      }
      await writer.close()
    } catch (error) {
      if (error instanceof DumpError) fileError = error
      await writer.abort(error)
    }
  }
  const feeding = feed().catch(() => {}) // the reader is told too
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    throw fileError ?? error
  } finally {
    await reader.cancel().catch(() => {})
    await feeding
  }
}

function bomb(name: string, offset: number): DumpError {
  const problem = `${name} grows more than ${MAX_RATIO}-fold when it is unpacked, which no dump does: it is not read further`
  return new DumpError('too-large', problem, offset)
}
