import { type ByteSource, WINDOW_BYTES } from './byte-source.ts'
import { DumpError } from './dump-error.ts'

/** What a source needs of a picked `File`. */
export interface FileLike extends Blob {
  readonly name: string
  readonly lastModified: number
}

/**
 * A source over a picked file, by slices, with one window read ahead. The whole file is never asked for at once: browsers
 * refuse that from 2 GiB on or, worse, answer with a part. A file that changes, shrinks or goes away is noticed.
 */
export function fileSource(file: FileLike, windowBytes = WINDOW_BYTES): ByteSource {
  const { size, lastModified } = file
  let at = 0
  let ahead: Promise<Uint8Array<ArrayBuffer>> | null = null

  const fetch = async (start: number): Promise<Uint8Array<ArrayBuffer>> => {
    const end = Math.min(size, start + windowBytes)
    let buffer: ArrayBuffer
    try {
      buffer = await file.slice(start, end).arrayBuffer()
    } catch (error) {
      throw unreadable(file.name, error, start)
    }
    if (file.size !== size || file.lastModified !== lastModified) throw changed(file.name, start)
    if (buffer.byteLength !== end - start) throw changed(file.name, start)
    return new Uint8Array(buffer)
  }

  return {
    name: file.name,
    size,
    total: size,
    get consumed() {
      return at
    },
    async read() {
      if (at >= size) return null
      const window = await (ahead ?? fetch(at))
      at += window.length
      ahead = at < size ? fetch(at) : null
      ahead?.catch(() => {}) // reported when it is awaited
      return window
    },
    close() {
      ahead = null
    },
  }
}

function changed(name: string, offset: number): DumpError {
  return new DumpError('unreadable', `${name} changed while it was read (at byte ${offset})`, offset)
}

/** Browsers throw DOMExceptions here, and one of them throws a string when memory is out. */
function unreadable(name: string, error: unknown, offset: number): DumpError {
  const kind = error instanceof Error ? error.name : String(error)
  if (kind === 'NotFoundError') {
    return new DumpError('unreadable', `${name} is no longer there (at byte ${offset})`, offset)
  }
  if (kind === 'NotReadableError') {
    return new DumpError(
      'unreadable',
      `${name} cannot be read any more: it changed or was removed (at byte ${offset})`,
      offset,
    )
  }
  if (error instanceof RangeError || kind === 'out of memory') {
    return new DumpError('too-large', `There is no memory left for ${name} (at byte ${offset})`, offset)
  }
  return new DumpError('unreadable', `${name} cannot be read at byte ${offset}: ${kind}`, offset)
}
