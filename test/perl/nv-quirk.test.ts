import { expect, test } from 'vitest'
import { isNvLost } from '../../src/perl/nv-quirk.ts'

function field(nv: number, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, nv, littleEndian)
  return new Uint8Array(view.buffer)
}

// pmat on dumps of these: the SCALAR is UNDEF() where the NV is lost
test.each([
  [0, true, true],
  [0, false, true],
  [-0, true, false],
  [-0, false, true],
  [5e-324, true, true],
  [2.2250738585072014e-308, true, true],
  [1e-300, true, false],
  [2 ** -510, true, true], // its top byte is 0x20
  [2 ** -800, true, true], // 0x0d
  [1, true, false],
  [1, false, true],
  [1 / 3, false, false],
  [Number.NaN, true, false],
])('%d, little-endian %s: lost %s', (nv, littleEndian, lost) => {
  expect(isNvLost(field(nv, littleEndian))).toBe(lost)
})

test('of every last byte, seven lose it', () => {
  const losing = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) =>
    isNvLost(Uint8Array.of(1, 1, 1, 1, 1, 1, 1, byte)),
  )
  expect(losing).toEqual([0, 9, 10, 11, 12, 13, 32])
})

test('a long double is always lost', () => {
  expect(isNvLost(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xc0, 0xff, 0x3f))).toBe(true)
})
