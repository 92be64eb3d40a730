import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatBytes, formatHex, formatNv, formatSigned, formatUnsigned } from '../../src/perl/numbers.ts'

function doubleFromHex(hex: string): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${hex}`))
  return view.getFloat64(0)
}

describe('an NV is written as perl 5.36 writes it', () => {
  // perl -e 'for (0, 1, 1/3, ...) { printf "%s %s\n", unpack("H*", pack("d>", $_)), $_ }'
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['3ff0000000000000', '1'],
    ['c002000000000000', '-2.25'],
    ['3fd5555555555555', '0.333333333333333'],
    ['3fb999999999999a', '0.1'],
    ['4132d68720000000', '1234567.125'],
    ['41f0000000000000', '4294967296'],
    ['42d6bcc41e900000', '100000000000000'],
    ['42dc12218377de40', '123456789012345'],
    ['430c6bf526340000', '1e+15'],
    ['430c6bf52633fffc', '1e+15'],
    ['4341c37937e08001', '1e+16'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3f1a36e2eb1c432d', '0.0001'],
    ['3f202e4b6ce5dc68', '0.00012345'],
    ['3ee4f8b588e368f1', '1e-05'],
    ['3f00000000000000', '3.0517578125e-05'],
    ['54b249ad2594c37d', '1e+100'],
    ['01a56e1fc2f8f359', '1e-300'],
    ['0000000000000001', '4.94065645841247e-324'],
    ['7fefffffffffffff', '1.79769313486232e+308'],
    ['7ff0000000000000', 'Inf'],
    ['fff0000000000000', '-Inf'],
    ['7ff8000000000000', 'NaN'],
    // ties go to even, and 10.6580418999825 is 10.65804189998249999...
    ['42d6bcc41e900020', '100000000000000'],
    ['42d6bcc41e900060', '100000000000002'],
    ['402550eade2fa508', '10.6580418999825'],
    ['4242e0766488eea8', '162150533393.865'],
  ])('%s is %s', (hex, text) => {
    expect(formatNv(doubleFromHex(hex))).toBe(text)
  })

  test('the text is the double again, as far as 15 digits go', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e308, max: 1e308 }), (nv) => {
        const back = Number(formatNv(nv))
        expect(Math.abs(back - nv)).toBeLessThanOrEqual(Math.abs(nv) * 5.1e-15 + 5e-324)
        expect(formatNv(back)).toBe(formatNv(nv))
      }),
    )
  })
})

describe('64 bits', () => {
  test.each([
    [0, 0, '0', '0'],
    [0, 5, '5', '5'],
    [0xffff_ffff, 0xffff_fffb, '18446744073709551611', '-5'],
    [0xffff_ffff, 0xffff_ffff, '18446744073709551615', '-1'],
    [0x8000_0000, 0, '9223372036854775808', '-9223372036854775808'],
    [0x7fff_ffff, 0xffff_ffff, '9223372036854775807', '9223372036854775807'],
    [0x0020_0000, 1, '9007199254740993', '9007199254740993'],
    [0xffff_ffff, 0, '18446744069414584320', '-4294967296'],
  ])('%i %i are %s unsigned and %s signed', (hi, lo, unsigned, signed) => {
    expect(formatUnsigned(hi, lo)).toBe(unsigned)
    expect(formatSigned(hi, lo)).toBe(signed)
    expect(formatSigned(hi | 0, lo | 0)).toBe(signed)
  })

  test('every value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (value) => {
        const hi = Number(value >> 32n)
        const lo = Number(value & 0xffff_ffffn)
        expect(formatUnsigned(hi, lo)).toBe(String(value))
        expect(formatSigned(hi, lo)).toBe(String(BigInt.asIntN(64, value)))
        expect(formatHex(hi, lo)).toBe(value === 0n ? '0' : `0x${value.toString(16)}`)
      }),
    )
  })
})

describe('sizes', () => {
  // perl -MDevel::MAT -MDevel::MAT::Cmd::Terminal -E 'say Devel::MAT::Cmd->format_bytes($_) for @ARGV' 0 1 1023 ...
  test.each([
    [0, '0 bytes'],
    [1, '1 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 KiB'],
    [1280, '1.2 KiB'],
    [1536, '1.5 KiB'],
    [1792, '1.8 KiB'],
    [2304, '2.2 KiB'],
    [5042, '4.9 KiB'],
    [1048575, '1024.0 KiB'],
    [1048576, '1.0 MiB'],
    [1310720, '1.2 MiB'],
    [1342177280, '1.2 GiB'],
    [1649267441664, '1.5 TiB'],
    [1125899906842624, '1024.0 TiB'],
    [-5000, '-5000 bytes'],
  ])('%i is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})
