import { type ShellCommand, toShellCommand } from './command.ts'
import { summary } from './summary.ts'

/** All commands of the console, by name. A new one is added here, and its declaration in shell/declarations. */
export const REGISTRY: ReadonlyMap<string, ShellCommand> = new Map(
  [toShellCommand(summary)].map((command) => [command.declaration.name, command]),
)
