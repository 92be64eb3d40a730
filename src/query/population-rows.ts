import type { ByteColumn } from '../base/byte-column.ts'
import { heldBy, keyCosts, type Population, populations } from '../analyses/populations.ts'
import type { MergedPaths } from '../graph/merged-paths.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { MergedPathRow, PopulationDetails, PopulationQuery, PopulationRow } from './protocol-findings.ts'
import { QueryFailure } from './query-error.ts'

/** Packages and shapes, sorted and filtered in whichever way. */
export class PopulationRows {
  readonly #dump: OpenDump
  #order: { readonly key: string; readonly ids: readonly number[] } | null = null

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  async window(
    query: PopulationQuery,
    start: number,
    count: number,
    signal: AbortSignal,
  ): Promise<RowWindow<PopulationRow>> {
    const all = await this.#all(signal)
    const owned = this.#dump.analyses.ready('owned sizes')
    const key = `${JSON.stringify([query.of, query.sort, query.isDescending, query.filter])} ${owned !== null}`
    if (this.#order?.key !== key) this.#order = { key, ids: orderOf(all, query, owned) }
    const { ids } = this.#order
    return { start, rows: ids.slice(start, start + count).map((id) => this.#row(all[id], id)), total: ids.length }
  }

  async details(id: string, signal: AbortSignal): Promise<PopulationDetails> {
    const { analyses } = this.#dump
    const all = await this.#all(signal)
    const index = indexOf(id, all)
    if (index < 0) throw new QueryFailure('not-found', 'There is no such package or shape')
    const population = all[index]
    const ground = await stage(signal, (slice) => analyses.evidence.ground(slice))
    const keys = await stage(signal, (slice) => keyCosts(analyses, ground, population, slice))
    const paths = await stage(signal, (slice) => heldBy(analyses, population.rows, slice))
    return { ...this.#row(population, index), keys, heldBy: mergedPathRows(this.#dump, paths) }
  }

  #all(signal: AbortSignal): Promise<readonly Population[]> {
    const { analyses } = this.#dump
    return stage(signal, (slice) =>
      analyses.stage('populations', async () => {
        const ground = await analyses.evidence.ground(slice)
        return populations(analyses, ground, await analyses.evidence.shapes(slice))
      }),
    )
  }

  #row({ kind, name, rows, bytes, retained }: Population, id: number): PopulationRow {
    const owned = this.#dump.analyses.ready('owned sizes')
    return {
      id: `${kind === 'package' ? 'package' : 'shape'}:${id}`,
      kind,
      name,
      count: rows.length,
      bytes,
      owned: owned && sumOf(rows, owned),
      retained,
      example: this.#dump.chips.chip(rows[0]),
    }
  }
}

/** By number, or by the name of a package. */
function indexOf(id: string, all: readonly Population[]): number {
  const number = Number(/^(?:package|shape):(\d+)$/.exec(id)?.[1] ?? -1)
  return number >= 0 && number < all.length ? number : all.findIndex(({ name }) => name === id)
}

function orderOf(
  all: readonly Population[],
  { of, sort, isDescending, filter }: PopulationQuery,
  owned: ByteColumn | null,
): number[] {
  const needle = filter.toLowerCase()
  const ids = all.flatMap(({ kind, name }, id) => {
    const isWanted = of === 'all' || (of === 'packages') === (kind === 'package')
    return isWanted && name.toLowerCase().includes(needle) ? [id] : []
  })
  const sign = isDescending ? -1 : 1
  if (sort === 'name') return ids.sort((a, b) => sign * (all[a].name < all[b].name ? -1 : 1))
  const values = all.map(({ rows, bytes, retained }) => {
    if (sort === 'count') return rows.length
    if (sort === 'bytes') return bytes
    return sort === 'owned' && owned ? sumOf(rows, owned) : retained
  })
  return ids.sort((a, b) => sign * (values[a] - values[b]) || a - b)
}

function sumOf(rows: Uint32Array, sizes: ByteColumn): number {
  let sum = 0
  for (const row of rows) sum += sizes[row]
  return sum
}

const MAX_ROWS = 200
/** Holders of less than this part of all are left out. */
const MIN_SHARE = 0.02

/** Merged paths as a tree in the order to draw it, the largest branches first; steps without a branch are not left out. */
function mergedPathRows({ chips }: OpenDump, { rows, holder, count }: MergedPaths): MergedPathRow[] {
  const below = new Map<number, number[]>()
  let total = 0
  for (let i = 0; i < rows.length; i++) {
    const above = holder[i]
    if (above < 0) total += count[i]
    const known = below.get(above)
    if (known) known.push(i)
    else below.set(above, [i])
  }
  const shown: MergedPathRow[] = []
  const stack = largestFirst(below.get(-1) ?? []).map((i) => ({ i, level: 0 }))
  while (stack.length > 0 && shown.length < MAX_ROWS) {
    const { i, level } = stack.pop() as { i: number; level: number }
    if (count[i] < MIN_SHARE * total) continue
    const sv = chips.chip(rows[i])
    shown.push({ level, label: sv.name ?? sv.package ?? sv.description, sv, count: count[i] })
    for (const child of largestFirst(below.get(i) ?? [])) stack.push({ i: child, level: level + 1 })
  }
  return shown

  /** For a stack: what comes first stands last. */
  function largestFirst(indexes: readonly number[]): number[] {
    return indexes.toSorted((a, b) => count[a] - count[b])
  }
}
