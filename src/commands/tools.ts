import { plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, onePage } from './command.ts'
import { tool as toolDeclaration, tools as declaration } from './shell/declarations/session.ts'
import { ShellError } from './shell/shell-error.ts'

export interface ToolEntry {
  readonly name: string
  readonly isLoaded: boolean
}

/** The tools that pmat has for a user interface. */
const LISTED_TOOLS = ['Reachability', 'Sizes']

/** What pmat can load besides: its commands, and what these share. */
const OTHER_TOOLS = [
  'Callers',
  'Count',
  'Find',
  'Identify',
  'Inrefs',
  'ListDanglingPtrs',
  'Outrefs',
  'Roots',
  'Show',
  'Stack',
  'Strtab',
  'Summary',
  'Symbols',
  'Tools',
]

export const tools: Command<typeof declaration, readonly ToolEntry[]> = {
  declaration,
  async run({ loadedTools }) {
    const entries = LISTED_TOOLS.map((name) => ({ name, isLoaded: loadedTools.has(name) }))
    const rows = entries.map(({ name, isLoaded }) => [[plain(`${isLoaded ? '*' : ' '} ${name}`)], [plain('<no desc>')]])
    return onePage(entries, formatTable(rows, { separator: ' - ' }))
  },
}

export const tool: Command<typeof toolDeclaration, string> = {
  declaration: toolDeclaration,
  async run({ loadedTools }, { args }) {
    if (![...LISTED_TOOLS, ...OTHER_TOOLS].includes(args.tool)) throw new ShellError(`No such tool '${args.tool}'`)
    loadedTools.add(args.tool)
    return onePage(args.tool, [])
  },
}
