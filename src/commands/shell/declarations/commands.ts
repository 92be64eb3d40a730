import type { Declaration } from '../declaration.ts'
import { find } from './find.ts'
import { count, largest, strtab, summary } from './heap.ts'
import { audit, closures, dominators, findings, islands, paths, retained, shapes, whatif } from './leaks.ts'
import { elems, show, size, values } from './inspect.ts'
import { callers, packages, stack, symbols } from './program.ts'
import { identify, inrefs, listDanglingPtrs, outrefs, roots } from './references.ts'
import { catSvpv, counts, diff, leakreport, listOrphans } from './scripts.ts'
import { bench, exportLast, help, more, stop, time, tool, tools } from './session.ts'

/** Every command of Devel::MAT 0.56, then its scripts, then our own. */
export const COMMANDS: readonly Declaration[] = [
  callers,
  count,
  elems,
  find,
  help,
  identify,
  inrefs,
  largest,
  listDanglingPtrs,
  more,
  outrefs,
  packages,
  roots,
  show,
  size,
  stack,
  stop,
  strtab,
  summary,
  symbols,
  time,
  tool,
  tools,
  values,
  diff,
  leakreport,
  counts,
  listOrphans,
  catSvpv,
  findings,
  islands,
  audit,
  retained,
  dominators,
  paths,
  whatif,
  shapes,
  closures,
  exportLast,
  bench,
]
