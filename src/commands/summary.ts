import { perlVersionText } from '../reader/layout.ts'
import { plain } from '../perl/span.ts'
import { type Command, onePage } from './command.ts'
import { summary as declaration } from './shell/declarations/heap.ts'

export interface Summary {
  /** `5.36.0` */
  readonly perlVersion: string
  readonly isThreaded: boolean
  /** Immortals not counted. */
  readonly numSvs: number
}

export const summary: Command<typeof declaration, Summary> = {
  declaration,
  async run({ analyses: { heap } }) {
    const { perlVersion, ithreads } = heap.layout
    const data = { perlVersion: perlVersionText(perlVersion), isThreaded: ithreads, numSvs: heap.svs.numSvs }
    return onePage(data, [
      [plain(`Perl memory dumpfile from perl ${data.perlVersion} ${data.isThreaded ? 'threaded' : 'non-threaded'}`)],
      [plain('Heap contains '), { text: String(data.numSvs), kind: 'value' }, plain(' objects')],
    ])
  },
}
