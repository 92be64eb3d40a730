import type { ArgumentDeclaration, Declaration, OptionValues, Parsed } from './declaration.ts'
import { FILTERS, find, where } from './declarations/find.ts'
import { fillOptions, isOptionsEnd, looksLikeOption, type OptionValue, readOption, spell, toParsed } from './options.ts'
import { ShellError } from './shell-error.ts'
import type { Token } from './tokenize.ts'

type Filters = typeof FILTERS
export type FilterName = keyof Filters

/** One filter of a `find` line, with what was given to it. */
export type FilterUse = { readonly [N in FilterName]: { readonly name: N } & Parsed<Filters[N]> }[FilterName]

export interface FindLine {
  readonly options: OptionValues<typeof find>
  /** In the order of the line. All must accept an SV. */
  readonly filters: readonly FilterUse[]
  /** The condition behind `where`, as it was typed, and where it stands in the line. */
  readonly where: { readonly text: string; readonly start: number } | undefined
}

/**
 * Parse what stands behind `find`: its own options, then filters, each with options and arguments.
 * pmat lets a filter take options from the whole rest of the line, and an optional argument swallow the next filter.
 * Here each filter takes what stands up to the next one; an option that it does not have goes to the nearest filter
 * before it that does, so lines that work in pmat mean the same. `where` takes the rest of the line.
 */
export function parseFind(words: readonly Token[]): FindLine {
  const { values, next } = readLeadingOptions(words)
  const { filters, whereAt } = readFilters(words, next)
  const uses = filters.map(({ name, given, positional }) => {
    return { name, ...toParsed<Declaration>(FILTERS[name], undefined, given, positional) } as unknown as FilterUse
  })
  const condition = whereAt < 0 ? undefined : asTyped(words.slice(whereAt))
  return { options: fillOptions(find, values), filters: uses, where: condition }
}

/** The words behind the first, at the places where they stand in the line. */
function asTyped([keyword, ...words]: readonly Token[]): { text: string; start: number } {
  const start = words.length === 0 ? keyword.end : words[0].start
  return { text: words.reduce((text, word) => text.padEnd(word.start - start) + word.raw, ''), start }
}

function readLeadingOptions(words: readonly Token[]): { values: Map<string, OptionValue>; next: number } {
  const values = new Map<string, OptionValue>()
  let next = 0
  while (next < words.length) {
    if (isOptionsEnd(words[next])) return { values, next: next + 1 }
    const option = readOption(find, words, next)
    if (!option) break
    values.set(option.name, option.value)
    next = option.next
  }
  return { values, next }
}

/** A filter as far as it has been read. */
interface OpenFilter {
  readonly name: FilterName
  readonly given: Map<string, OptionValue>
  readonly positional: Token[]
}

/** Filters up to `where` (-1 = there is none). */
function readFilters(words: readonly Token[], start: number): { filters: OpenFilter[]; whereAt: number } {
  const filters: OpenFilter[] = []
  let firstOpen = 0 // filters before it take no more options: a `--` stood behind them
  for (let i = start; i < words.length; ) {
    const word = words[i]
    const last = filters.at(-1)
    const isOpen = last && firstOpen < filters.length
    if (isOpen && isOptionsEnd(word) && declarationOf(last).options) {
      firstOpen = filters.length
      i++
    } else if (isOpen && canSpellOption(last, word)) {
      i = giveOption(filters.slice(firstOpen), words, i)
    } else if (last && takesWord(last, word)) {
      last.positional.push(word)
      i++
    } else if (isWhere(word)) {
      return { filters, whereAt: i }
    } else {
      if (!isFilterName(word.text)) throw new ShellError(`Unknown filter type '${word.text}'`, word.start)
      filters.push({ name: word.text, given: new Map(), positional: [] })
      i++
    }
  }
  return { filters, whereAt: -1 }
}

function isWhere({ text, isQuoted }: Token): boolean {
  return text === where.name && !isQuoted
}

/** A filter without options, as in pmat, takes anything for its argument. */
function canSpellOption(last: OpenFilter, word: Token): boolean {
  if (word.isQuoted || !word.text.startsWith('-') || word.text === '-') return false
  return declarationOf(last).options !== undefined || !openArgument(last)
}

/** Let the nearest filter that has the option take it. Returns the index of the first word behind it. */
function giveOption(filters: readonly OpenFilter[], words: readonly Token[], at: number): number {
  const word = words[at]
  const taker = filters.findLast((filter) => spell(declarationOf(filter), word.text))
  if (taker) {
    const option = readOption(declarationOf(taker), words, at)
    if (option) {
      taker.given.set(option.name, option.value)
      return option.next
    }
  }
  const hasOptions = filters.some((filter) => declarationOf(filter).options)
  if (hasOptions && looksLikeOption(word.text)) throw new ShellError(`No such option '${word.text}'`, word.start)
  const last = filters[filters.length - 1]
  if (!takesWord(last, word)) throw new ShellError(`Unknown filter type '${word.text}'`, word.start)
  last.positional.push(word)
  return at + 1
}

function takesWord(filter: OpenFilter, word: Token): boolean {
  const argument = openArgument(filter)
  if (!argument) return false
  if (argument.accepts && !argument.accepts.test(word.text)) return false
  return !argument.optional || word.isQuoted || !(isFilterName(word.text) || isWhere(word))
}

/** The argument that the filter would take next. */
function openArgument(filter: OpenFilter): ArgumentDeclaration | undefined {
  return declarationOf(filter).args?.[filter.positional.length]
}

function declarationOf({ name }: OpenFilter): Declaration {
  return FILTERS[name]
}

export function isFilterName(text: string): text is FilterName {
  return Object.hasOwn(FILTERS, text)
}

/** Where a `find` line stands after these words, for completion. */
export interface FindState {
  /** The filter being typed. */
  readonly filter: Declaration | undefined
  /** Its next argument. */
  readonly argument: ArgumentDeclaration | undefined
}

/** As far as the words make sense; what is wrong with them will be told when the line is run. */
export function findStateAfter(words: readonly Token[]): FindState {
  for (let end = words.length; end >= 0; end--) {
    try {
      const { next } = readLeadingOptions(words.slice(0, end))
      const { filters, whereAt } = readFilters(words.slice(0, end), next)
      if (whereAt >= 0) return { filter: where, argument: where.args[0] }
      const last = filters.at(-1)
      return last
        ? { filter: declarationOf(last), argument: openArgument(last) }
        : { filter: undefined, argument: undefined }
    } catch (error) {
      if (!(error instanceof ShellError)) throw error
    }
  }
  return { filter: undefined, argument: undefined }
}
