import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Analyses } from '../../../src/analyses/analyses.ts'
import type { PackedStrings } from '../../../src/analyses/packed-strings.ts'
import { UNSLICED } from '../../../src/base/slice.ts'
import { NO_SV } from '../../../src/columns/sv-table.ts'
import { PvFilter } from '../../../src/commands/find/pv.ts'
import { searchStrings } from '../../../src/commands/find/pv-search.ts'
import { pvTest } from '../../../src/commands/find/pv-test.ts'
import { openFixture } from '../../helpers/open-dump.ts'

interface Str {
  readonly bytes: Uint8Array
  readonly isUtf8: boolean
}

const encoder = new TextEncoder()

/** Texts of few letters, so that patterns are in them, with some whose case is another length or another letter's. */
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', 's', 'S', 'k', '\u212a', '\u017f', '\xdf', '\xe9', '\xc9', '\n'),
})
const str: fc.Arbitrary<Str> = fc.oneof(
  text.map((chars) => ({ bytes: encoder.encode(chars), isUtf8: true })),
  text.map((chars) => ({ bytes: Uint8Array.from(chars, (char) => char.charCodeAt(0) & 0xff), isUtf8: false })),
)
const options = fc.record({ eq: fc.boolean(), regexp: fc.boolean(), ignorecase: fc.boolean() })
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 's', 'K', '\xe9'), maxLength: 12 })

/** The strings, so many of them in each chunk. */
function packed(strings: readonly Str[], perChunk: number): PackedStrings {
  const chunks = []
  for (let first = 0; first < strings.length; first += perChunk) {
    const some = strings.slice(first, first + perChunk)
    let end = 0
    const ends = Uint32Array.from(some, ({ bytes }) => (end += bytes.length))
    chunks.push({ bytes: Uint8Array.from(some.flatMap(({ bytes }) => [...bytes])), first, ends })
  }
  return {
    rows: Uint32Array.from(strings, (_, i) => 10 * i),
    utf8: Uint32Array.from(strings.flatMap(({ isUtf8 }, i) => (isUtf8 ? [i] : []))),
    cut: new Uint32Array(0),
    chunks,
  }
}

describe('strings searched together', () => {
  test('are found as they are one by one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(str, { maxLength: 30 }),
        fc.nat(8),
        pattern,
        options,
        async (strings, extra, given, how) => {
          const pv = pvTest(encoder.encode(given), how, { steps: 0 })
          const expected = strings.flatMap(({ bytes, isUtf8 }, i) =>
            pv.passes(bytes, 0, bytes.length, isUtf8) ? [10 * i] : [],
          )
          const found = await searchStrings(packed(strings, extra + 1), pv, { steps: 0 }, UNSLICED)
          expect([...found]).toEqual(expected)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('long ones, and slow patterns, among short ones', async () => {
    const texts = [
      'x'.repeat(70_000),
      `${'x'.repeat(70_000)}7`,
      'y7',
      'ab ab',
      `${'c'.repeat(2000)} d`,
      '',
      'no',
      'z z\n',
    ]
    const strings = texts.map((chars) => ({ bytes: encoder.encode(chars), isUtf8: false }))
    const matching = async (given: string) => {
      const pv = pvTest(encoder.encode(given), { eq: false, regexp: true, ignorecase: false }, { steps: 0 })
      return [...(await searchStrings(packed(strings, 8), pv, { steps: 0 }, UNSLICED))].map((row) => row / 10)
    }
    expect(await matching('[0-9]$')).toEqual([1, 2])
    expect(await matching('(\\w+)\\s\\1$')).toEqual([3, 7])
    expect(await matching('^$')).toEqual([5])
    expect(await matching('^[^7]*$')).toEqual([0, 3, 4, 5, 6, 7])
  })

  test.each(['kinds-5.42', 'i386-5.32'])('of %s are those of its SVs', async (name) => {
    const analyses = new Analyses(await openFixture(name))
    await analyses.packedStrings(UNSLICED)
    for (const given of ['', 'e', 'foo', 'main', '\xe9', 'Hello', 'ss']) {
      for (const ignorecase of [false, true]) {
        const use = {
          name: 'pv',
          sv: undefined,
          options: { eq: false, regexp: false, ignorecase },
          args: { pattern: given },
        } as const
        const filter = new PvFilter(analyses, use, { steps: 0 })
        const rows = Array.from({ length: analyses.heap.svs.numSvs }, (_, row) => row)
        expect([...((await filter.findAll(UNSLICED)) ?? [])]).toEqual(
          rows.filter((row) => filter.accept(row) !== NO_SV),
        )
      }
    }
  })
})
