import type { Slice } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { symbolsIn } from '../commands/symbols.ts'
import { findStash, LookupError } from '../model/lookup.ts'
import { packagesIn } from '../model/stash.ts'
import { displayName } from '../perl/escape.ts'

/** Real programs have some ten thousand; what goes beyond is found by address only. */
const MAX_SYMBOLS = 250_000

/** All names of the symbol table, for search and completion. */
export interface SymbolIndex {
  /** By name without sigil, then by sigil. */
  readonly symbols: readonly NamedSv[]
  readonly packages: readonly NamedSv[]
}

export interface NamedSv {
  /** As it is typed, and as it is shown. */
  readonly name: string
  readonly shown: string
  readonly row: SvIndex
}

export async function symbolIndex(heap: Heap, slice: Slice): Promise<SymbolIndex> {
  try {
    const symbols: NamedSv[] = []
    for (const { name, row } of symbolsIn(heap, undefined, true)) {
      if (symbols.push({ name, shown: displayName(name), row }) === MAX_SYMBOLS) break
      if ((symbols.length & 0xff) === 0 && slice.isOver()) await slice.next()
    }
    const defstash = findStash(heap, '')
    const packages: NamedSv[] = [{ name: 'main', shown: 'main', row: defstash }]
    for (const { name, stash } of packagesIn(heap, defstash)) {
      if (packages.push({ name, shown: displayName(name), row: stash }) === MAX_SYMBOLS) break
      if ((packages.length & 0xff) === 0 && slice.isOver()) await slice.next()
    }
    symbols.sort((a, b) => compare(a.name.slice(1), b.name.slice(1)) || compare(a.name, b.name))
    return { symbols, packages: packages.sort((a, b) => compare(a.name, b.name)) }
  } catch (error) {
    if (error instanceof LookupError) return { symbols: [], packages: [] } // no symbol table in a dump that was cut early
    throw error
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
