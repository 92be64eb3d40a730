import { type Slice, STEP_MASK } from '../base/slice.ts'
import type { Bytes, SvIndex } from '../columns/sv-table.ts'
import { ScalarFields } from '../model/scalar.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import { Slack } from './container-slack.ts'
import type { Ground } from './ground.ts'
import { HashCombiner, SignatureTable } from './signature-table.ts'

/** One string that many SVs hold a copy of. */
export interface DuplicateString {
  readonly example: SvIndex
  /** Some of the copies, ascending; all of them if there are not too many. */
  readonly rows: readonly SvIndex[]
  readonly copies: number
  /** Of the string, in the process. */
  readonly length: Bytes
  /** SV sizes of all copies. */
  readonly bytes: Bytes
  /** Buffers of all copies but one. */
  readonly waste: Bytes
  /** Only the part that the dumper kept, and the length, were compared. */
  readonly isPrefix: boolean
  /** Who holds them, by role, of the copies in `rows`; most first. */
  readonly holders: readonly { readonly name: string; readonly count: number }[]
  /** Share of the copies that belong to code: constants of subs, names of base classes. */
  readonly ofCode: number
}

const MIN_COPIES = 3
const MIN_LENGTH = 2
/** A finding less than this is not worth a line. */
const MIN_WASTE = 256
const MAX_GROUPS = 300
const SAMPLE = 64

/** Equal strings, most waste first. One pass over the strings, O(bytes kept), and a sample of the holders of each group. */
export async function duplicateStrings(
  { heap }: Analyses,
  { patterns }: Ground,
  slice: Slice,
): Promise<DuplicateString[]> {
  const { kind, flags, size, numSvs } = heap.svs
  const slack = new Slack(heap)
  const table = new SignatureTable()
  const groupOf = new Int32Array(numSvs).fill(-1)
  const fields = new ScalarFields(heap)
  const signature = new HashCombiner()
  const overhead = 5 * heap.geometry.ptrBytes // head and the smallest body: what is left is the buffer
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (kind[row] !== SvKind.SCALAR || !(flags[row] & SvFlag.SCALAR_PV) || !fields.locatePv(row)) continue
    const length = slack.pvLength(row)
    if (length < MIN_LENGTH) continue
    signature.clear(flags[row] & SvFlag.SCALAR_UTF8)
    signature.addBytes(fields.bytes, fields.start, fields.end)
    signature.addInOrder(length, 1)
    groupOf[row] = table.add(signature, row, Math.max(0, size[row] - overhead))
  }

  const wasteOf = (group: number): Bytes => (table.bytes[group] * (table.count[group] - 1)) / table.count[group]
  const groups: number[] = []
  for (let group = 0; group < table.length; group++) {
    if (table.count[group] >= MIN_COPIES && wasteOf(group) >= MIN_WASTE) groups.push(group)
  }
  groups.sort((a, b) => wasteOf(b) - wasteOf(a) || table.first[a] - table.first[b])
  const wanted = new Map(groups.slice(0, MAX_GROUPS).map((group) => [group, [] as SvIndex[]]))
  const bytes = new Map<number, Bytes>()
  for (let row = 0; row < numSvs; row++) {
    const rows = groupOf[row] < 0 ? undefined : wanted.get(groupOf[row])
    if (!rows) continue
    rows.push(row)
    bytes.set(groupOf[row], (bytes.get(groupOf[row]) ?? 0) + size[row])
  }

  const found: DuplicateString[] = []
  for (const [group, rows] of wanted) {
    if (slice.isOver()) {
      slice.progress(found.length, wanted.size)
      await slice.next()
    }
    const sample = sampleOf(rows)
    const holders = new Map<string, number>()
    let numOfCode = 0
    for (const row of sample) {
      const { text, isOfCode } = patterns.of(row)
      if (isOfCode) numOfCode++
      holders.set(text, (holders.get(text) ?? 0) + 1)
    }
    const example = table.first[group]
    fields.locatePv(example)
    found.push({
      example,
      rows: sample,
      copies: rows.length,
      length: slack.pvLength(example),
      bytes: bytes.get(group) ?? 0,
      waste: Math.round(wasteOf(group)),
      isPrefix: slack.pvLength(example) > fields.end - fields.start,
      holders: [...holders].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count),
      ofCode: numOfCode / sample.length,
    })
  }
  return found
}

function sampleOf(rows: readonly SvIndex[]): SvIndex[] {
  if (rows.length <= SAMPLE) return [...rows]
  return Array.from({ length: SAMPLE }, (_, i) => rows[Math.floor((i * rows.length) / SAMPLE)])
}
