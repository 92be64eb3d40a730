import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import { findStash } from '../model/lookup.ts'
import type { Model } from '../model/model.ts'
import { isStash } from '../model/names.ts'
import { sortedPairs } from '../model/stash.ts'
import { caretName } from '../perl/keys.ts'
import { type Line, plain } from '../perl/span.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns } from './data-table.ts'
import { linesInPages } from './lines-in-pages.ts'
import { symbols as declaration } from './shell/declarations/program.ts'

/** What a symbol names: `$Foo::x` and the SV in that slot of its GLOB. */
export interface SymbolEntry {
  readonly name: string
  readonly row: SvIndex
}

const PAGE_LINES = 30
const SLOTS = (['scalar', 'array', 'hash', 'code'] as const).map((slot) => GLOB_SLOTS.indexOf(slot))
const SIGILS = ['$', '@', '%', '&']
const HASH = 2

export const symbols: Command<typeof declaration, readonly SymbolEntry[]> = {
  declaration,
  async run({ analyses: { model, heap } }, { options, args }) {
    const found = [...symbolsIn(heap, args.start || undefined, options.recurse)]
    return inPages(
      found,
      linesInPages(found.length, PAGE_LINES, (i) => symbolLine(model, found[i])),
      () => dataTable(found, { symbol: ({ name }) => name, ...svColumns(model, ({ row }) => row) }),
    )
  },
}

function symbolLine(model: Model, { name, row }: SymbolEntry): Line {
  return [{ text: name, kind: 'symbol' }, plain(' at '), svSpan(model, row)]
}

/**
 * The symbols of a package, in the order of their names; those of the packages inside behind each of these, if
 * `recurse`. A stash that holds itself is not entered again: the real tool never ends there.
 */
export function* symbolsIn(heap: Heap, start: string | undefined, recurse: boolean): Generator<SymbolEntry> {
  const first = findStash(heap, start ?? '')
  const isListed = start === undefined ? (key: string) => key !== 'main::' && !key.startsWith('_<') : () => true
  const path = [
    { stash: first, prefix: start === undefined ? '' : `${start}::`, pairs: sortedPairs(heap, first), next: 0 },
  ]
  while (path.length > 0) {
    const level = path[path.length - 1]
    if (level.next === level.pairs.length) {
      path.pop()
      continue
    }
    const pair = level.pairs[level.next++]
    const key = decodeLatin1(pair.key)
    if (path.length === 1 && !isListed(key)) continue
    if (pair.value === NO_SV || heap.svs.kind[pair.value] !== SvKind.GLOB) continue
    const name = key.charCodeAt(0) < 0x20 ? `{${caretName(key)}}` : level.prefix + key
    const slots = SLOTS.map((slot) => globSlot(heap, pair.value, slot))
    for (let i = 0; i < slots.length; i++) if (slots[i] !== NO_SV) yield { name: SIGILS[i] + name, row: slots[i] }
    const inner = slots[HASH]
    if (!recurse || inner === NO_SV || !isStash(heap, inner)) continue
    if (path.some(({ stash }) => stash === inner)) continue
    path.push({ stash: inner, prefix: name, pairs: sortedPairs(heap, inner), next: 0 })
  }
}
