import { allFindings, heapFigures } from '../analyses/findings.ts'
import type { Finding } from '../analyses/findings/finding.ts'
import type { OpenDump } from './open-dump.ts'
import type { FindingRow, Findings, NamedCount } from './protocol-findings.ts'
import { stage } from './jobs.ts'

/** Packages of a finding that are sent. */
const MAX_PACKAGES = 100

/** All findings of a dump; those of each kind are sent as they come. */
export async function findingsOf(
  dump: OpenDump,
  signal: AbortSignal,
  onFindings: (found: readonly FindingRow[]) => void,
): Promise<Findings> {
  const { analyses } = dump
  const heap = await stage(signal, (slice) => heapFigures(analyses, slice))
  // The same id when it is sent again with its rank: it need not be drawn again then.
  const ids = new Map<Finding, string>()
  const idOf = (finding: Finding) => {
    const id = ids.get(finding) ?? `${ids.size}`
    ids.set(finding, id)
    return id
  }
  const rowsOf = (found: readonly Finding[]) => found.map((finding) => findingRow(dump, finding, idOf(finding)))
  const findings = await stage(signal, (slice) => allFindings(analyses, slice, (found) => onFindings(rowsOf(found))))
  return { heap, findings: rowsOf(findings) }
}

function findingRow({ chips }: OpenDump, finding: Finding, id: string): FindingRow {
  const { packages, example, evidence, weight: _, ...rest } = finding
  return { id, ...rest, packages: namedCounts(packages), example: chips.chipOrNull(example), evidence }
}

export function namedCounts(counts: ReadonlyMap<string, number>): NamedCount[] {
  return [...counts].slice(0, MAX_PACKAGES).map(([name, count]) => ({ name, count }))
}
