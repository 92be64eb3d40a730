import type { ArgumentDeclaration, Declaration, OptionDeclaration, OptionValues, Parsed } from './declaration.ts'
import { ShellError } from './shell-error.ts'
import type { Token } from './tokenize.ts'

/**
 * Sort the words behind a command's name into options, SV and arguments. Options may stand anywhere, up to a `--`;
 * more arguments than declared are ignored, as in pmat, or are `refused`. Fails with a ShellError in pmat's words.
 */
export function parseWords<D extends Declaration>(
  declaration: D,
  words: readonly Token[],
  extraWords: 'ignored' | 'refused' = 'ignored',
): Parsed<D> {
  const values = new Map<string, OptionValue>()
  const positional: Token[] = []
  let canBeOption = declaration.options !== undefined
  for (let i = 0; i < words.length; ) {
    const option = canBeOption ? readOption(declaration, words, i) : undefined
    if (option) {
      values.set(option.name, option.value)
      i = option.next
      continue
    }
    if (canBeOption && isOptionsEnd(words[i])) canBeOption = false
    else positional.push(words[i])
    i++
  }
  const sv = declaration.takesSv ? positional.shift()?.text : undefined
  const { args = [] } = declaration
  if (extraWords === 'refused' && positional.length > args.length && !args.some(takesRest)) {
    const { text, start } = positional[args.length]
    throw new ShellError(`'${text}' is one word too many`, start)
  }
  return toParsed(declaration, sv, values, positional)
}

export type OptionValue = boolean | number | bigint | string

/** Put together what a declaration's types promise. */
export function toParsed<D extends Declaration>(
  declaration: D,
  sv: string | undefined,
  values: ReadonlyMap<string, OptionValue>,
  positional: readonly Token[],
): Parsed<D> {
  const args = fillArguments(declaration.args ?? [], positional)
  return { sv, options: fillOptions(declaration, values), args } as Parsed<D>
}

/** The values in an object without prototype, so that no name of an option is special. */
export function fillOptions<D extends Declaration>(
  declaration: D,
  values: ReadonlyMap<string, OptionValue>,
): OptionValues<D> {
  const options: Record<string, OptionValue | undefined> = Object.create(null)
  for (const [name, { type }] of Object.entries(declaration.options ?? {})) {
    options[name] = values.get(name) ?? (type === 'flag' ? false : undefined)
  }
  return options as OptionValues<D>
}

function fillArguments(declared: readonly ArgumentDeclaration[], positional: readonly Token[]): object {
  const args: Record<string, string | readonly string[] | undefined> = Object.create(null)
  let next = 0
  for (const argument of declared) {
    if (takesRest(argument)) {
      args[argument.name] = positional.slice(next).map((word) => word.text)
      next = positional.length
    } else if (next < positional.length) {
      args[argument.name] = positional[next++].text
    } else if (!argument.optional) {
      throw new ShellError(`Expected a value for '${argument.name}' argument`)
    }
  }
  return args
}

export function takesRest(argument: ArgumentDeclaration): boolean {
  return argument.slurpy === true || argument.repeatable === true
}

export function isOptionsEnd(word: Token): boolean {
  return word.text === '--' && !word.isQuoted
}

export interface ReadOption {
  readonly name: string
  readonly value: OptionValue
  /** Index of the first word behind it. */
  readonly next: number
}

/**
 * The option that begins at a word, or undefined if the word is a plain one. Spelled `--name`, `-x`, or, as people
 * did and pmat never minded, `-name`, `--name=value`, `-x3`, with `-` for `_`. A word in quotes is none.
 */
export function readOption(declaration: Declaration, words: readonly Token[], at: number): ReadOption | undefined {
  const word = words[at]
  if (word.isQuoted) return undefined
  const spelled = spell(declaration, word.text)
  if (!spelled) {
    if (looksLikeOption(word.text)) throw new ShellError(`No such option '${word.text}'`, word.start)
    return undefined
  }
  const { name, option, attached } = spelled
  if (option.type === 'flag') {
    if (attached !== undefined) throw new ShellError(`Option --${name} takes no value`, word.start)
    return { name, value: true, next: at + 1 }
  }
  if (attached !== undefined) return { name, value: optionValue(name, option, attached, word.start), next: at + 1 }
  const value = words.at(at + 1)
  if (!value) throw new ShellError(`Option --${name} requires a value`, word.start)
  return { name, value: optionValue(name, option, value.text, value.start), next: at + 2 }
}

interface SpelledOption {
  readonly name: string
  readonly option: OptionDeclaration
  /** A value in the same word. */
  readonly attached: string | undefined
}

/** The option that a word spells, if the declaration has it. */
export function spell(declaration: Declaration, text: string): SpelledOption | undefined {
  const long = /^--?([A-Za-z][\w-]+)(?:=([^]*))?$/.exec(text)
  if (long) {
    const named = optionNamed(declaration, long[1])
    if (named) return { ...named, attached: long[2] }
  }
  const short = /^-([A-Za-z0-9])([^]*)$/.exec(text)
  const aliased = short && optionAliased(declaration, short[1])
  if (!aliased) return undefined
  const rest = short[2].replace(/^=/, '')
  if (short[2] === '') return { ...aliased, attached: undefined }
  const isNumber = aliased.option.type === 'int' ? INT.test(rest) : aliased.option.type === 'hex' && HEX.test(rest)
  return isNumber ? { ...aliased, attached: rest } : undefined
}

type Named = Pick<SpelledOption, 'name' | 'option'>

function optionNamed({ options = {} }: Declaration, spelled: string): Named | undefined {
  const name = spelled.replaceAll('-', '_')
  return Object.hasOwn(options, name) ? { name, option: options[name] } : undefined
}

function optionAliased({ options = {} }: Declaration, letter: string): Named | undefined {
  const name = Object.keys(options).find((one) => options[one].alias === letter)
  return name === undefined ? undefined : { name, option: options[name] }
}

/** The spellings that pmat minds: `--name` and `-x`. A negative number is none. */
export function looksLikeOption(text: string): boolean {
  return /^--[^]|^-[^-]$/.test(text) && !/^-\d/.test(text)
}

const INT = /^-?\d+$/
const HEX = /^(?:-?\d+|0x[0-9a-fA-F]+)$/

function optionValue(name: string, option: OptionDeclaration, text: string, at: number): OptionValue {
  if (option.type === 'str') return text
  if (option.type === 'hex') {
    if (!HEX.test(text)) throw new ShellError(`Option --${name} value '${text}' is not a (hex)number`, at)
    return BigInt(text)
  }
  if (!INT.test(text)) throw new ShellError(`Option --${name} value '${text}' is not a number`, at)
  const value = Number(text)
  if (option.min !== undefined && value < option.min) {
    throw new ShellError(`Option --${name} must be at least ${option.min}`, at)
  }
  return value
}
