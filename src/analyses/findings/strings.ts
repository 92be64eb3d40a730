import { addressText } from '../../model/describe.ts'
import { pvOf } from '../../model/scalar.ts'
import { displayPv } from '../../perl/escape.ts'
import { SvFlag } from '../../reader/sv-types.ts'
import type { Analyses } from '../analyses.ts'
import type { DuplicateString } from '../duplicate-strings.ts'
import type { Ground } from '../ground.ts'
import { counted, distinct, type Finding, size } from './finding.ts'

const MAX_FINDINGS = 100
const SHOWN_CHARS = 48

/** Equal strings, many times. */
export function duplicateFindings(
  analyses: Analyses,
  { paths }: Ground,
  groups: readonly DuplicateString[],
): Finding[] {
  const { model } = analyses
  return groups.slice(0, MAX_FINDINGS).map((group, i) => {
    const { example, copies, length, bytes, waste, isPrefix, holders, ofCode } = group
    const address = addressText(model, example)
    const [most] = holders
    const isCode = ofCode > 0.5
    return {
      kind: 'duplicate-strings',
      certainty: isCode ? 'hint' : 'likely',
      why: isPrefix
        ? 'equal in length and in the part that the dumper kept; the rest was not compared'
        : isCode
          ? 'equal; most belong to code: constants of subs, names of base classes'
          : 'equal in all their bytes; copies that share a buffer (copy on write) cost less than their sizes say',
      sentence: `${counted(copies, 'copy', 'copies')} of ${quoted(analyses, example)} (${length.toLocaleString('en')} bytes): ${size(waste)} more than one${most ? `; most are ${most.name}` : ''}.`,
      fix: isCode ? null : 'Keep one and share it: a constant, a hash of seen strings, or a reference.',
      instances: copies,
      svs: copies,
      bytes,
      retained: bytes,
      packages: new Map(),
      names: distinct(holders.slice(0, 8).map(({ name }) => name)),
      file: null,
      line: null,
      example,
      path: paths.of(example)?.text ?? null,
      commands: [`show ${address}`],
      evidence: { view: 'strings', id: `${i}` },
      weight: waste,
    }
  })
}

/** A string as it is shown: in quotes, cut. */
export function quoted({ heap }: Analyses, row: number): string {
  const pv = pvOf(heap, row) ?? new Uint8Array(0)
  return `"${displayPv(pv, (heap.svs.flags[row] & SvFlag.SCALAR_UTF8) !== 0, SHOWN_CHARS)}"`
}
