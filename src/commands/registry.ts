import { type ShellCommand, toShellCommand } from './command.ts'
import { count } from './count.ts'
import { elems } from './elems.ts'
import { help } from './help.ts'
import { identify } from './identify.ts'
import { inrefs } from './inrefs.ts'
import { largest } from './largest.ts'
import { outrefs } from './outrefs.ts'
import { roots } from './roots.ts'
import { show } from './show.ts'
import { size } from './size.ts'
import { summary } from './summary.ts'
import { values } from './values.ts'

const ALL: readonly ShellCommand[] = [
  toShellCommand(count),
  toShellCommand(elems),
  toShellCommand(help),
  toShellCommand(identify),
  toShellCommand(inrefs),
  toShellCommand(largest),
  toShellCommand(outrefs),
  toShellCommand(roots),
  toShellCommand(show),
  toShellCommand(size),
  toShellCommand(summary),
  toShellCommand(values),
]

/** All commands of the console, by name. A new one is added above, and its declaration in shell/declarations. */
export const REGISTRY: ReadonlyMap<string, ShellCommand> = new Map(
  ALL.map((command) => [command.declaration.name, command]),
)
