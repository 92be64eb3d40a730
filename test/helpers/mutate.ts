import type { BuiltDump, BuiltRecord } from './build-pmat.ts'
import type { Random } from './random.ts'

/** What lengths, counts and addresses become: nothing, little, all ones, and just beyond what fits anywhere. */
const HOSTILE = [
  0n,
  1n,
  2n,
  255n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 2n,
  2n ** 32n - 1n,
  2n ** 40n,
  2n ** 63n,
  2n ** 64n - 2n,
  2n ** 64n - 1n,
]

/** A dump damaged in one to four places: bits, bytes, integers, whole records, its end. */
export function mutated(random: Random, dump: BuiltDump, others: readonly BuiltDump[]): Uint8Array<ArrayBuffer> {
  let bytes = dump.bytes.slice()
  for (let left = 1 + random.below(4); left > 0; left--) bytes = mutateOnce(random, bytes, dump, others)
  return bytes
}

function mutateOnce(
  random: Random,
  bytes: Uint8Array<ArrayBuffer>,
  dump: BuiltDump,
  others: readonly BuiltDump[],
): Uint8Array<ArrayBuffer> {
  const { records, integers, form } = dump
  const record = records.length === 0 ? null : random.pick(records)
  const at = random.below(bytes.length)
  switch (random.below(13)) {
    case 0:
      bytes[at] ^= 1 << random.below(8)
      return bytes
    case 1:
      bytes[at] = random.below(256)
      return bytes
    case 2:
      return bytes.fill(random.pick([0, 0xff, random.below(256)]), at, at + random.below(40))
    case 3:
    case 4:
    case 5: {
      const { at: field, width } = random.pick(integers)
      return setInteger(bytes, field, width, form.bigEndian, random.pick(HOSTILE))
    }
    case 6: {
      // An address that becomes another one, so that all kinds of SVs meet where they should not.
      const addresses = records.map(({ address }) => BigInt(address))
      const { at: field, width } = random.pick(integers)
      return setInteger(bytes, field, width, form.bigEndian, random.pick([...addresses, 0x10n]))
    }
    case 7:
      return record ? spliced(bytes, record.end, record.end, part(bytes, record)) : bytes
    case 8:
      return record ? spliced(bytes, record.start, record.end, new Uint8Array(0)) : bytes
    case 9: {
      const other = random.pick(others)
      if (!record || other.records.length === 0) return bytes
      return spliced(
        bytes,
        record.start,
        random.pick([record.start, record.end]),
        part(other.bytes, random.pick(other.records)),
      )
    }
    case 10:
      return bytes.slice(0, at)
    case 11:
      // A row of a size table.
      bytes[12 + random.below(dump.headerEnd - 12)] = random.pick([0, 1, 2, 3, 4, 8, 9, 16, 255, random.below(256)])
      return bytes
    default:
      return spliced(
        bytes,
        at,
        at + random.below(4),
        Uint8Array.from({ length: random.below(12) }, () => random.below(256)),
      )
  }
}

function part(bytes: Uint8Array, { start, end }: BuiltRecord): Uint8Array {
  return bytes.subarray(start, end)
}

function spliced(bytes: Uint8Array, start: number, end: number, insert: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...bytes.subarray(0, start), ...insert, ...bytes.subarray(end)])
}

function setInteger(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  width: number,
  bigEndian: boolean,
  value: bigint,
): Uint8Array<ArrayBuffer> {
  for (let i = 0; i < width; i++) {
    const shift = BigInt(8 * (bigEndian ? width - 1 - i : i))
    if (at + i < bytes.length) bytes[at + i] = Number((value >> shift) & 0xffn)
  }
  return bytes
}
