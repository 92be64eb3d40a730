import type { Analyses } from '../analyses/analyses.ts'
import { KeyUse, type KeyUser, type SharedKeys, sharedKeys } from '../analyses/shared-keys.ts'
import type { Slice } from '../base/slice.ts'
import { isHashLike } from '../columns/build-heap.ts'
import type { HashPair } from '../columns/hash-record.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { sortedPairs } from '../model/stash.ts'
import { formatKey } from '../perl/keys.ts'
import { formatHex } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { type Command, inPages } from './command.ts'
import { keyFilter } from './key-filter.ts'
import { strtab as declaration } from './shell/declarations/heap.ts'

const COUNT = 10

/** Shared strings, in the byte order of their keys, and who uses which. */
export interface SharedStrings {
  readonly strings: readonly HashPair[]
  readonly users: SharedKeys
}

/**
 * The table of shared strings. In byte order with `--no_sort` too: the other order is that of its buckets, which means
 * nothing. A page counts strings, however many users these have.
 */
export const strtab: Command<typeof declaration, SharedStrings> = {
  declaration,
  async run({ analyses, slice }, { options, args }) {
    const { model } = analyses
    const isWanted = keyFilter(args.filter)
    const { strings: all, users } = await sharedStrings(analyses, slice)
    const strings = all.filter(({ key }) => isWanted(key)).slice(options.skip ?? 0)
    return inPages({ strings, users }, stringPages(model, { strings, users }, options.count ?? COUNT))
  },
}

/** All shared strings of a heap: worked out once. */
export function sharedStrings(analyses: Analyses, slice: Slice): Promise<SharedStrings> {
  return analyses.stage('shared strings', async () => {
    const { heap } = analyses
    const root = heap.data.roots.find(({ name }) => name === 'strtab')
    const table = root && root.row !== NO_SV && isHashLike(heap.svs.kind[root.row]) ? root.row : NO_SV
    const users = await sharedKeys(heap, table, slice)
    return { strings: table === NO_SV ? [] : sortedPairs(heap, table), users }
  })
}

function* stringPages(model: Model, { strings, users }: SharedStrings, count: number): Generator<Line[]> {
  for (let start = 0; start < strings.length; start += count) {
    const end = Math.min(start + count, strings.length)
    const rows = strings
      .slice(start, end)
      .flatMap(({ key, hek }): Line[][] => [
        [[{ text: formatKey(key), kind: 'value' }], [plain(`HEK at ${formatHex(hek.hi, hek.lo)}`)]],
        ...users.usersOf(hek).map((user) => [useLine(model, user), []]),
      ])
    const lines = formatTable(rows, { indent: 2 })
    yield end === strings.length ? lines : [...lines, [plain(`  ... (${strings.length - end} more)`)]]
  }
}

const USE_TEXTS = { [KeyUse.KEY]: 'key of ', [KeyUse.NAME]: 'name of ', [KeyUse.PV]: 'shared PV of ' } as const

function useLine(model: Model, { row, use }: KeyUser): Line {
  return [plain(`  ${USE_TEXTS[use]}`), svSpan(model, row)]
}
