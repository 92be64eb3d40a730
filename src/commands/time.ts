import { type Line, plain } from '../perl/span.ts'
import type { Answer, ShellCommand } from './command.ts'
import { time as declaration } from './shell/declarations/session.ts'

/** What was measured, and what the measured command answered. */
export interface Timed {
  readonly seconds: number
  readonly answer: unknown
}

/** Run another command and say how long it took. As in pmat, of a listing in pages only the first is measured. */
export const time: ShellCommand = {
  declaration,
  async answer(_session, words, shell): Promise<Answer<Timed>> {
    const start = performance.now()
    const { data, pages, isPaged, table } = await shell.start(words)
    const rest = pages[Symbol.iterator]()
    const first = rest.next()
    const seconds = (performance.now() - start) / 1000
    // There is nothing to load: what pmat's tools are is part of the program.
    const measured = [
      ...(first.done ? [] : first.value),
      [],
      [plain(`Loaded in 0.000s, ran in ${seconds.toFixed(3)}s`)],
    ]
    return {
      data: { seconds, answer: data },
      pages: pagesAfter(measured, rest),
      ...(isPaged && { isPaged }),
      ...(table && { table }),
    }
  },
}

function* pagesAfter(first: readonly Line[], rest: Iterator<readonly Line[]>): Generator<readonly Line[]> {
  yield first
  for (let page = rest.next(); !page.done; page = rest.next()) yield page.value
}
