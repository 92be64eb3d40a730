import { audit } from './audit.ts'
import { bench } from './bench.ts'
import { callers } from './callers.ts'
import { catSvpv } from './cat-svpv.ts'
import { type ShellCommand, toShellCommand } from './command.ts'
import { count } from './count.ts'
import { counts } from './counts.ts'
import { diff } from './diff.ts'
import { dominators } from './dominators.ts'
import { elems } from './elems.ts'
import { exportLast } from './export.ts'
import { find } from './find.ts'
import { findings } from './findings.ts'
import { help } from './help.ts'
import { identify } from './identify.ts'
import { inrefs } from './inrefs.ts'
import { islands } from './islands.ts'
import { largest } from './largest.ts'
import { leakreport } from './leakreport.ts'
import { listDanglingPtrs } from './list-dangling-ptrs.ts'
import { listOrphans } from './list-orphans.ts'
import { more, stop } from './more.ts'
import { outrefs } from './outrefs.ts'
import { packages } from './packages.ts'
import { paths } from './paths.ts'
import { closures, shapes } from './populations.ts'
import { retained } from './retained.ts'
import { roots } from './roots.ts'
import { show } from './show.ts'
import { size } from './size.ts'
import { stack } from './stack.ts'
import { strtab } from './strtab.ts'
import { summary } from './summary.ts'
import { symbols } from './symbols.ts'
import { time } from './time.ts'
import { tool, tools } from './tools.ts'
import { whatif } from './whatif.ts'
import { values } from './values.ts'

const ALL: readonly ShellCommand[] = [
  toShellCommand(audit),
  toShellCommand(bench),
  toShellCommand(callers),
  toShellCommand(catSvpv),
  toShellCommand(closures),
  toShellCommand(count),
  toShellCommand(counts),
  toShellCommand(diff),
  toShellCommand(dominators),
  toShellCommand(elems),
  exportLast,
  find,
  toShellCommand(findings),
  toShellCommand(help),
  toShellCommand(identify),
  toShellCommand(inrefs),
  toShellCommand(islands),
  toShellCommand(largest),
  toShellCommand(leakreport),
  toShellCommand(listDanglingPtrs),
  toShellCommand(listOrphans),
  more,
  toShellCommand(outrefs),
  toShellCommand(packages),
  toShellCommand(paths),
  toShellCommand(retained),
  toShellCommand(roots),
  toShellCommand(shapes),
  toShellCommand(show),
  toShellCommand(size),
  toShellCommand(stack),
  stop,
  toShellCommand(strtab),
  toShellCommand(summary),
  toShellCommand(symbols),
  time,
  toShellCommand(tool),
  toShellCommand(tools),
  toShellCommand(values),
  toShellCommand(whatif),
]

/** All commands of the console, by name. A new one is added above, and its declaration in shell/declarations. */
export const REGISTRY: ReadonlyMap<string, ShellCommand> = new Map(
  ALL.map((command) => [command.declaration.name, command]),
)
