import { describe, expect, test } from 'vitest'
import { bytesSource } from '../../src/reader/byte-source.ts'
import { gzipSource } from '../../src/reader/gzip-source.ts'
import { gzip, GZIP_CASES, problemsOf, readOut } from '../helpers/gzip-cases.ts'

describe.each([8 * 1024 * 1024, 1000])('in windows of %i bytes', (windowBytes) => {
  test.each(GZIP_CASES)('$name', async (gzipCase) => {
    expect(await problemsOf(gzipCase, windowBytes)).toEqual([])
  })
})

test('a bomb is not unpacked beyond 64 MiB', async () => {
  const bomb = await gzip(new Uint8Array(100 * 1024 * 1024))
  const { bytes, error } = await readOut(gzipSource(() => bytesSource('bomb.gz', bomb)))
  expect(error?.code).toBe('too-large')
  expect(bytes.length).toBeLessThan(75 * 1024 * 1024)
})
