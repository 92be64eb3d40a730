import { Analyses } from '../../src/analyses/analyses.ts'
import type { Shell } from '../../src/commands/run-line.ts'
import type { Heap } from '../../src/columns/heap.ts'
import type { SvIndex } from '../../src/columns/sv-table.ts'
import { addressText } from '../../src/model/describe.ts'
import { openConsole } from './console.ts'

const OF_THE_HEAP = [
  'summary',
  'count --blessed --scalars',
  'count --struct',
  'count --owned',
  'largest',
  'largest --struct',
  'largest --owned',
  'roots',
  'stack',
  'callers --pad',
  'packages -V',
  'symbols --recurse',
  'strtab',
  'list-dangling-ptrs',
  'find pv e',
  'find lexical x',
  'find magic',
  'find blessed Foo',
]

const OF_AN_SV = [
  (at: string) => `show --pad --full-pv ${at}`,
  (at: string) => `outrefs --all ${at}`,
  (at: string) => `inrefs --all ${at}`,
  (at: string) => `identify --all --depth 4 ${at}`,
  (at: string) => `identify --no_elide --depth 3 ${at}`,
  (at: string) => `size ${at}`,
  (at: string) => `elems ${at}`,
  (at: string) => `values ${at}`,
]

/** Run what can be asked of a heap, and of these SVs; throws what no mistake of a user can be. Answers the number of questions. */
export async function runEveryCommand(heap: Heap, rows: Iterable<SvIndex>): Promise<number> {
  const analyses = new Analyses(heap)
  const shell = openConsole(analyses)
  let numAsked = 0
  for (const line of OF_THE_HEAP) {
    await runAllPages(shell, line)
    numAsked++
  }
  for (const row of rows) {
    const at = addressText(analyses.model, row)
    for (const line of OF_AN_SV) {
      await runAllPages(shell, line(at))
      numAsked++
    }
  }
  return numAsked
}

async function runAllPages(shell: Shell, line: string): Promise<void> {
  let { hasMore } = await shell.run(line)
  while (hasMore) ({ hasMore } = await shell.run('more'))
}
