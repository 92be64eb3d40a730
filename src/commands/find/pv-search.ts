import type { PackedStrings } from '../../analyses/packed-strings.ts'
import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import type { BytesSearch } from '../../perl/bytes-search.ts'
import type { Meter } from './filter.ts'
import type { PvTest } from './pv-test.ts'
import { isClockTime } from './search.ts'

/**
 * The rows of the strings that pass a test, ascending. O(bytes of the strings).
 * @throws {RegexBudgetError}
 */
export function searchStrings(strings: PackedStrings, test: PvTest, meter: Meter, slice: Slice): Promise<Uint32Array> {
  meter.steps = 0
  const search = test.search && test.search.length > 0 ? test.search : null
  return search ? searchChunks(strings, search, test, meter, slice) : askStrings(strings, test, meter, slice)
}

/**
 * Where the test is to find some bytes: a chunk is searched as if it were one string, and what is found across the end of
 * one is not found.
 */
async function searchChunks(
  { rows, utf8, chunks }: PackedStrings,
  search: BytesSearch,
  test: PvTest,
  meter: Meter,
  slice: Slice,
): Promise<Uint32Array> {
  const found = new U32List()
  /** Strings that are asked one by one, ascending. */
  const apart = test.fitsUtf8 ? new Uint32Array(0) : utf8
  let nextApart = 0
  for (const { bytes, first, ends } of chunks) {
    if (slice.isOver()) await pause(first, rows, slice)
    const end = first + ends.length
    const ask = (string: number) => {
      const i = string - first
      if (test.passes(bytes, i === 0 ? 0 : ends[i - 1], ends[i], true)) found.push(rows[string])
    }
    let i = 0
    for (let at = search.indexIn(bytes); at >= 0; at = search.indexIn(bytes, ends[i])) {
      while (ends[i] <= at) i++
      const string = first + i
      while (apart[nextApart] < string) {
        if (isClockTime(nextApart, meter) && slice.isOver()) await pause(string, rows, slice)
        ask(apart[nextApart++])
      }
      if (apart[nextApart] !== string && at + search.length <= ends[i]) found.push(rows[string])
    }
    while (apart[nextApart] < end) {
      if (isClockTime(nextApart, meter) && slice.isOver()) await pause(end, rows, slice)
      ask(apart[nextApart++])
    }
  }
  return found.finish()
}

/** Strings of characters one by one, those of bytes together where that can be. */
async function askStrings(
  { rows, utf8, chunks }: PackedStrings,
  test: PvTest,
  meter: Meter,
  slice: Slice,
): Promise<Uint32Array> {
  const found = new U32List()
  let bytes: Uint8Array = new Uint8Array(0)
  let ends: Uint32Array = new Uint32Array(0)
  let hits = new Uint8Array(0)
  const ask = (i: number, isUtf8: boolean) => {
    if (test.passes(bytes, i === 0 ? 0 : ends[i - 1], ends[i], isUtf8)) hits[i] = 1
  }
  const many = test.many?.({ found: (i) => (hits[i] = 1), alone: (i) => ask(i, false) })
  let nextUtf8 = 0
  for (const { first, ...chunk } of chunks) {
    bytes = chunk.bytes
    ends = chunk.ends
    hits = new Uint8Array(ends.length)
    for (let i = 0; i < ends.length; i++) {
      if (many) {
        meter.steps += many.steps
        many.steps = 0
      }
      if (isClockTime(i, meter) && slice.isOver()) await pause(first + i, rows, slice)
      const isUtf8 = utf8[nextUtf8] === first + i
      if (isUtf8) nextUtf8++
      if (isUtf8 || !many) ask(i, isUtf8)
      else many.offer(bytes, i === 0 ? 0 : ends[i - 1], ends[i], i)
    }
    many?.flush()
    for (let i = 0; i < hits.length; i++) if (hits[i] === 1) found.push(rows[first + i])
  }
  return found.finish()
}

async function pause(string: number, rows: Uint32Array, slice: Slice): Promise<void> {
  slice.progress(string, rows.length)
  await slice.next()
}
