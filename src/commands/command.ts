import type { Slice } from '../base/slice.ts'
import type { Analyses } from '../analyses/analyses.ts'
import type { Line } from '../perl/span.ts'
import type { Declaration, Parsed } from './shell/declaration.ts'
import type { Token } from './shell/tokenize.ts'

/** What a command works on. */
export interface Session {
  readonly analyses: Analyses
  readonly slice: Slice
  /** Another dump by its name, for commands that compare; throws a ShellError when there is none of that name. */
  openDump(name: string): Promise<Analyses>
}

/**
 * What a command answers: typed data, and the text that pmat prints for it, page by page, made as it is asked for.
 * A page ends where pmat would wait for `more`.
 */
export interface Answer<Data = unknown> {
  readonly data: Data
  readonly pages: Iterable<readonly Line[]>
}

/** A command of the console. Throws a ShellError or LookupError in pmat's words. */
export interface Command<D extends Declaration = Declaration, Data = unknown> {
  readonly declaration: D
  run(session: Session, given: Parsed<D>): Promise<Answer<Data>>
}

/** A command that reads the words behind its name itself: `find`, whose filters have options of their own. */
export interface WordsCommand<D extends Declaration = Declaration, Data = unknown> {
  readonly declaration: D
  runWords(session: Session, words: readonly Token[]): Promise<Answer<Data>>
}

/** An answer of one page. */
export function onePage<Data>(data: Data, lines: readonly Line[]): Answer<Data> {
  return { data, pages: [lines] }
}
