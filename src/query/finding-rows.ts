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
  let numSent = 0
  const send = (found: readonly Finding[]) => {
    onFindings(found.map((finding) => findingRow(dump, finding, `early-${numSent++}`)))
  }
  const findings = await stage(signal, (slice) => allFindings(analyses, slice, send))
  return { heap, findings: findings.map((finding, i) => findingRow(dump, finding, `${i}`)) }
}

function findingRow({ chips }: OpenDump, finding: Finding, id: string): FindingRow {
  const { packages, example, evidence, weight: _, ...rest } = finding
  return { id, ...rest, packages: namedCounts(packages), example: chips.chipOrNull(example), evidence }
}

export function namedCounts(counts: ReadonlyMap<string, number>): NamedCount[] {
  return [...counts].slice(0, MAX_PACKAGES).map(([name, count]) => ({ name, count }))
}
