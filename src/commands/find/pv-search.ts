import type { PackedStrings } from '../../analyses/packed-strings.ts'
import { U32List } from '../../base/grow.ts'
import type { Slice } from '../../base/slice.ts'
import type { Meter } from './filter.ts'
import type { PvTest } from './pv-test.ts'
import { isClockTime } from './search.ts'

/**
 * The rows of the strings that pass a test, ascending. Where the test is to find some bytes, a chunk of strings is
 * searched as if it were one string, and what is found across the end of one is not found. O(bytes of the strings).
 *
 * @throws {RegexBudgetError}
 */
export async function searchStrings(
  { rows, utf8, chunks }: PackedStrings,
  test: PvTest,
  meter: Meter,
  slice: Slice,
): Promise<Uint32Array> {
  const found = new U32List()
  const search = test.search && test.search.length > 0 ? test.search : null
  /** Strings that are asked one by one, ascending, if there is a search for the others. */
  const apart = search === null || test.fitsUtf8 ? new Uint32Array(0) : utf8
  let nextApart = 0
  let nextUtf8 = 0
  const pause = async (string: number) => {
    slice.progress(string, rows.length)
    await slice.next()
  }
  meter.steps = 0
  for (const { bytes, first, ends } of chunks) {
    if (slice.isOver()) await pause(first)
    const end = first + ends.length
    const ask = (string: number, isUtf8: boolean) => {
      const i = string - first
      if (test.passes(bytes, i === 0 ? 0 : ends[i - 1], ends[i], isUtf8)) found.push(rows[string])
    }
    if (search === null) {
      for (let string = first; string < end; string++) {
        if (isClockTime(string, meter) && slice.isOver()) await pause(string)
        const isUtf8 = utf8[nextUtf8] === string
        if (isUtf8) nextUtf8++
        ask(string, isUtf8)
      }
      continue
    }
    let i = 0
    for (let at = search.indexIn(bytes); at >= 0; at = search.indexIn(bytes, ends[i])) {
      while (ends[i] <= at) i++
      const string = first + i
      while (apart[nextApart] < string) {
        if (isClockTime(nextApart, meter) && slice.isOver()) await pause(string)
        ask(apart[nextApart++], true)
      }
      if (apart[nextApart] !== string && at + search.length <= ends[i]) found.push(rows[string])
    }
    while (apart[nextApart] < end) {
      if (isClockTime(nextApart, meter) && slice.isOver()) await pause(end)
      ask(apart[nextApart++], true)
    }
  }
  return found.finish()
}
