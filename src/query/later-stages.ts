import type { Analyses } from '../analyses/analyses.ts'
import { allFindings } from '../analyses/findings.ts'
import type { Slice } from '../base/slice.ts'
import { prepareCommands } from '../commands/prepare.ts'
import type { Phase } from './protocol.ts'

/** What is worked out of an open dump in the background, in this order. The first one is what is stored with it. */
export const LATER_STAGES: readonly {
  readonly phase: Phase
  readonly run: (analyses: Analyses, slice: Slice) => Promise<unknown>
}[] = [
  { phase: 'following references', run: (analyses, slice) => analyses.outrefGraph(slice) },
  { phase: 'turning references around', run: (analyses, slice) => analyses.inrefGraph(slice) },
  { phase: 'finding dominators', run: (analyses, slice) => analyses.evidence.ground(slice) },
  { phase: 'looking for findings', run: (analyses, slice) => allFindings(analyses, slice) },
  { phase: 'summing owned sizes', run: (analyses, slice) => analyses.ownedSizes(slice) },
  { phase: 'preparing commands', run: prepareCommands },
]
