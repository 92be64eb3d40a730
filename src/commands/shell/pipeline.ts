import type { ArgumentValues, Declaration, OptionValues } from './declaration.ts'
import { STAGES } from './declarations/stages.ts'
import { parseWords } from './options.ts'
import { ShellError } from './shell-error.ts'
import { type Token, tokenize } from './tokenize.ts'

/** A typed line: a command, and what its answer goes through. */
export interface Pipeline {
  readonly command: readonly Token[]
  readonly stages: readonly Stage[]
}

export type StageName = keyof typeof STAGES

export type Stage =
  | { readonly name: 'grep'; readonly pattern: string; readonly ignoreCase: boolean; readonly invert: boolean }
  | { readonly name: 'head'; readonly count: number }
  | { readonly name: 'sort'; readonly column: number | string | undefined; readonly reverse: boolean }
  | { readonly name: 'count' }

const HEAD_COUNT = 10

/**
 * Split a line at each `|` that stands alone, between blanks and outside of quotes: `find pv -r a|b | head 3` has
 * one. Fails with a ShellError for a stage that is empty, unknown or wrong.
 */
export function parsePipeline(line: string): Pipeline {
  const { tokens } = tokenize(line)
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    const words = parts[parts.length - 1]
    if (!isPipe(token)) words.push(token)
    else {
      if (parts.length === 1 && words.length === 0) throw new ShellError('No command before |', token.start)
      parts.push([])
    }
  }
  const [command, ...stages] = parts
  return { command, stages: stages.map((words) => parseStage(words, line.length)) }
}

export function isPipe({ text, isQuoted }: Token): boolean {
  return text === '|' && !isQuoted
}

function parseStage(words: readonly Token[], lineEnd: number): Stage {
  const [first, ...rest] = words
  if (!first) throw new ShellError(`Nothing after |; to look for one, quote it: "|"`, lineEnd)
  const { text, start } = first
  switch (text) {
    case 'grep':
      return grepStage(parse(STAGES.grep, rest))
    case 'head':
      return { name: 'head', count: wholeNumber(parse(STAGES.head, rest).args.count, HEAD_COUNT, start) }
    case 'sort':
      return sortStage(parse(STAGES.sort, rest), start)
    case 'count':
      parse(STAGES.count, rest)
      return { name: 'count' }
    default:
      throw new ShellError(`Cannot pipe into '${text}', only into ${Object.keys(STAGES).join(', ')}`, start)
  }
}

interface Given<D extends Declaration> {
  readonly options: OptionValues<D>
  readonly args: ArgumentValues<D>
}

function parse<D extends Declaration>(declaration: D, words: readonly Token[]): Given<D> {
  return parseWords(declaration, words, 'refused')
}

function grepStage({ options, args }: Given<typeof STAGES.grep>): Stage {
  return { name: 'grep', pattern: args.pattern, ignoreCase: options.ignorecase, invert: options.invert }
}

function sortStage({ options, args }: Given<typeof STAGES.sort>, at: number): Stage {
  const { column } = args
  const isName = column !== undefined && !/^[-\d]/.test(column)
  const place = column === undefined || isName ? column : wholeNumber(column, 1, at)
  return { name: 'sort', column: place, reverse: options.reverse }
}

/** From 1 on. `head -5` is what people type, so a sign does not matter. */
function wholeNumber(text: string | undefined, otherwise: number, at: number): number {
  if (text === undefined) return otherwise
  if (!/^-?[0-9]*[1-9][0-9]*$/.test(text)) throw new ShellError(`'${text}' is not a number from 1 on`, at)
  return Math.abs(Number(text))
}
