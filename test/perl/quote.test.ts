import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoteBytes, quoteForScripts, quotePv, quoteUtf8 } from '../../src/perl/quote.ts'
import { anyText } from '../helpers/any-text.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

/** What Perl makes of a double-quoted literal of ours; the code of each character. */
function unquote(quoted: string): number[] {
  const SHORT: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, f: 12, r: 13, e: 27 }
  const codes: number[] = []
  const token = /\\x\{([0-9a-f]+)\}|\\([0-7]{3})|\\(.)|([^"\\$@])/gsuy
  token.lastIndex = 1
  while (token.lastIndex < quoted.length - 1) {
    const found = token.exec(quoted)
    if (!found) throw new Error(`not a literal: ${quoted}`)
    const [, hex, octal, escaped, char] = found
    if (hex) codes.push(Number.parseInt(hex, 16))
    else if (octal) codes.push(Number.parseInt(octal, 8))
    else codes.push(char === undefined ? (SHORT[escaped] ?? escaped.charCodeAt(0)) : char.charCodeAt(0))
  }
  return codes
}

describe('quoting', () => {
  // The bytes, without and with the UTF-8 flag, through format_value(..., pv => 1) of Devel::MAT 0.51 and 0.56:
  // perl -MDevel::MAT -MDevel::MAT::Cmd::Terminal -MEncode -E 'for (@ARGV) { my $b = pack "H*", $_; my $u = $b;
  //   Encode::_utf8_on($u); say join " ", $_, map Devel::MAT::Cmd->format_value($_, pv => 1), $b, $u }' 414243 ...
  test.each([
    ['', String.raw`""`, String.raw`""`],
    ['414243', String.raw`"ABC"`, String.raw`"ABC"`],
    ['22245c40', String.raw`"\"\$\\\@"`, String.raw`"\"\$\\\@"`],
    ['07080a0d0c091b0b007f', String.raw`"\a\b\n\r\f\t\033\013\000\177"`, String.raw`"\a\b\n\r\f\t\e\x{b}\x{0}\x{7f}"`],
    ['c3a9', String.raw`"\303\251"`, String.raw`"\x{e9}"`],
    ['e298ba', String.raw`"\342\230\272"`, String.raw`"\x{263a}"`],
    ['f09f9880', String.raw`"\360\237\230\200"`, String.raw`"\x{1f600}"`],
    ['eda080', String.raw`"\355\240\200"`, String.raw`"\x{d800}"`],
    ['efbfbe', String.raw`"\357\277\276"`, String.raw`"\x{fffe}"`],
    ['f4908080', String.raw`"\364\220\200\200"`, String.raw`"\x{110000}"`],
    ['f8888080804142', String.raw`"\370\210\200\200\200AB"`, String.raw`"\x{200000}AB"`],
    ['fc8480808080', String.raw`"\374\204\200\200\200\200"`, String.raw`"\x{4000000}"`],
    ['fe83bfbfbfbfbf', String.raw`"\376\203\277\277\277\277\277"`, String.raw`"\x{ffffffff}"`],
    [
      'ff80808080808180808080808041',
      String.raw`"\377\200\200\200\200\200\201\200\200\200\200\200\200A"`,
      String.raw`"\x{1000000000}A"`,
    ],
    // malformed, on perl 5.42
    ['c3', String.raw`"\303"`, String.raw`"\x{fffd}"`],
    ['41c3', String.raw`"A\303"`, String.raw`"A\x{fffd}"`],
    ['e298', String.raw`"\342\230"`, String.raw`"\x{fffd}"`],
    ['c34142', String.raw`"\303AB"`, String.raw`"\x{fffd}AB"`],
    ['e29841', String.raw`"\342\230A"`, String.raw`"\x{fffd}A"`],
    ['c3c3a9', String.raw`"\303\303\251"`, String.raw`"\x{fffd}\x{e9}"`],
    ['f09f98', String.raw`"\360\237\230"`, String.raw`"\x{fffd}"`],
    ['c08041', String.raw`"\300\200A"`, String.raw`"\x{fffd}A"`],
    ['c1bf41', String.raw`"\301\277A"`, String.raw`"\x{fffd}A"`],
    ['e0808041', String.raw`"\340\200\200A"`, String.raw`"\x{fffd}A"`],
    ['e0804180', String.raw`"\340\200A\200"`, String.raw`"\x{fffd}A\x{fffd}"`],
    ['f0808080', String.raw`"\360\200\200\200"`, String.raw`"\x{fffd}"`],
    ['80808041', String.raw`"\200\200\200A"`, String.raw`"\x{fffd}\x{fffd}\x{fffd}A"`],
    ['ff41', String.raw`"\377A"`, String.raw`"\x{fffd}A"`],
    ['fe8184', String.raw`"\376\201\204"`, String.raw`"\x{fffd}"`],
    ['f8888041', String.raw`"\370\210\200A"`, String.raw`"\x{fffd}A"`],
    ['ffff41', String.raw`"\377\377A"`, String.raw`"\x{fffd}\x{fffd}A"`],
  ])('%s', (hex, asBytes, asCharacters) => {
    expect(quoteBytes(bytes(hex))).toBe(asBytes)
    expect(quoteUtf8(bytes(hex))).toBe(asCharacters)
  })

  test('a byte string comes back from its literal', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (string) => {
        expect(unquote(quoteBytes(string))).toEqual([...string])
      }),
    )
  })

  test('a character string comes back from its literal', () => {
    fc.assert(
      fc.property(anyText(), (string) => {
        const codes = Array.from(string, (char) => char.codePointAt(0))
        expect(unquote(quoteUtf8(new TextEncoder().encode(string)))).toEqual(codes)
      }),
    )
  })

  test('bytes that are no UTF-8 do not stop it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (string) => {
        expect(quoteUtf8(string)).toMatch(/^"[ -~]*"$/)
      }),
    )
  })
})

describe('cutting', () => {
  // the same one-liner
  test.each([
    ['64 bytes', '5b'.repeat(64), false, `"${'['.repeat(64)}"`],
    ['65 bytes', '5b'.repeat(65), false, `"${'['.repeat(64)}"...`],
    ['64 characters', 'c3a9'.repeat(64), true, `"${'\\x{e9}'.repeat(64)}"`],
    ['65 characters', 'c3a9'.repeat(65), true, `"${'\\x{e9}'.repeat(64)}"...`],
    [
      '64 characters and a cut one, which is none',
      `${'c3a9'.repeat(64)}c3`,
      true,
      `"${'\\x{e9}'.repeat(64)}\\x{fffd}"`,
    ],
    [
      '65 characters and a cut one, from which Perl counts',
      `${'c3a9'.repeat(64)}41c3`,
      true,
      `"${'\\x{e9}'.repeat(64)}A"...`,
    ],
    ['70 stray bytes', '80'.repeat(70), true, `"${'\\x{fffd}'.repeat(64)}"...`],
  ])('%s', (_, hex, utf8, text) => {
    expect(quotePv(bytes(hex), utf8)).toBe(text)
  })

  test('a limit of 0 is none', () => {
    expect(quotePv(bytes('41'.repeat(300)), false, 0)).toBe(`"${'A'.repeat(300)}"`)
  })
})

describe('the helper scripts quote otherwise', () => {
  // $sv->qq_pv(5) of Devel::MAT 0.51 for each SCALAR of a dump of these strings
  test.each([
    ['414243', false, 3, `'ABC'`],
    ['5c27', false, 2, String.raw`'\\\''`],
    ['22', false, 1, `'"'`],
    ['0d0a09', false, 3, String.raw`"\r\n\x09"`],
    ['007f80ff', false, 4, '"\\x00\x7f\\x80\\xff"'],
    ['005c', false, 2, String.raw`"\x00\"`],
    ['0022275c24', false, 5, String.raw`"\x00\"'\$"`],
    ['5b5b5b5b5b5b', false, 6, `'[[[[['...`],
    ['c3a9', false, 2, String.raw`"\xc3\xa9"`],
    ['c3a9', true, 2, String.raw`"\xe9"...`],
    ['e298ba', true, 3, '"\u263a"...'],
    ['c3a9c3a9c3a9c3a9c3a9c3a9', true, 12, String.raw`"\xe9\xe9\xe9\xe9\xe9"...`],
  ])('%s %s', (hex, utf8, pvlen, text) => {
    expect(quoteForScripts(bytes(hex), utf8, pvlen, 5)).toBe(text)
  })
})
