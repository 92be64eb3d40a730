import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inflate } from '../../src/reader/inflate.ts'

/** Inflate bytes that come in pieces of this size; what was made, and how many bytes were left over. */
function inflateInPieces(packed: Uint8Array, pieceBytes: number): { made: Uint8Array; left: number; isDone: boolean } {
  const inflate = new Inflate()
  const input = { bytes: new Uint8Array(0), at: 0 }
  const made: number[] = []
  for (let at = 0; ; at += pieceBytes) {
    const keep = Math.max(0, input.at - 4)
    input.bytes = Uint8Array.from([...input.bytes.subarray(keep), ...packed.subarray(at, at + pieceBytes)])
    input.at -= keep
    let state: string
    do {
      state = inflate.run(input)
      made.push(...inflate.take())
    } while (state === 'full')
    const left = input.bytes.length - input.at + Math.max(0, packed.length - at - pieceBytes)
    if (state === 'done') return { made: Uint8Array.from(made), left, isDone: true }
    if (at >= packed.length) return { made: Uint8Array.from(made), left, isDone: false }
  }
}

const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .array(fc.constantFrom('HASH', 'ARRAY', '\0\0\0\0', 'main::', 'x'), { maxLength: 2000 })
    .map((words) => new TextEncoder().encode(words.join(''))),
)

test('gives back what zlib packed, in pieces of any size, and stops at the last byte', () => {
  fc.assert(
    fc.property(
      content,
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED),
      fc.integer({ min: 1, max: 4000 }),
      fc.uint8Array({ maxLength: 9 }),
      (bytes, level, strategy, pieceBytes, behind) => {
        const packed = Uint8Array.from([...deflateRawSync(bytes, { level, strategy }), ...behind])
        const { made, left, isDone } = inflateInPieces(packed, pieceBytes)
        expect(isDone).toBe(true)
        expect(made).toEqual(bytes)
        expect(left).toBe(behind.length)
      },
    ),
  )
})

test('references reach back 32 KiB over more output than it holds at once', () => {
  const block = Uint8Array.from({ length: 32768 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 13) & 0xff)
  const bytes = new Uint8Array(32768 * 40)
  for (let at = 0; at < bytes.length; at += block.length) bytes.set(block, at)
  const packed = deflateRawSync(bytes, { level: 9 })
  expect(packed.length).toBeLessThan(bytes.length / 20)
  const { made, isDone } = inflateInPieces(packed, 1000)
  expect(isDone).toBe(true)
  expect(Buffer.from(made).equals(bytes)).toBe(true)
})

test('of a cut stream it makes what zlib makes of it', () => {
  const bytes = new TextEncoder().encode('the quick brown fox jumps over the lazy dog, '.repeat(20))
  const packed = deflateRawSync(bytes)
  for (let end = 0; end < packed.length; end++) {
    const { made, isDone } = inflateInPieces(packed.subarray(0, end), 7)
    expect(isDone).toBe(false)
    expect(bytes.subarray(0, made.length)).toEqual(made)
  }
})

test('damaged data ends with an error or with other bytes, as in zlib; never in anything else', () => {
  fc.assert(
    fc.property(content, fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const packed = Uint8Array.from(deflateRawSync(bytes))
      packed[at % packed.length] ^= 1 << bit
      const theirs = tryTo(() => Uint8Array.from(inflateRawSync(packed)))
      const ours = tryTo(() => inflateInPieces(packed, 64))
      const verdict = ours instanceof Error ? ours.name : ours.isDone ? ours.made : 'cut'
      expect(theirs instanceof Error ? ['InflateError', 'cut'] : [theirs]).toContainEqual(verdict)
    }),
    { numRuns: 500 },
  )
})

function tryTo<Value>(run: () => Value): Value | Error {
  try {
    return run()
  } catch (error) {
    return error as Error
  }
}

describe('what is wrong is said', () => {
  test.each([
    ['a block of an unknown type', [0b111]],
    ['a block whose two lengths differ', [0b001, 1, 0, 1, 0]],
    ['a reference to before the start', [0b011 | (0x10 << 3), 0x02, 0, 0]],
  ])('%s', (problem, packed) => {
    expect(() => inflateInPieces(Uint8Array.from(packed), 100)).toThrow(problem)
  })

  test('what came before it is kept', () => {
    const bytes = new TextEncoder().encode('x'.repeat(5000))
    const packed = Uint8Array.from([...deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }), 0b111])
    const inflate = new Inflate()
    const input = { bytes: packed, at: 0 }
    expect(() => inflate.run(input)).toThrow('a block of an unknown type')
    expect(inflate.take()).toEqual(bytes)
  })
})
