import { expect, test } from 'vitest'
import { addressesIn } from '../../src/model/sv-address.ts'

// pmat's `size WORD`: "No such SV at address ..." tells which one it takes the word for, the first of ours
test.each([
  ['0x55cc23f96518', [0x55cc23f96518n]],
  ['0xffffffffffffffff', [0xffff_ffff_ffff_ffffn]],
  ['0x12zz', [0x12n]],
  ['0xzz', [0n]],
  ['0x1_0', [0x10n]],
  ['1234', [1234n, 0x1234n]],
  ['94456325713528', [94456325713528n, 0x94456325713528n]],
  ['18446744073709551615', [18446744073709551615n]],
  ['-5', [0xffff_ffff_ffff_fffbn]],
  ['1.5', [1n]],
  // pmat: Expected numerical SV address
  ['55cc23f96518', [0x55cc23f96518n]],
  ['DEADbeef', [0xdeadbeefn]],
  ['010', [0x10n]],
  ['1e+15', []],
  ['0X10', []],
  ['main::iv', []],
  ['Inf', []],
  ['', []],
  ['18446744073709551616', []],
])('%s', (word, addresses) => {
  expect(addressesIn(word)).toEqual(addresses)
})
