import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeLongDouble } from '../../src/perl/long-double.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const reversed = (hex: string) => bytes(hex).toReversed()

describe('x87, little-endian', () => {
  // gcc on amd64: the 10 bytes, the shortest "%.*Lg" from 15 digits on that strtold reads back, and whether the
  // double is the same
  test.each([
    ['00000000000000000000', 0, true, '0'],
    ['00000000000000000080', -0, true, '0'],
    ['0000000000000080ff3f', 1, true, '1'],
    ['00000000000000c0ff3f', 1.5, true, '1.5'],
    ['000000000000008000c0', -2, true, '-2'],
    ['cdccccccccccccccfb3f', 0.1, false, '0.1'],
    ['00d0ccccccccccccfb3f', 0.1, true, '0.10000000000000000555'],
    ['abaaaaaaaaaaaaaafd3f', 1 / 3, false, '0.33333333333333333334'],
    ['35c26821a2da0fc90040', Math.PI, false, '3.1415926535897932385'],
    ['0100000000000080ff3f', 1, false, '1.0000000000000000001'],
    ['000000a031a95fe33040', 1e15, true, '1000000000000000'],
    ['000040763a6b0bde3a40', 1e18, true, '1e+18'],
    ['ffffffffffffffff3e40', 18446744073709551616, false, '1.8446744073709551615e+19'],
    ['00040000000000803440', 9007199254740992, false, '9007199254740993'],
    ['2384471b47acc5a7ee3f', 1e-5, false, '1e-05'],
    ['2c6519e25817b7d1f13f', 0.0001, false, '0.0001'],
    ['acf7fffffffffffffe43', 1.7976931348623157e308, false, '1.7976931348623157e+308'],
    ['01e60a08910c2a80ff43', Number.POSITIVE_INFINITY, false, '1.8e+308'],
    ['618c55fe2383bad1e673', Number.POSITIVE_INFINITY, false, '1e+4000'],
    ['d138824797b800fdd73b', 1e-320, false, '1e-320'],
    ['d9ce4f19fbb4e4fdcc3b', 5e-324, false, '4.9e-324'],
    ['2701000000000080cc3b', 5e-324, false, '2.4703282292062328e-324'],
    ['79dd854b62e853d9b63b', 0, false, '1e-330'],
    ['01000000000000000000', 0, false, '3.64519953188247e-4951'],
    ['fffffffffffffffffe7f', Number.POSITIVE_INFINITY, false, '1.189731495357231765e+4932'],
    ['0000000000000080ff7f', Number.POSITIVE_INFINITY, true, 'Inf'],
    ['0000000000000080ffff', Number.NEGATIVE_INFINITY, true, '-Inf'],
    ['00000000000000c0ff7f', Number.NaN, true, 'NaN'],
  ])('%s', (hex, value, exact, text) => {
    expect(decodeLongDouble(bytes(hex), true)).toEqual({ value, exact, text, certain: true })
  })

  test('every double stored as one is found again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (double) => {
        const decoded = decodeLongDouble(extend(double), true)
        expect(decoded.value).toBe(double)
        expect(decoded.exact).toBe(true)
        expect(Number(decoded.text) + 0).toBe(double + 0)
      }),
    )
  })
})

/** A double as x87 stores it. */
function extend(double: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(10))
  const from = new DataView(new ArrayBuffer(8))
  from.setFloat64(0, double)
  const bits = from.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  let fraction = bits & ((1n << 52n) - 1n)
  let extended = exponent - 1023 + 16383
  if (exponent > 0) fraction |= 1n << 52n
  else if (fraction > 0n) {
    extended++
    for (; fraction >> 52n === 0n; extended--) fraction <<= 1n
  } else extended = 0
  view.setBigUint64(0, fraction << 11n, true)
  view.setUint16(8, extended | (Number(bits >> 63n) << 15), true)
  return new Uint8Array(view.buffer)
}

describe('big-endian, where no file says what a long double is', () => {
  test('as x87 the other way round', () => {
    const oneAndHalf = decodeLongDouble(reversed('00000000000000c0ff3f'), false)
    expect(oneAndHalf).toEqual({ value: 1.5, exact: true, text: '1.5', certain: false })
  })

  test('with a gap behind the exponent, as on the 68881', () => {
    expect(decodeLongDouble(bytes('3fff0000c00000000000'), false).text).toBe('1.5')
    expect(decodeLongDouble(bytes('c0000000a00000000000'), false).text).toBe('-2.5')
  })

  test('without an integer bit, as the front of a quadruple', () => {
    expect(decodeLongDouble(bytes('3fff0000000000000000'), false).text).toBe('1')
    expect(decodeLongDouble(bytes('40004000000000000000'), false).text).toBe('2.5')
  })
})

test('whatever the bytes are, there is an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), fc.boolean(), (field, littleEndian) => {
      expect(decodeLongDouble(field, littleEndian).text).toMatch(/^(NaN|-?Inf|-?\d+(\.\d+)?(e[-+]\d+)?)$/)
    }),
  )
})
