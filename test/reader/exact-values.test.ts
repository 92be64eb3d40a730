import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { extensionsOf } from '../../src/columns/extensions.ts'
import type { Heap } from '../../src/columns/heap.ts'
import { addressText, describe as descriptionOf } from '../../src/model/describe.ts'
import { createModel } from '../../src/model/model.ts'
import { decodeScalar } from '../../src/model/scalar.ts'
import { integerText, numberText } from '../../src/model/truth.ts'
import { pmat } from '../helpers/build-pmat.ts'
import type { Num } from '../helpers/byte-writer.ts'
import { fullText, openConsole } from '../helpers/console.ts'
import { heapText, rowAt } from '../helpers/heap-text.ts'
import { openHeap } from '../helpers/open-dump.ts'
import { formOf } from '../helpers/pmat-form.ts'

const TOP = 2n ** 64n - 1n

describe('addresses', () => {
  const EVERYWHERE: readonly bigint[] = [
    1n, // between the bits of every map
    3n,
    0xfffn,
    0x1000n,
    0xffff_fff8n,
    0xffff_ffffn,
    0x1_0000_0000n,
    2n ** 47n - 8n,
    2n ** 53n - 1n,
    2n ** 53n + 1n,
    2n ** 63n,
    2n ** 63n + 8n,
    TOP - 7n,
    TOP,
  ]

  test.each([false, true])('any 64 bits are exact in text and lookup (big-endian: %s)', async (bigEndian) => {
    for (const addresses of [EVERYWHERE, EVERYWHERE.toReversed()]) {
      const dump = pmat({ bigEndian })
      for (const [i, address] of addresses.entries()) dump.ref(address, addresses[(i + 1) % addresses.length])
      const heap = await openHeap(dump.bytes())
      expect(heap.svs.numSvs).toBe(EVERYWHERE.length)
      const model = createModel(heap)
      const shell = openConsole(new Analyses(heap))
      for (const [i, address] of EVERYWHERE.entries()) {
        expect(rowAt(heap, address)).toBe(i) // ascending
        expect(addressText(model, i)).toBe(`0x${address.toString(16)}`)
        expect(await fullText(shell, `show 0x${address.toString(16)}`)).toMatch(
          `REF() at 0x${address.toString(16)} with`,
        )
        expect(await fullText(shell, `show ${address}`)).toMatch(`REF() at 0x${address.toString(16)} with`)
      }
      expect(rowAt(heap, 2n)).toBe(-1)
      expect(rowAt(heap, 2n ** 53n)).toBe(-1)
    }
  })

  test('lie 4 bytes apart on some perls of 32 bits', async () => {
    const dump = pmat({ ptr: 4, uint: 4 }).undef(0x1000).undef(0x1008).undef(0x1004).ref(0xffff_fffc, 0x1004)
    const heap = await openHeap(dump.bytes())
    expect(heapText(heap)).toBe(
      `0x1000 UNDEF() rc=1 size=24
0x1004 UNDEF() rc=1 size=24
0x1008 UNDEF() rc=1 size=24
0xfffffffc REF() rc=1 size=24
  s the referrant 0x1004
`,
    )
    expect(heap.data.warnings).toEqual([])
  })

  test('random ones: row -> address -> row, ascending', async () => {
    // What lies at an immortal's address is never found: the test after next.
    const address = fc.oneof(
      fc.bigInt(0x31n, TOP),
      fc.bigInt(0x31n, 0x4000n),
      fc.bigInt(0x7fff_0000_0000n, 0x7fff_0000_4000n),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(address, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        async (given, bigEndian) => {
          const dump = pmat({ bigEndian })
          for (const each of given) dump.undef(each)
          const heap = await openHeap(dump.bytes())
          const read = Array.from({ length: heap.svs.numSvs }, (_, row) => addressOf(heap, row))
          expect(read).toEqual(given.toSorted((a, b) => (a < b ? -1 : 1)))
          expect(read.map((each) => rowAt(heap, each))).toEqual(read.map((_, row) => row))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('one that stands twice: the later record counts, with what belongs to it', async () => {
    const dump = pmat()
      .array(0x1000, [0x1010])
      .magic(0x1000, '~', { obj: 0x1010 })
      .undef(0x1010)
      .ref(0x1000, 0x1010)
      .magic(0x1000, 'q', { obj: 0x1010 })
    const heap = await openHeap(dump.bytes())
    expect(heapText(heap)).toBe(
      `0x1000 REF() rc=1 size=24
  s the referrant 0x1010
  w 'q' magic object 0x1010
0x1010 UNDEF() rc=1 size=24
`,
    )
    expect(heap.data.warnings.map(({ text }) => text)).toEqual([
      '1 SV stands in the file twice: the later record counts',
      '1 extension record of SVs that are not in the heap: skipped',
    ])
  })

  test('one that stands twice in a map that has to be made finer', async () => {
    const heap = await openHeap(pmat().undef(0x1000).undef(0x1000).undef(0x1001).undef(0x1001).bytes())
    expect(heap.svs.numSvs).toBe(2)
    expect(heap.data.warnings[0]).toEqual({ text: '2 SVs stand in the file twice: the later records count', count: 2 })
  })

  test('NULL is never found; an SV at an immortal is listed and never referred to', async () => {
    const dump = pmat()
      .immortals(0x1000, 0, 0x1008)
      .undef(0)
      .array(0x1000, [0])
      .undef(0x1008)
      .array(0x1010, [0x1000, 0, 0x1008])
    const heap = await openHeap(dump.bytes())
    expect(heapText(heap)).toBe(
      `0 UNDEF() rc=1 size=24
0x1000 ARRAY(1) rc=1 size=24
0x1008 UNDEF() rc=1 size=24
0x1010 ARRAY(3) rc=1 size=24
  s element [0] 0x1000
  s element [2] 0x1008
`,
    )
    const model = createModel(heap)
    expect(descriptionOf(model, rowAt(heap, 0x1000))).toBe('UNDEF')
    expect(descriptionOf(model, rowAt(heap, 0x1008))).toBe('NO')
    expect(rowAt(heap, 0)).toBe(-1)
    const shell = openConsole(new Analyses(heap))
    expect(await fullText(shell, 'show 0')).toBe('error: No such SV at address 0x0\n')
    expect(await fullText(shell, 'show sv_yes')).toBe('error: Need an SV address\n')
  })

  test('a root cannot take the name of an immortal', async () => {
    const dump = pmat().root('sv_undef', 0x1000).root('x', 0x1000).undef(0x1000).ref(0x1010, 0x10)
    const { data, svs } = await openHeap(dump.bytes())
    expect(data.roots.map(({ name, row }) => `${name} ${row}`)).toEqual([
      `sv_undef ${svs.numSvs}`,
      `sv_yes ${svs.numSvs + 1}`,
      `sv_no ${svs.numSvs + 2}`,
      'x 0',
    ])
  })
})

describe('numbers beyond 2^32 and 2^53', () => {
  test('sizes', async () => {
    const sizes: [Num, string][] = [
      [2n ** 32n, '4.0 GiB (4294967296 bytes)'],
      [6 * 2 ** 30 + 1, '6.0 GiB (6442450945 bytes)'],
      [2n ** 53n + 1n, '8192.0 TiB (9007199254740993 bytes)'],
      [TOP, '16777216.0 TiB (18446744073709551615 bytes)'],
    ]
    for (const [size, text] of sizes) {
      expect(await show((dump) => dump.undef(0x1000, { size }))).toContain(`  size ${text}\n`)
    }
  })

  test('refcounts', async () => {
    expect(await show((dump) => dump.undef(0x1000, { rc: -1 }))).toMatch(/ with refcount 4294967295\n/)
  })

  test.each<Num>([2n ** 32n + 1n, 2n ** 53n + 1n, TOP])('the length of a string: %s', async (pvlen) => {
    expect(await show((dump) => dump.scalar(0x1000, { pv: 'x', pvlen }))).toContain(`  PVLEN ${pvlen}\n`)
  })

  test('the part of an LVALUE, the length of a MagicV2', async () => {
    expect(await show((dump) => dump.lvalue(0x1000, 0, { offset: TOP - 2n, length: 2n ** 53n + 1n }))).toContain(
      '  offset=18446744073709551613\n  length=9007199254740993\n',
    )
    const magic = (dump: ReturnType<typeof pmat>, pointer: number) =>
      dump.undef(0x1000).magicV2(0x1000, { flags: 2, length: 2n ** 53n + 1n, key: -5, ptrs: [0, 0, pointer, 0, 0] })
    expect(await show((dump) => magic(dump, 0))).toContain('    with ptrlen 9007199254740993\n    with keyiv -5\n')
    expect(await show((dump) => magic(dump, 0x70))).toContain('    with ptr 0x70 len 9007199254740993\n')
  })

  test('the numbers of a struct: what is unsigned there is signed here, as in the real tool', async () => {
    const text = await show((dump) =>
      dump
        .defineStruct(9, 'S', [
          ['a', 4],
          ['b', 4],
          ['c', 3],
        ])
        .struct(0x1000, 9, (w) =>
          w
            .uint(-3)
            .uint(2n ** 53n + 1n)
            .u32(-1),
        ),
    )
    expect(text).toContain('  a=-3\n  b=9007199254740993\n  c=4294967295\n')
  })
})

describe('integers', () => {
  const cases: [4 | 8, 'iv' | 'uv', Num, string, string][] = [
    [8, 'iv', 5, 'UV=5', '5'],
    [8, 'iv', -5, 'UV=18446744073709551611', '-5'],
    [8, 'uv', -1, 'IV=-1', '18446744073709551615'],
    [8, 'uv', 2n ** 63n, 'IV=-9223372036854775808', '9223372036854775808'],
    [4, 'iv', 5, 'UV=5', '5'],
    [4, 'iv', -5, 'UV=4294967291', '-5'],
    [4, 'uv', -1, 'IV=4294967295', '4294967295'],
  ]
  test.each(cases)('%i bytes, %s %s: the real tool says %s, and it is %s', async (uint, flag, value, compat, truth) => {
    for (const bigEndian of [false, true]) {
      const bytes = pmat({ uint, bigEndian })
        .scalar(0x1000, { [flag]: value })
        .bytes()
      const heap = await openHeap(bytes)
      expect(await fullText(openConsole(new Analyses(heap)), 'show 0x1000')).toContain(`  ${compat}\n`)
      expect(integerText(decodeScalar(heap, 0))).toBe(truth)
    }
  })
})

describe('NVs', () => {
  const DOUBLES: [number, string][] = [
    [1.1, '1.1'],
    [-1.1, '-1.1'],
    [1.5, '1.5'],
    [0, '0'],
    [1e300, '1e+300'],
    [-2.5e-300, '-2.5e-300'],
  ]

  test.each(DOUBLES)('%f as a double and as a long double is what it is', async (nv, text) => {
    for (const width of [8, 10] as const) {
      for (const bigEndian of [false, true]) {
        const heap = await openHeap(pmat({ nv: width, bigEndian }).scalar(0x1000, { nv }).bytes())
        expect(numberText(decodeScalar(heap, 0))).toBe(text)
        expect(decodeScalar(heap, 0).nv).toBe(nv)
      }
    }
  })

  test('a long double keeps the digits that no double has', async () => {
    // 0.1L: the 64 bits of the mantissa, then exponent and sign.
    const tenth = Uint8Array.from([0xcd, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xfb, 0x3f])
    const heap = await openHeap(pmat({ nv: 10 }).scalar(0x1000, { nv: tenth }).bytes())
    const scalar = decodeScalar(heap, 0)
    expect(scalar.nv).toBe(0.1)
    expect(scalar.nvText).not.toBeNull()
    expect(Number(scalar.nvText)).toBe(0.1)
  })

  test('the text of the real tool loses long doubles, and doubles by their last byte', async () => {
    const described = async (options: Parameters<typeof formOf>[0], nv: number) => {
      const heap = await openHeap(pmat(options).scalar(0x1000, { nv, pv: 'x' }).bytes())
      return descriptionOf(createModel(heap), 0)
    }
    expect(await described({ nv: 10 }, 1.1)).toBe('SCALAR(PV)')
    expect(await described({}, 1.5)).toBe('SCALAR(NV,PV)')
    expect(await described({}, 0)).toBe('SCALAR(PV)')
    expect(await described({}, -0)).toBe('SCALAR(NV,PV)')
    expect(await described({ bigEndian: true }, 1.5)).toBe('SCALAR(PV)')
    expect(await described({ bigEndian: true }, 1.1)).toBe('SCALAR(NV,PV)')
    expect(await described({ rows: { common: [20, 1, 1] } }, 0)).toBe('SCALAR(PV)')
    expect(await described({ rows: { common: [20, 1, 1] } }, 1.5)).toBe('SCALAR(NV,PV)')
  })
})

describe('strings', () => {
  test('a scalar that says it has one, and has none, counts as having none', async () => {
    for (const rows of [{}, { common: [20, 1, 1] as const }]) {
      const dump = pmat({ rows })
        .scalar(0x1000, { flags: 0x09, iv: 5 })
        .scalar(0x1008, { flags: 0x08 })
        .scalar(0x1010, { iv: 1 })
      const heap = await openHeap(dump.bytes())
      expect(heapText(heap)).toBe(
        `0x1000 SCALAR(UV) rc=1 size=24
0x1008 UNDEF() rc=1 size=24
0x1010 SCALAR(UV) rc=1 size=24
`,
      )
      expect(heap.data.warnings).toEqual([{ text: '2 scalars say that they have strings, and have none', count: 2 }])
    }
  })

  test('one of a record that another one replaced is nobody’s', async () => {
    const heap = await openHeap(pmat().scalar(0x1000, { flags: 0x08 }).scalar(0x1000, { pv: 'x' }).bytes())
    expect(heapText(heap)).toBe('0x1000 SCALAR(PV) rc=1 size=24\n')
  })

  test('a string without the flag is not there', async () => {
    const heap = await openHeap(pmat().scalar(0x1000, { flags: 0, pv: 'x' }).bytes())
    expect(heapText(heap)).toBe('0x1000 UNDEF() rc=1 size=24\n')
  })
})

describe('keys', () => {
  test('of equal bytes: the last value at the first place', async () => {
    const dump = pmat()
      .hash(0x1000, [
        ['\xc4\x80', 0x1010],
        ['__proto__', 0x1010],
        ['\xc4\x80', 0x1018],
        ['constructor', 0],
        [null, 0x1018],
        ['', 0x1010],
      ])
      .undef(0x1010)
      .undef(0x1018)
    const heap = await openHeap(dump.bytes())
    expect(heapText(heap)).toMatch(
      `0x1000 HASH(4) rc=1 size=24
  s value {__proto__} 0x1010
  s value {"\\304\\200"} 0x1018
  s value {""} 0x1010
`,
    )
  })
})

test('extension records keep all that is in them', async () => {
  const dump = pmat().undef(0x1000).debug(0x1000, 77, 12, 'a.pl').savedElement(0x1000, 3, 0).note(0x1000, 'n', 0x1000)
  const heap = await openHeap(dump.bytes())
  expect(extensionsOf(heap, 0)).toEqual([
    { tag: 0x88, serial: 77, line: 12, file: new TextEncoder().encode('a.pl') },
    { tag: 0x87, value: 0, name: new TextEncoder().encode('n') },
  ])
})

function addressOf(heap: Heap, row: number): bigint {
  const { lo, hi } = heap.addressOf(row)
  return (BigInt(hi) << 32n) | BigInt(lo)
}

async function show(draw: (dump: ReturnType<typeof pmat>) => unknown): Promise<string> {
  const dump = pmat({ minor: 6 })
  draw(dump)
  return fullText(openConsole(new Analyses(await openHeap(dump.bytes()))), 'show 0x1000')
}
