import { structureSize } from '../analyses/structure-size.ts'
import { argsort } from '../base/argsort.ts'
import { Latest } from '../base/latest.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { NUM_TYPES, typeCodeOf, typeOfCode } from '../model/truth.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow, SvListQuery, SvRow } from './protocol.ts'

/** Orders that are kept: four bytes an SV each. */
const MAX_KEPT = 4

/** The table of all SVs of a dump, filtered and sorted in whichever way; windows of it. */
export class SvRows {
  readonly #dump: OpenDump
  /** Rows by query. */
  readonly #orders = new Latest<string, Uint32Array>(MAX_KEPT)

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  async window(query: SvListQuery, start: number, count: number, signal: AbortSignal): Promise<RowWindow<SvRow>> {
    const key = JSON.stringify([query.sort, query.isDescending, query.type, query.package])
    const order = this.#orders.get(key) ?? (await stage(signal, (slice) => this.#order(query, signal, slice)))
    this.#orders.set(key, order)
    const rows = Array.from(order.subarray(start, start + count), (row) => this.#row(row))
    return { start, rows, total: order.length }
  }

  #row(row: number): SvRow {
    const { analyses, chips, heap, model } = this.#dump
    return {
      ...chips.chip(row),
      size: heap.svs.size[row],
      structureSize: analyses.ready('structure sizes')?.[row] ?? structureSize(model, row),
      ownedSize: analyses.ready('owned sizes')?.[row] ?? null,
      refcount: heap.svs.refcount[row],
    }
  }

  async #order(query: SvListQuery, signal: AbortSignal, slice: Slice): Promise<Uint32Array> {
    const { sort, isDescending } = query
    const keys = await this.#keys(query, signal, slice)
    const rows = await this.#filtered(query, slice)
    if (sort === 'address') return isDescending ? rows.reverse() : rows
    const ofRows = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) {
      if ((i & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      ofRows[i] = keys[rows[i]]
    }
    // Names have been ranked in the wanted direction.
    const order = await argsort(ofRows, isDescending && sort !== 'package' && sort !== 'type', slice)
    for (let i = 0; i < order.length; i++) order[i] = rows[order[i]]
    return order
  }

  /** Row -> what it is sorted by. */
  async #keys({ sort, isDescending }: SvListQuery, signal: AbortSignal, slice: Slice): Promise<ArrayLike<number>> {
    const { analyses, heap } = this.#dump
    switch (sort) {
      case 'size':
      case 'address':
        return heap.svs.size
      case 'refcount':
        return heap.svs.refcount
      case 'structure':
        return stage(signal, (own) => analyses.structureSizes(own))
      case 'owned':
        return stage(signal, (own) => analyses.ownedSizes(own))
      case 'type':
        return this.#typeRanks(isDescending)
      case 'package':
        return this.#packageRanks(isDescending, slice)
    }
  }

  #typeRanks(isDescending: boolean): Uint8Array {
    const { heap } = this.#dump
    const codes = Array.from({ length: NUM_TYPES }, (_, code) => code)
    const byName = codes.sort((a, b) => (typeOfCode(a) < typeOfCode(b) ? -1 : 1) * (isDescending ? -1 : 1))
    const rankOf = new Uint8Array(NUM_TYPES)
    byName.forEach((code, rank) => (rankOf[code] = rank))
    const ranks = new Uint8Array(heap.svs.numSvs)
    for (let row = 0; row < ranks.length; row++) ranks[row] = rankOf[typeCodeOf(heap, row)]
    return ranks
  }

  /** Rank of the package's name; SVs without one come last, whichever way. */
  async #packageRanks(isDescending: boolean, slice: Slice): Promise<Uint32Array> {
    const { chips, heap, summary } = this.#dump
    const names = summary.byPackage.map(({ name }) => name).sort()
    if (isDescending) names.reverse()
    const rankOf = new Map(names.map((name, rank) => [name, rank]))
    const { blessed, numSvs } = heap.svs
    const ranks = new Uint32Array(numSvs)
    for (let row = 0; row < numSvs; row++) {
      if ((row & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      const stash = blessed[row]
      ranks[row] = stash === NO_SV ? names.length : (rankOf.get(chips.packageName(stash)) ?? names.length)
    }
    return ranks
  }

  async #filtered({ type, package: wanted }: SvListQuery, slice: Slice): Promise<Uint32Array> {
    const { chips, heap } = this.#dump
    const { numSvs, blessed } = heap.svs
    const rows = new Uint32Array(numSvs)
    let length = 0
    const isType = Array.from({ length: NUM_TYPES }, (_, code) => type === '' || typeOfCode(code) === type)
    for (let row = 0; row < numSvs; row++) {
      if ((row & STEP_MASK) === 0 && slice.isOver()) await slice.next()
      if (!isType[typeCodeOf(heap, row)]) continue
      if (wanted !== '' && (blessed[row] === NO_SV || chips.packageName(blessed[row]) !== wanted)) continue
      rows[length++] = row
    }
    return length === numSvs ? rows : rows.slice(0, length)
  }
}
