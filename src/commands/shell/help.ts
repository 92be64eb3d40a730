import { type Line, lineText, plain, type Span } from '../../perl/span.ts'
import { formatTable, type TableRow } from '../../perl/table.ts'
import type { ArgumentDeclaration, Declaration, OptionDeclaration } from './declaration.ts'
import { ATTRIBUTES } from '../find/where-condition.ts'
import { FILTERS, find, where } from './declarations/find.ts'
import { STAGES } from './declarations/stages.ts'
import { isFilterName } from './find-line.ts'
import { ShellError } from './shell-error.ts'

/** The word for what pmat's own `help` does not list, because its text must stay pmat's. */
export const BEYOND = 'pmatscope'

/** What `help` answers: without words the commands of pmat, with words what they name. */
export function helpAnswer(words: readonly string[], commands: readonly Declaration[]): Line[] {
  const [name, filter] = words
  if (name === undefined) return listing(commands.filter(({ origin }) => origin === undefined))
  if (name === BEYOND) return helpBeyond(commands)
  if (name === 'find' && filter !== undefined) return helpFilter(filter)
  const declaration = [...commands, ...Object.values(STAGES)].find((one) => one.name === name)
  if (!declaration) throw new ShellError(`Unrecognised command '${name}'`)
  return declaration === find ? helpFind(find) : [...title(name, declaration.description), ...usage(name, declaration)]
}

function helpBeyond(commands: readonly Declaration[]): Line[] {
  const added = commands.filter(({ origin }) => origin !== undefined)
  return [
    ...listing(added),
    [],
    [heading('PIPES:')],
    ...formatTable(Object.values(STAGES).map(listed('| ')), { indent: 2, separator: ' - ' }),
    [],
    [heading('FILTERS:')],
    [plain('  '), command(`find ${where.name}`), plain(` - ${where.description}`)],
  ]
}

function listing(commands: readonly Declaration[]): Line[] {
  const sorted = commands.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return formatTable(sorted.map(listed('')), { separator: ' - ' })
}

function listed(before: string): (declaration: Declaration) => TableRow {
  return ({ name, description }) => [[command(before + name)], [plain(description)]]
}

function helpFind({ name, description }: Declaration): Line[] {
  return [
    ...title(name, description),
    [plain('  '), ...synopsis(name, find)],
    [],
    [heading('FILTERS:')],
    ...Object.values(FILTERS).map((filter): Line => {
      return [plain('  '), command(`${name} ${filter.name}`), plain(` - ${filter.description}`)]
    }),
  ]
}

function helpFilter(name: string): Line[] {
  if (name === where.name) return helpWhere()
  if (!isFilterName(name)) throw new ShellError(`Unknown filter type '${name}'`)
  const filter = FILTERS[name]
  const path = `find ${name}`
  return [...title(path, `find ${filter.description}`), ...usage(path, filter)]
}

function helpWhere(): Line[] {
  const path = `find ${where.name}`
  const attributes = Object.entries(ATTRIBUTES).map(([name, { kind, help }]): TableRow => {
    return [[command(name)], [plain(OPERATORS[kind])], [plain(help)]]
  })
  return [
    ...title(path, `find ${where.description}`),
    ...usage(path, where),
    [],
    [heading('CONDITIONS:')],
    ...formatTable(attributes, { indent: 2, separator: '    ' }),
    [
      plain(
        '  joined with and, or, not and parentheses; it takes the rest of the line, so other filters stand before it',
      ),
    ],
  ]
}

const OPERATORS = {
  bytes: '= != < <= > >=  10MiB',
  count: '= != < <= > >=  1000',
  type: '= != ~ !~  HASH or /PATTERN/',
  name: '= != ~ !~  Foo::Bar or /PATTERN/',
  key: '= ~  NAME or /PATTERN/',
  flag: '',
} as const

function title(name: string, description: string): Line[] {
  return [[command(name), plain(` - ${description}`)], [], [heading('SYNOPSIS:')]]
}

function usage(path: string, declaration: Declaration): Line[] {
  const args = documentedArgs(declaration)
  const options = Object.entries(declaration.options ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    [plain('  '), ...synopsis(path, declaration)],
    ...section('OPTIONS:', options.map(optionRow)),
    ...section('ARGUMENTS:', args.map(argumentRow)),
  ]
}

function synopsis(path: string, declaration: Declaration): Line {
  return [command(path), ...synopsisParts(declaration).map((part) => plain(` ${part}`))]
}

/** pmat's help is silent about the options of `find` itself. */
function synopsisParts(declaration: Declaration): string[] {
  if (declaration === find) return ['[FILTER...]']
  return [
    ...(declaration.options ? ['[OPTIONS...]'] : []),
    ...(declaration.takesSv ? ['[SV ADDR]'] : []),
    ...documentedArgs(declaration).map(argumentName),
  ]
}

function documentedArgs({ args = [] }: Declaration): ArgumentDeclaration[] {
  return args.filter(({ isUndocumented }) => !isUndocumented)
}

function section(name: string, rows: readonly TableRow[]): Line[] {
  return rows.length === 0 ? [] : [[], [heading(name)], ...formatTable(rows, { indent: 2, separator: '    ' })]
}

function optionRow([name, option]: [string, OptionDeclaration]): TableRow {
  return [[command(optionUsage(name, option))], [plain(option.help)]]
}

/** `--depth, -d INT`: shown with dashes, though pmat itself wants underscores typed. Addresses show no type. */
function optionUsage(name: string, { alias, type }: OptionDeclaration): string {
  const names = `--${name.replaceAll('_', '-')}${alias === undefined ? '' : `, -${alias}`}`
  return type === 'int' || type === 'str' ? `${names} ${type.toUpperCase()}` : names
}

function argumentRow(argument: ArgumentDeclaration): TableRow {
  const more = argument.slurpy ? '...' : argument.repeatable ? '*' : ''
  return [[command(argumentName(argument) + more)], [plain(argument.help)]]
}

function argumentName({ name }: ArgumentDeclaration): string {
  return `$${name.toUpperCase()}`
}

/** A command and its description in one line, for a hint while it is typed. */
export function commandHint(path: string, declaration: Declaration): string {
  return `${lineText(synopsis(path, declaration))} - ${declaration.description}`
}

export function optionHint(name: string, option: OptionDeclaration): string {
  return `${optionUsage(name, option)} - ${option.help}`
}

export function argumentHint(argument: ArgumentDeclaration): string {
  return `${argumentName(argument)} - ${argument.help}`
}

function heading(text: string): Span {
  return { text, kind: 'heading' }
}

function command(text: string): Span {
  return { text, kind: 'command' }
}
