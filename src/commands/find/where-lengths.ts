import type { PackedStrings } from '../../analyses/packed-strings.ts'
import { ListCursor } from '../../base/ascending.ts'
import type { SvIndex } from '../../columns/sv-table.ts'
import { type Narrow, type Range, isInRange, keep } from './where-narrow.ts'

/**
 * What a condition on the length of strings does, by where they end among the others instead of in their records.
 * @param inRecord the length of a string of which not all was captured; NaN for an SV without a string
 */
export function lengthNarrow(strings: PackedStrings, inRecord: (row: SvIndex) => number, range: Range): Narrow {
  const { rows: withString, chunks } = strings
  const places = new ListCursor(withString)
  const cut = new ListCursor(strings.cut)
  let chunk = 0
  const lengthOf = (row: SvIndex): number => {
    const string = places.indexOf(row)
    if (string < 0 || cut.indexOf(string) >= 0) return inRecord(row)
    if (string < chunks[chunk].first) chunk = 0
    while (string >= chunks[chunk].first + chunks[chunk].ends.length) chunk++
    const { first, ends } = chunks[chunk]
    const i = string - first
    return i === 0 ? ends[0] : ends[i] - ends[i - 1]
  }
  return (rows, length) => keep(rows, length, (row) => isInRange(lengthOf(row), range))
}
