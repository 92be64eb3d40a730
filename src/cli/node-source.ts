import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { type ByteSource, WINDOW_BYTES } from '../reader/byte-source.ts'
import { DumpError } from '../reader/dump-error.ts'
import { gzipSource, isGzip } from '../reader/gzip-source.ts'

/** A source over a file of any size, packed or not: its first bytes tell. Throws a DumpError. */
export function openNodeSource(path: string): ByteSource {
  const magic = Buffer.alloc(2)
  const file = openFile(path)
  try {
    readSync(file, magic, 0, 2, 0)
  } catch (error) {
    throw unreadable(path, error)
  } finally {
    closeSync(file)
  }
  return isGzip(magic) ? gzipSource(() => nodeSource(path)) : nodeSource(path)
}

/** A source over the bytes of a file as they are, read window by window. */
export function nodeSource(path: string, windowBytes = WINDOW_BYTES): ByteSource {
  const file = openFile(path)
  const total = fstatSync(file).size
  let at = 0
  let isOpen = true
  return {
    name: path, // as it was given: the scripts that compare dumps print it so
    size: total,
    total,
    get consumed() {
      return at
    },
    async read() {
      if (at >= total) return null
      const window = new Uint8Array(Math.min(windowBytes, total - at))
      let length = 0
      while (length < window.length) {
        const got = readAt(path, file, window.subarray(length), at + length)
        if (got === 0) throw new DumpError('unreadable', `${path} became shorter while it was read`, at + length)
        length += got
      }
      at += length
      return window
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

function openFile(path: string): number {
  try {
    const file = openSync(path, 'r')
    if (fstatSync(file).isDirectory()) {
      closeSync(file)
      throw new DumpError('unreadable', `Cannot read ${path} - Is a directory`, 0)
    }
    return file
  } catch (error) {
    throw unreadable(path, error)
  }
}

function readAt(path: string, file: number, into: Uint8Array, position: number): number {
  try {
    return readSync(file, into, 0, into.length, position)
  } catch (error) {
    throw unreadable(path, error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error
  return error instanceof DumpError
    ? error
    : new DumpError('unreadable', `Cannot read ${path} - ${REASONS[String(error.code)] ?? error.message}`, 0)
}
