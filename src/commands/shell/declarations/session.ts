import { declare } from '../declaration.ts'

export const help = declare({
  name: 'help',
  description: 'Display a list of available commands',
  args: [
    { name: 'command', slurpy: true, completes: 'command', help: 'what to explain: a command, or find and a filter' },
  ],
})

export const more = declare({ name: 'more', description: 'Continue the previous listing' })

export const stop = declare({ name: 'stop', description: 'Stops pagination' })

export const exportLast = declare({
  name: 'export',
  description: 'Write the last answer as CSV, JSON or Markdown',
  options: { raw: { type: 'flag', help: 'csv: leave texts as they are, also those that a spreadsheet would run' } },
  args: [{ name: 'format', completes: ['csv', 'json', 'md'], help: 'csv, json or md' }],
  origin: 'pmatscope',
})

/** The command to measure is the rest of the line, so it is no argument of `time`, and its options are its own. */
export const time = declare({ name: 'time', description: 'Measure the runtime of a command' })

export const bench = declare({
  name: 'bench',
  description: 'Measure the engine on this dump, stage by stage',
  options: { runs: { type: 'int', alias: 'r', min: 1, help: 'how often to run all of it (default 3)' } },
  origin: 'pmatscope',
})

export const tools = declare({ name: 'tools', description: 'List the available tools' })

export const tool = declare({
  name: 'tool',
  description: 'Load an extension tool',
  args: [{ name: 'tool', completes: ['Reachability', 'Sizes'], help: 'the name of the tool to load' }],
})
