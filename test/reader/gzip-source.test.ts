import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type ByteSource, bytesSource } from '../../src/reader/byte-source.ts'
import { DumpError } from '../../src/reader/dump-error.ts'
import { gzipSource } from '../../src/reader/gzip-source.ts'
import { gunzip } from '../../src/reader/gunzip.ts'
import { openBytesSource, openFileSource } from '../../src/reader/open-source.ts'
import { problemsOf, GZIP_CASES, joined, noise, readOut } from '../helpers/gzip-cases.ts'

describe.each([8 * 1024 * 1024, 1000])('in windows of %i bytes', (windowBytes) => {
  test.each(GZIP_CASES)('$name', async (gzipCase) => {
    expect(await problemsOf(gzipCase, windowBytes)).toEqual([])
  })
})

test('where there is no DecompressionStream, too', async () => {
  const native = globalThis.DecompressionStream
  Object.assign(globalThis, { DecompressionStream: undefined })
  try {
    for (const gzipCase of GZIP_CASES) expect(await problemsOf(gzipCase, 1 << 20)).toEqual([])
  } finally {
    Object.assign(globalThis, { DecompressionStream: native })
  }
})

test('windows are whole but for the last, and buffers of their own', async () => {
  const source = gzipSource(() => bytesSource('a.gz', gzipSync(noise(250_000))), 100_000)
  const lengths: number[] = []
  for (let window = await source.read(); window; window = await source.read()) {
    lengths.push(window.length)
    expect(window.buffer.byteLength).toBe(window.length)
  }
  expect(lengths).toEqual([100_000, 100_000, 50_000])
})

describe('a bomb', () => {
  const bomb = gzipSync(new Uint8Array(100 * 1024 * 1024)) as Uint8Array<ArrayBuffer>
  const refusal = {
    code: 'too-large',
    message: 'bomb.gz grows more than 500-fold when it is unpacked, which no dump does: it is not read further',
  }

  test('is not unpacked beyond 64 MiB', async () => {
    const { bytes, error } = await readOut(gzipSource(() => bytesSource('bomb.gz', bomb)))
    expect(error).toMatchObject(refusal)
    expect(bytes.length).toBeLessThan(75 * 1024 * 1024)
  })

  test('nor as the second member of a file', async () => {
    const file = joined(gzipSync(noise(100)), bomb)
    const { bytes, error } = await readOut(gzipSource(() => bytesSource('bomb.gz', file)))
    expect(error).toMatchObject(refusal)
    expect(bytes.length).toBeLessThan(75 * 1024 * 1024)
  })

  test('a small file may grow as it likes', async () => {
    const small = gzipSync(new Uint8Array(60 * 1024 * 1024)) as Uint8Array<ArrayBuffer>
    const { bytes, error } = await readOut(gzipSource(() => bytesSource('empty-slots.gz', small)))
    expect(error).toBe(null)
    expect(bytes.length).toBe(60 * 1024 * 1024)
  })
})

/** A source that fails after so many bytes. */
function failingSource(bytes: Uint8Array<ArrayBuffer>, failsAt: number): ByteSource {
  const source = bytesSource('gone.gz', bytes.subarray(0, failsAt), 1000)
  return {
    ...source,
    async read() {
      const window = await source.read()
      if (!window) throw new DumpError('unreadable', 'gone.gz is no longer there', failsAt)
      return window
    },
  }
}

test('a compressed file that goes away keeps what was read, and says so in its own words', async () => {
  const content = noise(300_000)
  const packed = gzipSync(content) as Uint8Array<ArrayBuffer>
  const { bytes, error } = await readOut(gzipSource(() => failingSource(packed, 150_000)))
  expect(error).toMatchObject({ code: 'unreadable', message: 'gone.gz is no longer there' })
  expect(bytes).toEqual(content.subarray(0, bytes.length))
})

test('an error that is no word about the file is passed on as it is', async () => {
  const broken = { ...bytesSource('x', new Uint8Array(0)), read: () => Promise.reject(new TypeError('ours')) }
  const report = { used: 0, warnings: [] }
  await expect(gunzip(broken, report).next()).rejects.toThrow(TypeError)
})

describe('which source', () => {
  const text = new TextEncoder().encode('PMAT')
  const packed = gzipSync(text) as Uint8Array<ArrayBuffer>
  const fileOf = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
    Object.assign(new Blob([bytes]), { name, lastModified: 1 })

  test.each([
    ['plain.pmat', text],
    ['misnamed.pmat', packed],
    ['dump.pmat.gz', packed],
    ['misnamed.gz', text],
  ])('the first bytes tell, not the name: %s', async (name, bytes) => {
    const fromFile = await readOut(await openFileSource(fileOf(name, bytes)))
    expect(fromFile.bytes).toEqual(text)
    expect((await readOut(openBytesSource(name, bytes))).bytes).toEqual(text)
  })

  test('an empty file is a source of nothing', async () => {
    expect((await readOut(await openFileSource(fileOf('empty.pmat', new Uint8Array(0))))).bytes).toHaveLength(0)
  })

  test('a file that is gone says so at once', async () => {
    const gone = Object.assign(new Blob([text]), { name: 'gone.pmat', lastModified: 1 })
    gone.slice = () => {
      throw Object.assign(new Error('x'), { name: 'NotFoundError' })
    }
    await expect(openFileSource(gone)).rejects.toThrow('gone.pmat is no longer there')
  })
})
