import { isHashLike } from '../columns/build-heap.ts'
import { isArrayLike } from '../columns/fixups.ts'
import type { HashPair } from '../columns/hash-record.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { typeName } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { sortedPairs } from '../model/stash.ts'
import { formatKey, formatStashKey } from '../perl/keys.ts'
import { formatHex } from '../perl/numbers.ts'
import { type Line, plain } from '../perl/span.ts'
import { formatTable } from '../perl/table.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Command, inPages } from './command.ts'
import { dataTable, svColumns, valueColumn } from './data-table.ts'
import { givenSv } from './given-sv.ts'
import { keyFilter } from './key-filter.ts'
import { values as declaration } from './shell/declarations/inspect.ts'
import { ShellError } from './shell/shell-error.ts'
import { valueOrNull } from './value-or-null.ts'

const COUNT = 50

/**
 * The keys and values of a hash, in the byte order of the keys. That is the order with `--no_sort` too: a real hash has
 * none that would mean anything, and the dump's is that of its buckets.
 */
export const values: Command<typeof declaration, readonly HashPair[]> = {
  declaration,
  async run({ analyses: { model } }, { sv, options, args }) {
    const hash = givenSv(model, sv)
    requireHash(model, hash)
    const isWanted = keyFilter(args.filter)
    const pairs = sortedPairs(model.heap, hash).filter(({ key }) => isWanted(key))
    const shown = pairs.slice(options.skip ?? 0) // of a negative number, as in pmat, so many are left
    const keyText = keyTextOf(model, hash)
    const valueOf = ({ value }: HashPair) => value
    return inPages(shown, valuePages(model, hash, shown, options.count ?? COUNT, options.hek), () => {
      const columns = { ...svColumns(model, valueOf), ...valueColumn(model, valueOf) }
      return dataTable(shown, { key: ({ key }) => keyText(key).slice(1, -1), ...columns })
    })
  },
}

function keyTextOf({ heap }: Model, hash: SvIndex): (key: Uint8Array) => string {
  return heap.svs.kind[hash] === SvKind.HASH ? formatKey : formatStashKey
}

function requireHash(model: Model, hash: SvIndex): void {
  const kind = model.heap.svs.kind[hash]
  if (isArrayLike(kind) || kind === SvKind.OBJECT) {
    throw new ShellError(`Cannot 'values' of a ${typeName(model, hash)} - maybe you wanted 'elems'?`)
  }
  if (!isHashLike(kind)) throw new ShellError("Cannot 'elems' of a non-HASHlike") // pmat's slip
}

function* valuePages(
  model: Model,
  hash: SvIndex,
  pairs: readonly HashPair[],
  count: number,
  withHeks: boolean,
): Generator<Line[]> {
  const keyText = keyTextOf(model, hash)
  for (let start = 0; start < pairs.length; start += count) {
    const end = Math.min(start + count, pairs.length)
    const rows = pairs.slice(start, end).map(({ key, hek, value }): Line[] => {
      const hasHek = withHeks && (hek.lo | hek.hi) !== 0
      return [
        [{ text: keyText(key), kind: 'value' }],
        ...(hasHek ? [[plain(`HEK at ${formatHex(hek.hi, hek.lo)}`)]] : []),
        valueOrNull(model, value),
      ]
    })
    const lines = formatTable(rows, { indent: 2 })
    yield end === pairs.length ? lines : [...lines, [plain(`  ... (${pairs.length - end} more)`)]]
  }
}
