import { addressText } from '../../model/describe.ts'
import { place } from '../../model/perl-step.ts'
import type { Analyses } from '../analyses.ts'
import type { Ground } from '../ground.ts'
import type { Birthplace } from '../made-at.ts'
import { counted, type Finding, packagesOf, size } from './finding.ts'

const MAX_FINDINGS = 50

/** Where SVs were made, where perl was built to know. */
export function madeAtFindings(analyses: Analyses, { paths }: Ground, places: readonly Birthplace[]): Finding[] {
  const { model } = analyses
  return places.slice(0, MAX_FINDINGS).map(({ file, line, svs, bytes, newest, newestSerial, rows }) => {
    const address = addressText(model, newest)
    return {
      kind: 'made-at',
      certainty: 'hint',
      why: 'perl wrote down where it made each SV',
      sentence: `${counted(svs, 'SV')} (${size(bytes)}) made at ${place(file, line)} ${svs === 1 ? 'is' : 'are'} in the heap; the newest is number ${newestSerial.toLocaleString('en')}.`,
      fix: null,
      instances: svs,
      svs,
      bytes,
      retained: bytes,
      packages: packagesOf(analyses, rows),
      names: [],
      file,
      line,
      example: newest,
      path: paths.of(newest)?.text ?? null,
      commands: [`show ${address}`],
      evidence: { view: 'sv', id: address },
      weight: bytes,
    }
  })
}
