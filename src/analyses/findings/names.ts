import { NO_SV } from '../../columns/sv-table.ts'
import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import type { NamedSv } from '../name-table.ts'
import { placeOfSub } from '../sub-place.ts'
import { distinct, type Finding, packagesOf, size } from './finding.ts'

const MAX_FINDINGS = 60
const MIN_BYTES = 1024

/** What names retain: the first of the table. */
export function nameFindings(analyses: Analyses, names: readonly NamedSv[]): Finding[] {
  const { heap, model } = analyses
  return names
    .filter(({ retained }) => retained >= MIN_BYTES)
    .slice(0, MAX_FINDINGS)
    .map((named) => {
      const { name, variable, row, svs, bytes, retained, sub, kind, isLive } = named
      const isCode = row === NO_SV
      const command = isCode ? `symbols ${variable}` : `retained ${kind === 'lexical' ? addressText(model, row) : name}`
      const of = kind === 'lexical' ? (isLive ? ', a lexical of a sub that is running,' : ', a lexical,') : ''
      return {
        kind: 'name',
        certainty: 'hint',
        why: 'its place in the dominator tree: what would go if it went',
        sentence: isCode
          ? `The code of package ${variable}, ${svs.toLocaleString('en')} subs, retains ${size(retained)}.`
          : `${name}${of} retains ${size(retained)}.`,
        fix: null,
        instances: 1,
        svs,
        bytes,
        retained,
        packages: isCode ? new Map() : packagesOf(analyses, [row]),
        names: distinct([variable, name]),
        ...placeOfSub(heap, sub),
        example: row,
        path: isCode ? null : name,
        commands: [command],
        evidence: { view: 'names', id: name },
        weight: retained,
      }
    })
}
