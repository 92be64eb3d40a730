import { type TableFormat, WRITERS, rawCsvLines } from '../base/table-text.ts'
import { type Line, plain } from '../perl/span.ts'
import { type Answer, type ShellCommand, inPages } from './command.ts'
import { exportLast as declaration } from './shell/declarations/session.ts'
import { parseWords } from './shell/options.ts'
import { ShellError } from './shell/shell-error.ts'

/** The last answer as text. */
export interface Exported {
  readonly format: TableFormat
  /** All of it, in pieces; each call makes it anew. */
  text(): Iterable<string>
}

const PAGE_LINES = 1000

/** The answer before, in a format of other programs. */
export const exportLast: ShellCommand = {
  declaration,
  isAboutShell: true,
  async answer(_session, words, shell): Promise<Answer<Exported>> {
    const { options, args } = parseWords(declaration, words)
    if (!isFormat(args.format)) {
      throw new ShellError(`Cannot export as '${args.format}', only as ${Object.keys(WRITERS).join(', ')}`)
    }
    const { format } = args
    const table = await shell.lastTable()
    const write = options.raw && format === 'csv' ? rawCsvLines : WRITERS[format]
    const data: Exported = { format, text: () => ended(write(table())) }
    return inPages(data, pagesOf(write(table())))
  },
}

function isFormat(word: string): word is TableFormat {
  return Object.hasOwn(WRITERS, word)
}

function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}

function* pagesOf(lines: Iterable<string>): Generator<Line[]> {
  let page: Line[] = []
  for (const line of lines) {
    page.push([plain(line)])
    if (page.length < PAGE_LINES) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
