import { addressText } from '../../model/describe.ts'
import { place } from '../../model/perl-step.ts'
import type { Analyses } from '../analyses.ts'
import type { ClosureGroup } from '../closures.ts'
import type { Ground } from '../ground.ts'
import { isLibraryFile } from '../sub-place.ts'
import { counted, type Finding, listed, packagesOf, size } from './finding.ts'

const MAX_FINDINGS = 100
const MIN_BYTES = 512

/** Closures by where they were written. */
export function closureFindings(analyses: Analyses, { paths }: Ground, groups: readonly ClosureGroup[]): Finding[] {
  const { model } = analyses
  return groups
    .filter(({ retained, onCycle }) => retained >= MIN_BYTES || onCycle > 0)
    .slice(0, MAX_FINDINGS)
    .map((group, i) => {
      const { name, file, line, rows, bytes, retained, onCycle, captures } = group
      const address = addressText(model, rows[0])
      const captured = captures.map((capture) => capture.name)
      const cyclic = captures.filter((capture) => capture.onCycle > 0).map((capture) => capture.name)
      const at = file === null ? name : place(file, line)
      const what =
        captured.length === 0
          ? 'capture nothing that is left'
          : `captured ${listed(captured)}${captures[0].retained > 0 ? ` (${captures[0].name}: ${size(captures[0].retained)})` : ''}`
      const cycles =
        onCycle === 0
          ? ''
          : `; ${onCycle === rows.length ? 'all' : onCycle.toLocaleString('en')} lie on a cycle${cyclic.length === 0 ? '' : ` through ${listed(cyclic)}`}`
      return {
        kind: 'closure',
        certainty: 'hint',
        why: 'closures of one prototype, by what they captured',
        sentence: `${counted(rows.length, 'closure')} from ${at} ${what}: ${size(retained)}${cycles}.`,
        fix: cyclic.length === 0 ? null : `If the cycle is not meant, capture a weak copy of ${cyclic[0]}.`,
        instances: rows.length,
        svs: rows.length,
        bytes,
        retained,
        packages: packagesOf(
          analyses,
          captures.flatMap((capture) => referents(model, capture.rows)),
        ),
        names: captured,
        file,
        line: line === 0 ? null : line,
        example: rows[0],
        path: paths.of(rows[0])?.text ?? null,
        commands: ['closures', `show ${address}`],
        evidence: { view: 'closures', id: `${i}` },
        weight: isLibraryFile(file) ? retained / 4 : retained,
      }
    })
}

/** What captured references refer to. */
function referents({ outrefs }: Analyses['model'], rows: Int32Array): number[] {
  const found = new Set<number>()
  for (const row of rows) {
    const referent = outrefs.referentOf(row)
    if (referent >= 0) found.add(referent)
  }
  return [...found]
}
