import type { ArgumentDeclaration, Completes, Declaration, OptionDeclaration } from './declaration.ts'
import { ALL_FILTERS, find } from './declarations/find.ts'
import { help, time } from './declarations/session.ts'
import { STAGES } from './declarations/stages.ts'
import { findStateAfter } from './find-line.ts'
import { argumentHint, commandHint, optionHint } from './help.ts'
import { isOptionsEnd, spell, takesRest } from './options.ts'
import { isPipe } from './pipeline.ts'
import { quoteToken, type Token, tokenize } from './tokenize.ts'

/** What the open dump and this session have to offer. */
export interface CompletionSource {
  /** Symbols with their sigil that begin so, at most `limit`. */
  symbols(prefix: string, limit: number): readonly string[]
  packages(prefix: string, limit: number): readonly string[]
  /** Names of roots. */
  roots(): readonly string[]
  /** Addresses that were in answers, the latest first. */
  addresses(): readonly string[]
  /** Names of stored dumps. */
  dumps(): readonly string[]
}

export interface Candidate {
  /** As it must be typed. */
  readonly text: string
  readonly help: string
}

export interface Completion {
  /** The part of the line that a candidate replaces, in UTF-16 units; `end` is the cursor. */
  readonly start: number
  readonly end: number
  readonly candidates: readonly Candidate[]
  /** One line about what is being typed; may be empty. */
  readonly hint: string
}

const MOST_CANDIDATES = 50

/** What may stand at the cursor, given what stands before it. */
export function complete(
  line: string,
  cursor: number,
  commands: readonly Declaration[],
  source: CompletionSource,
): Completion {
  const before = line.slice(0, cursor)
  const { tokens, openQuote } = tokenize(before)
  const last = tokens.at(-1)
  const word = last && last.end === cursor ? last : undefined
  const place = placeAfter(word ? tokens.slice(0, -1) : tokens, commands)
  if (openQuote >= 0 || word?.isQuoted) return { start: cursor, end: cursor, candidates: [], hint: place.hint }
  const typed = word ? before.slice(word.start) : ''
  return {
    start: word ? word.start : cursor,
    end: cursor,
    candidates: candidatesAt(place, typed, source).slice(0, MOST_CANDIDATES),
    hint: hintAt(place, typed),
  }
}

/** What may come next. */
interface Place {
  readonly hint: string
  /** A name out of these. */
  readonly names?: readonly Declaration[]
  /** An option of it. */
  readonly declaration?: Declaration
  /** Options that need not be given again. */
  readonly used?: ReadonlySet<string>
  /** A word of this kind. */
  readonly completes?: Completes | undefined
}

function placeAfter(words: readonly Token[], commands: readonly Declaration[]): Place {
  const pipe = words.findLastIndex(isPipe)
  if (pipe >= 0) return namedPlace(words.slice(pipe + 1), Object.values(STAGES))
  let start = 0
  while (words[start]?.text === time.name) start++
  return namedPlace(words.slice(start), commands)
}

function namedPlace(words: readonly Token[], names: readonly Declaration[]): Place {
  const [first, ...rest] = words
  if (!first) return { hint: '', names }
  const declaration = names.find(({ name }) => name === first.text)
  if (!declaration) return { hint: '' }
  if (declaration === find) return placeInFind(rest)
  if (declaration === help) return placeInHelp(rest, names)
  return placeIn(declaration, rest, declaration.name)
}

function placeInHelp(words: readonly Token[], names: readonly Declaration[]): Place {
  const hint = commandHint(help.name, help)
  if (words.length === 0) return { hint, names }
  return words.length === 1 && words[0].text === find.name ? { hint, names: ALL_FILTERS } : { hint }
}

function placeInFind(words: readonly Token[]): Place {
  const { filter, argument } = findStateAfter(words)
  if (!filter) return { hint: commandHint(find.name, find), names: ALL_FILTERS, declaration: find }
  const hint = commandHint(`${find.name} ${filter.name}`, filter)
  const pending = pendingOption(filter, words.at(-1))
  if (pending) return { hint: optionHint(...pending), completes: pending[1].completes }
  if (argument && !argument.accepts) {
    const names = argument.optional ? ALL_FILTERS : []
    return { hint, names, declaration: filter, completes: argument.completes }
  }
  return { hint, names: ALL_FILTERS, declaration: filter }
}

function placeIn(declaration: Declaration, words: readonly Token[], path: string): Place {
  const used = new Set<string>()
  let numPositional = 0
  let canBeOption = true
  for (let i = 0; i < words.length; i++) {
    const spelled = canBeOption && !words[i].isQuoted ? spell(declaration, words[i].text) : undefined
    if (spelled) {
      used.add(spelled.name)
      const takesNext = spelled.option.type !== 'flag' && spelled.attached === undefined
      if (takesNext && i === words.length - 1) {
        return { hint: optionHint(spelled.name, spelled.option), completes: spelled.option.completes }
      }
      if (takesNext) i++
    } else if (canBeOption && isOptionsEnd(words[i])) canBeOption = false
    else numPositional++
  }
  const hint = commandHint(path, declaration)
  const options = canBeOption ? { declaration, used } : {}
  if (declaration.takesSv && numPositional === 0) return { hint, ...options, completes: 'sv' }
  const argument = argumentAt(declaration, numPositional - (declaration.takesSv ? 1 : 0))
  return argument ? { hint: argumentHint(argument), ...options, completes: argument.completes } : { hint, ...options }
}

function argumentAt({ args = [] }: Declaration, index: number): ArgumentDeclaration | undefined {
  const last = args.at(-1)
  return args.at(index) ?? (last && takesRest(last) ? last : undefined)
}

/** The option that the word spells, if its value is still to come. */
function pendingOption(declaration: Declaration, word: Token | undefined): [string, OptionDeclaration] | undefined {
  const spelled = word && !word.isQuoted ? spell(declaration, word.text) : undefined
  if (!spelled || spelled.option.type === 'flag' || spelled.attached !== undefined) return undefined
  return [spelled.name, spelled.option]
}

function candidatesAt(place: Place, typed: string, source: CompletionSource): Candidate[] {
  if (typed.startsWith('-')) return optionCandidates(place, typed)
  const named = (place.names ?? [])
    .filter(({ name }) => name.startsWith(typed))
    .map(({ name, description }) => ({ text: name, help: description }))
  return [...named, ...wordCandidates(place.completes, typed, source)]
}

function optionCandidates({ declaration, used }: Place, typed: string): Candidate[] {
  const spelled = typed.replaceAll('_', '-').replace(/^-+/, '')
  return Object.entries(declaration?.options ?? {})
    .map(([name, option]) => ({ name, shown: name.replaceAll('_', '-'), option }))
    .filter(({ name, shown, option }) => {
      return !used?.has(name) && (shown.startsWith(spelled) || (option.alias === spelled && !typed.startsWith('--')))
    })
    .map(({ name, shown, option }) => ({ text: `--${shown}`, help: optionHint(name, option) }))
}

function wordCandidates(completes: Completes | undefined, typed: string, source: CompletionSource): Candidate[] {
  return wordsThat(completes, typed, source).map((text) => ({ text: quoteToken(text), help: '' }))
}

function wordsThat(completes: Completes | undefined, typed: string, source: CompletionSource): readonly string[] {
  const beginsSo = (text: string) => text.startsWith(typed)
  if (completes === undefined || completes === 'command') return []
  if (completes === 'sv') {
    if (/^[$@%&]/.test(typed)) return source.symbols(typed, MOST_CANDIDATES)
    return [...source.addresses().filter(beginsSo), ...source.roots().filter(beginsSo)]
  }
  if (completes === 'package') return source.packages(typed, MOST_CANDIDATES)
  if (completes === 'dump') return source.dumps().filter(beginsSo)
  return completes.filter(beginsSo)
}

/** About the word at the cursor if it is a whole name or option, else about what it belongs to. */
function hintAt(place: Place, typed: string): string {
  const named = place.names?.find(({ name }) => name === typed)
  if (named) return commandHint(named.name, named)
  const spelled = place.declaration ? spell(place.declaration, typed) : undefined
  return spelled ? optionHint(spelled.name, spelled.option) : place.hint
}
