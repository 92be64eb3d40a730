import { crc32 as zlibCrc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksum, crc32 } from '../../src/base/checksum.ts'

const ascii = (text: string) => new TextEncoder().encode(text)

// From the reference implementation.
test.each([
  ['', 0x02cc_5d05],
  ['a', 0x550d_7456],
  ['abc', 0x32d1_53ff],
  ['Nobody inspects the spammish repetition', 0xe229_3b2f],
])('checksum of %o', (text, expected) => {
  expect(checksum(ascii(text))).toBe(expected)
})

test('the checksum is that of the bytes, whatever array they are seen through and wherever it begins', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(7), (bytes, shift) => {
      const moved = new Uint8Array(shift + bytes.length)
      moved.set(bytes, shift)
      expect(checksum(moved.subarray(shift))).toBe(checksum(bytes))
    }),
  )
  const doubles = Float64Array.of(1, 2, 3)
  expect(checksum(doubles)).toBe(checksum(new Uint8Array(doubles.buffer)))
})

test('a flipped bit changes the checksum', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const flipped = bytes.slice()
      flipped[at % bytes.length] ^= 1 << bit
      expect(checksum(flipped)).not.toBe(checksum(bytes))
    }),
  )
})

const hasZlibCrc = typeof zlibCrc32 === 'function'

test.runIf(hasZlibCrc)('CRC-32 as in zlib, in any number of steps', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(), (bytes, cut) => {
      const at = cut % (bytes.length + 1)
      expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(zlibCrc32(bytes))
    }),
  )
})

test('the CRC-32 that the literature checks with', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf4_3926)
})
