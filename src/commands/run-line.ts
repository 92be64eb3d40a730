import { LookupError } from '../model/lookup.ts'
import { PerlRegexError, RegexBudgetError } from '../perl/regex/errors.ts'
import { type Line, lineText } from '../perl/span.ts'
import type { DataTable } from '../base/table-text.ts'
import type { Answer, Session, ShellAccess, ShellCommand } from './command.ts'
import { matcherOf } from './matcher.ts'
import { REGISTRY } from './registry.ts'
import { pipeLines } from './shell/line-stages.ts'
import { type Stage, parsePipeline } from './shell/pipeline.ts'
import { ShellError } from './shell/shell-error.ts'
import type { Token } from './shell/tokenize.ts'
import { time } from './time.ts'

/** What a line of the console came to. */
export interface LineAnswer {
  /** The command's typed answer; undefined after an error. */
  readonly data: unknown
  /** Its first page. */
  readonly lines: readonly Line[]
  /** What was wrong with the line, without `error: `. */
  readonly error: string | null
  /** The character of the line that is wrong, in UTF-16 units; -1 = none in particular. */
  readonly errorAt: number
  /** What a terminal gets instead of the lines. */
  readonly bytes: Uint8Array | null
  /** Whether a page is pending now, of this listing or of an earlier one. */
  readonly hasMore: boolean
}

const NOTHING: LineAnswer = { data: undefined, lines: [], error: null, errorAt: -1, bytes: null, hasMore: false }

/** The rest of a listing. The page after the one shown has been made already, to know whether there is one. */
interface Listing {
  readonly pages: Iterator<readonly Line[]>
  readonly next: readonly Line[]
}

/** A line that was answered. */
interface Asked {
  readonly command: readonly Token[]
  readonly stages: readonly Stage[]
  readonly answer: Answer
}

/** A console session over one dump: runs lines, and keeps the listing that waits for `more`. */
export class Shell {
  readonly #session: Session
  #pending: Listing | null = null
  #last: Asked | null = null

  constructor(session: Session) {
    this.#session = session
  }

  get hasMore(): boolean {
    return this.#pending !== null
  }

  /**
   * Run a line and answer with its first page. What is wrong with the line is part of the answer; anything else,
   * an AbortError among them, is thrown. A blank line asks for the next page, if there is one.
   */
  async run(line: string): Promise<LineAnswer> {
    try {
      if (line.trim() === '') return this.#answered(undefined, this.nextPage() ?? [])
      const { command, stages } = parsePipeline(line)
      const answer = await startCommand(command, this.#session, this.#access)
      const asked = withoutTime(command)
      if (!commandOf(asked).isAboutShell) this.#last = { command: asked, stages, answer }
      if (stages.length === 0) return this.#answered(answer.data, this.#firstPage(answer), answer.bytes)
      return this.#answered(answer.data, await this.#piped(answer, stages))
    } catch (error) {
      const errorAt = error instanceof ShellError ? error.at : -1
      return { ...NOTHING, error: complaint(error), errorAt, hasMore: this.hasMore }
    }
  }

  /** The next page of the pending listing, or null. May fail like the command that made it. */
  nextPage(): readonly Line[] | null {
    if (!this.#pending) return null
    const { next, pages } = this.#pending
    this.#pending = null
    this.#pending = listingOf(pages)
    return next
  }

  readonly #access: ShellAccess = {
    nextPage: () => this.nextPage(),
    dropPages: () => {
      this.#pending = null
    },
    lastTable: () => this.#lastTable(),
    start: (words) => startCommand(words, this.#session, this.#access),
  }

  /** The table of an answer; or its lines, made again, because pages can be gone through but once. */
  async #lastTable(): Promise<() => DataTable> {
    if (!this.#last) throw new ShellError('There is no answer to export yet')
    const { command, stages, answer } = this.#last
    if (stages.length === 0 && answer.table) return answer.table
    const again = await startCommand(command, this.#session, this.#access)
    const lines = await this.#piped(again, stages)
    return () => ({ columns: ['line'], rows: lines.map((line) => [lineText(line)]) })
  }

  #piped(answer: Answer, stages: readonly Stage[]): Promise<Line[]> {
    return pipeLines(linesOf(answer), stages, matcherOf, this.#session.slice)
  }

  #firstPage(answer: Answer): readonly Line[] {
    const listing = listingOf(answer.pages[Symbol.iterator]())
    if (answer.isPaged) this.#pending = listing && listingOf(listing.pages)
    return listing?.next ?? []
  }

  #answered(data: unknown, lines: readonly Line[], bytes: Uint8Array | null = null): LineAnswer {
    return { ...NOTHING, data, lines, bytes, hasMore: this.hasMore }
  }
}

function listingOf(pages: Iterator<readonly Line[]>): Listing | null {
  const { done, value } = pages.next()
  return done ? null : { pages, next: value }
}

async function startCommand(words: readonly Token[], session: Session, shell: ShellAccess): Promise<Answer> {
  return commandOf(words).answer(session, words.slice(1), shell)
}

/** What was asked, however it was measured. */
function withoutTime(command: readonly Token[]): readonly Token[] {
  const at = command.findIndex(({ text }) => text !== time.declaration.name)
  return at < 0 ? command : command.slice(at)
}

function commandOf([name]: readonly Token[]): ShellCommand {
  const command = name && REGISTRY.get(name.text)
  if (!command) throw new ShellError(`Unrecognised command '${name?.text ?? ''}'`, name?.start)
  return command
}

function* linesOf({ pages }: Answer): Generator<Line> {
  for (const page of pages) yield* page
}

/** What to tell about a line that failed; what is nobody's typing mistake is thrown on. */
function complaint(error: unknown): string {
  const isExpected =
    error instanceof ShellError ||
    error instanceof LookupError ||
    error instanceof PerlRegexError ||
    error instanceof RegexBudgetError
  if (isExpected) return error.message
  throw error
}
