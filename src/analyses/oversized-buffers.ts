import { type Slice, STEP_MASK } from '../base/slice.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import { Slack } from './container-slack.ts'
import type { Ground } from './ground.ts'
import type { OwnerPattern } from './owner-pattern.ts'

/** SVs of one role whose buffers are far larger than what is in them. */
export interface OversizedGroup {
  readonly pattern: OwnerPattern
  readonly what: 'string' | 'array' | 'hash'
  /** Largest slack first. */
  readonly rows: readonly SvIndex[]
  /** SV sizes; of these what is in the buffers, and what is not used. */
  readonly bytes: Bytes
  readonly used: Bytes
  readonly slack: Bytes
}

/** Slack below this is nobody's trouble: perl rounds up, and grows by a quarter. */
const MIN_SLACK = 4096
/** SVs whose role is looked up, largest first. */
const MAX_ROWS = 20_000

/** Strings, arrays and hashes that use less than half of a large buffer, by their role; largest slack first. O(SVs). */
export async function oversizedBuffers(
  analyses: Analyses,
  { patterns }: Ground,
  slice: Slice,
): Promise<OversizedGroup[]> {
  const { kind, flags, size, numSvs } = analyses.heap.svs
  const slack = new Slack(analyses.heap)
  // The table of shared strings is perl's own.
  const strtab = analyses.heap.data.roots.find(({ name }) => name === 'strtab')?.row ?? NO_SV
  const rows: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (size[row] < MIN_SLACK || row === strtab) continue
    const isString = kind[row] === SvKind.SCALAR && (flags[row] & SvFlag.SCALAR_PV) !== 0
    const isContainer = kind[row] === SvKind.HASH || (kind[row] === SvKind.ARRAY && !(flags[row] & SvFlag.ARRAY_UNREAL))
    if (!isString && !isContainer) continue
    const unused = slack.of(row)
    if (unused >= MIN_SLACK && unused > slack.used(row)) rows.push(row)
  }

  rows.sort((a, b) => slack.of(b) - slack.of(a) || a - b)
  const groups = new Map<string, { pattern: OwnerPattern; what: OversizedGroup['what']; rows: SvIndex[] }>()
  for (const row of rows.slice(0, MAX_ROWS)) {
    const pattern = patterns.of(row)
    const what = kind[row] === SvKind.SCALAR ? 'string' : kind[row] === SvKind.HASH ? 'hash' : 'array'
    const key = `${what} ${pattern.text}`
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { pattern, what, rows: [row] })
  }
  const sum = (of: readonly SvIndex[], value: (row: SvIndex) => Bytes) => of.reduce((all, row) => all + value(row), 0)
  return [...groups.values()]
    .map((group) => ({
      ...group,
      bytes: sum(group.rows, (row) => size[row]),
      used: sum(group.rows, (row) => slack.used(row)),
      slack: sum(group.rows, (row) => slack.of(row)),
    }))
    .sort((a, b) => b.slack - a.slack || a.rows[0] - b.rows[0])
}
