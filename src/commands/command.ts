import type { Slice } from '../base/slice.ts'
import type { Analyses } from '../analyses/analyses.ts'
import type { DataTable } from '../base/table-text.ts'
import type { Line } from '../perl/span.ts'
import type { Declaration, Parsed } from './shell/declaration.ts'
import { parseWords } from './shell/options.ts'
import type { Token } from './shell/tokenize.ts'

/** What a command works on. */
export interface Session {
  readonly analyses: Analyses
  readonly slice: Slice
  /** Another dump by its name, for commands that compare; throws a ShellError when there is none of that name. */
  openDump(name: string): Promise<Analyses>
  /** Tools that have been loaded, which `tools` marks. Nothing else depends on it: tools are loaded as they are needed. */
  readonly loadedTools: Set<string>
}

/**
 * What a command answers: typed data, and the text that pmat prints for it, page by page, made as it is asked for.
 * A page ends where pmat would wait for `more`.
 */
export interface Answer<Data = unknown> {
  readonly data: Data
  readonly pages: Iterable<readonly Line[]>
  /** Whether pmat pages this listing, be it as short as it may: its answer replaces a page that is pending. */
  readonly isPaged?: true
  /** What a terminal gets instead of the lines, and no newline behind it: the bytes of a string. */
  readonly bytes?: Uint8Array
  /** All of it as columns and rows, for `export`; without it the lines are exported. */
  readonly table?: () => DataTable
}

/** A command of the console. Throws a ShellError or LookupError in pmat's words. */
export interface Command<D extends Declaration = Declaration, Data = unknown> {
  readonly declaration: D
  run(session: Session, given: Parsed<D>): Promise<Answer<Data>>
}

/** A command as the registry has it: it takes the words behind its name as they are. */
export interface ShellCommand {
  readonly declaration: Declaration
  answer(session: Session, words: readonly Token[], shell: ShellAccess): Promise<Answer>
  /** It tells nothing of the dump: `export` writes the answer before it. */
  readonly isAboutShell?: true
}

/** What commands about the shell itself may do with it. */
export interface ShellAccess {
  /** The next page of the listing that is pending, null if none is. */
  nextPage(): readonly Line[] | null
  /** Drop the listing that is pending. */
  dropPages(): void
  /** The last answer as a table, made at each call. Throws a ShellError if there is none. */
  lastTable(): Promise<() => DataTable>
  /** Run another command, given with its name. */
  start(words: readonly Token[]): Promise<Answer>
}

export function toShellCommand<const D extends Declaration, Data>(command: Command<D, Data>): ShellCommand {
  const { declaration } = command
  return { declaration, answer: (session, words) => command.run(session, parseWords(declaration, words)) }
}

/** An answer of one page. */
export function onePage<Data>(data: Data, lines: readonly Line[], table?: () => DataTable): Answer<Data> {
  return { data, pages: [lines], ...(table && { table }) }
}

/** An answer in pages, each made when it is asked for. */
export function inPages<Data>(data: Data, pages: Iterable<readonly Line[]>, table?: () => DataTable): Answer<Data> {
  return { data, pages, isPaged: true, ...(table && { table }) }
}
