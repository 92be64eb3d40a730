import { type NamedSv, placeOf } from '../analyses/name-table.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { NameQuery, NameRow } from './protocol-findings.ts'

/** Variables, lexicals and code of packages, sorted and filtered in whichever way. */
export class NameRows {
  readonly #dump: OpenDump
  #order: { readonly key: string; readonly names: readonly NamedSv[] } | null = null

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  async window(query: NameQuery, start: number, count: number, signal: AbortSignal): Promise<RowWindow<NameRow>> {
    const all = await stage(signal, (slice) => this.#dump.analyses.evidence.names(slice))
    const key = JSON.stringify([query.of, query.sort, query.isDescending, query.filter])
    if (this.#order?.key !== key) this.#order = { key, names: ordered(all, query) }
    const { names } = this.#order
    const rows = names.slice(start, start + count).map((named) => this.#row(named))
    return { start, rows, total: names.length }
  }

  #row(named: NamedSv): NameRow {
    const { analyses, chips } = this.#dump
    const { kind, name, row, bytes, retained, isLive } = named
    const { file, line } = placeOf(analyses, named)
    return {
      id: name,
      kind,
      name,
      sv: chips.chipOrNull(row),
      bytes,
      retained,
      isLive,
      file,
      line: line === 0 ? null : line,
    }
  }
}

function ordered(all: readonly NamedSv[], { of, sort, isDescending, filter }: NameQuery): NamedSv[] {
  const needle = filter.toLowerCase()
  const names = all.filter(({ kind, name }) => {
    const group = kind === 'lexical' ? 'lexicals' : kind === 'package' ? 'code' : 'variables'
    return (of === 'all' || of === group) && name.toLowerCase().includes(needle)
  })
  const sign = isDescending ? -1 : 1
  if (sort === 'name') return names.sort((a, b) => sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return names.sort((a, b) => sign * (a[sort] - b[sort]) || a.row - b.row)
}
