import type { ByteColumn } from '../../base/byte-column.ts'
import { formatBytes } from '../../base/format-bytes.ts'
import type { Bytes, SvIndex } from '../../columns/sv-table.ts'
import { stashName } from '../../model/names.ts'
import { displayName } from '../../perl/escape.ts'
import type { Analyses } from '../analyses.ts'

/** Which question a finding answers: see issue-wide names in query/protocol-findings.ts. */
export type FindingKind =
  | 'lost-island'
  | 'held-outside'
  | 'holder'
  | 'name'
  | 'closure'
  | 'oversized-buffer'
  | 'idle-pad'
  | 'shape'
  | 'duplicate-strings'
  | 'made-at'
  | 'unreachable'
  | 'unaccounted'

/** proven: follows from the refcounts. likely: the signs are there, a reason may be too. hint: worth a look. */
export type Certainty = 'proven' | 'likely' | 'hint'

/** A verdict with its evidence. Texts of the dump in it are escaped and bounded. */
export interface Finding {
  readonly kind: FindingKind
  readonly certainty: Certainty
  /** Why it is that certain. */
  readonly why: string
  /** What was found, in one plain sentence. */
  readonly sentence: string
  /** What to do, with the Perl line where that is known. */
  readonly fix: string | null
  readonly instances: number
  readonly svs: number
  /** SV sizes of these. */
  readonly bytes: Bytes
  /** What would go with them. */
  readonly retained: Bytes
  /** Blessed ones by package. */
  readonly packages: ReadonlyMap<string, number>
  /** Variables, keys and lexicals. */
  readonly names: readonly string[]
  readonly file: string | null
  readonly line: number | null
  readonly example: SvIndex
  /** In Perl syntax. */
  readonly path: string | null
  /** Console lines that show the evidence. */
  readonly commands: readonly string[]
  /** Where the page shows it: which view, and which row of it. */
  readonly evidence: { readonly view: EvidenceView; readonly id: string } | null
  /** What it is ranked by among those of its certainty. */
  readonly weight: Bytes
}

export type EvidenceView = 'islands' | 'retained' | 'names' | 'packages' | 'closures' | 'strings' | 'sv'

/** `27 Web::Session objects`, `a Web::Session object`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`
}

export function size(bytes: Bytes): string {
  return formatBytes(bytes)
}

/** `A`, `A and B`, `A, B and C`; a long list is cut. */
export function listed(parts: readonly string[], max = 4): string {
  const shown = parts.length > max ? [...parts.slice(0, max), `${parts.length - max} more`] : parts
  if (shown.length < 2) return shown[0] ?? ''
  return `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`
}

/** Counts by stash -> by the name to show, most first. */
export function namedPackages({ heap }: Analyses, packages: ReadonlyMap<SvIndex, number>): Map<string, number> {
  const named = new Map<string, number>()
  for (const [stash, count] of packages) {
    const name = displayName(stashName(heap, stash) ?? '')
    named.set(name, (named.get(name) ?? 0) + count)
  }
  return new Map([...named].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
}

/** Packages of some SVs. */
export function packagesOf(analyses: Analyses, rows: Iterable<SvIndex>): Map<string, number> {
  const { blessed } = analyses.heap.svs
  const packages = new Map<SvIndex, number>()
  for (const row of rows) {
    if (blessed[row] >= 0) packages.set(blessed[row], (packages.get(blessed[row]) ?? 0) + 1)
  }
  return namedPackages(analyses, packages)
}

/** Each text once, in their order. */
export function distinct(texts: Iterable<string | null | undefined>): string[] {
  return [...new Set([...texts].filter((text): text is string => typeof text === 'string' && text !== ''))]
}

export function sumOf(rows: Iterable<SvIndex>, column: ByteColumn): Bytes {
  let sum = 0
  for (const row of rows) sum += column[row]
  return sum
}
