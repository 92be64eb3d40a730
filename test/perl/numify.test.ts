import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPerlNumber, hexValue, isCanonicalNumber, numbersEqual, numify } from '../../src/perl/numify.ts'
import { anyText } from '../helpers/any-text.ts'

// perl -e 'for my $s ("12abc", "0x1f", ...) { printf "%s %s\n", $s, $s + 0 }'
test.each([
  ['12abc', '12'],
  ['0x1f', '0'],
  [' 12', '12'],
  ['12 ', '12'],
  ['\v5', '5'],
  ['-5', '-5'],
  ['+5', '5'],
  ['-0', '0'],
  ['00012', '12'],
  ['', '0'],
  ['abc', '0'],
  ['--5', '0'],
  ['0 but true', '0'],
  ['1_000', '1'],
  ['2.0', '2'],
  ['12.', '12'],
  ['.5', '0.5'],
  ['.', '0'],
  ['-.5e1', '-5'],
  ['1e', '1'],
  ['1e+', '1'],
  ['1e15', '1000000000000000'],
  ['1e16', '10000000000000000'],
  ['1e19', '10000000000000000000'],
  ['1.8446744073709551616e19', '1.84467440737096e+19'],
  ['9007199254740993.0', '9.00719925474099e+15'],
  ['18446744073709551615', '18446744073709551615'],
  ['18446744073709551616', '1.84467440737096e+19'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['-9223372036854775809', '-9.22337203685478e+18'],
  ['infx', 'Inf'],
  ['-inf', '-Inf'],
  ['nanny', 'NaN'],
  ['1e400', 'Inf'],
])('%j + 0 is %s', (text, number) => {
  expect(formatPerlNumber(numify(text))).toBe(number)
})

// pmat's `size TOKEN`: "No such SV at address ..." if it takes the token for a number
test.each(['94456325713528', '0', '-5', '1.5', 'Inf', '18446744073709551615'])('%s is canonical', (text) => {
  expect(isCanonicalNumber(text)).toBe(true)
})
test.each(['010', '1e3', '1e+15', '0x10', 'deadbeef', '', '+5', ' 5', '18446744073709551616'])('%j is not', (text) => {
  expect(isCanonicalNumber(text)).toBe(false)
})

// perl -e 'print 0 + ("1e16" == 10000000000000001), 0 + ("9007199254740993.0" == 9007199254740992)'
test('integers are compared with all their bits, the rest as doubles', () => {
  expect(numbersEqual(numify('1e16'), numify('10000000000000001'))).toBe(false)
  expect(numbersEqual(numify('9007199254740993.0'), numify('9007199254740992'))).toBe(true)
  expect(numbersEqual(numify('nan'), numify('nan'))).toBe(false)
})

test('any integer of 64 bits is itself', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n }), (integer) => {
      expect(numify(`${integer}`).integer).toBe(integer)
      expect(isCanonicalNumber(`${integer}`)).toBe(true)
    }),
  )
})

test('no text is refused', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(formatPerlNumber(numify(text))).toMatch(/^(-?Inf|NaN|-?[0-9].*)$/)
    }),
  )
})

// perl -e 'print hex($_), "\n" for "12zz", "zz", ...'
test.each([
  ['12zz', 0x12n],
  ['zz', 0n],
  ['', 0n],
  ['1_0', 0x10n],
  ['_1', 1n],
  ['1__0', 1n],
  ['DeadBeef', 0xdeadbeefn],
  ['ffffffffffffffff', 0xffff_ffff_ffff_ffffn],
])('hex(%j)', (digits, value) => {
  expect(hexValue(digits)).toBe(value)
})
