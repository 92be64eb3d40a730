import { Analyses } from '../analyses/analyses.ts'
import { AbortError, type Slice } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import type { Model } from '../model/model.ts'
import { Contents } from './contents.ts'
import { stage } from './jobs.ts'
import { type HeapSummary, summarise } from './overview.ts'
import type { OpenedDump, Overview } from './protocol.ts'
import { References } from './references.ts'
import { SvChips } from './sv-chips.ts'
import { SvRows } from './sv-rows.ts'
import { type SymbolIndex, symbolIndex } from './symbol-index.ts'

/** A dump that is open, with all that is known of it. */
export class OpenDump {
  readonly heap: Heap
  readonly analyses: Analyses
  readonly chips: SvChips
  readonly summary: HeapSummary
  readonly rows = new SvRows(this)
  readonly references = new References(this)
  readonly contents = new Contents(this)
  /** Whether it is to be stored, and has not been yet. */
  isToBeKept: boolean
  /** Whether it was read from bytes that are stored already, by an older version. */
  isReread = false
  /** Why it could not be. */
  notStored: string | null = null
  readonly #end = new AbortController()

  private constructor(analyses: Analyses, chips: SvChips, summary: HeapSummary, isToBeKept: boolean) {
    this.heap = analyses.heap
    this.analyses = analyses
    this.chips = chips
    this.summary = summary
    this.isToBeKept = isToBeKept
  }

  static async of(heap: Heap, isToBeKept: boolean, slice: Slice): Promise<OpenDump> {
    const analyses = new Analyses(heap)
    const chips = new SvChips(analyses.model)
    return new OpenDump(analyses, chips, await summarise(heap, chips, slice), isToBeKept)
  }

  /** One that was stored, with what was counted then. */
  static ofStored(heap: Heap, { dump, ...counts }: Overview): OpenDump {
    const analyses = new Analyses(heap)
    const { notStored: _, ...facts } = dump
    return new OpenDump(analyses, new SvChips(analyses.model), { facts, ...counts }, false)
  }

  get model(): Model {
    return this.analyses.model
  }

  symbols(signal: AbortSignal): Promise<SymbolIndex> {
    return stage(signal, (slice) => this.analyses.stage('symbol index', () => symbolIndex(this.heap, slice)))
  }

  /** Aborted when another dump takes its place. */
  get ended(): AbortSignal {
    return this.#end.signal
  }

  get opened(): OpenedDump {
    return { ...this.summary.facts, notStored: this.notStored }
  }

  get overview(): Overview {
    const { byType, byPackage, sizeBins } = this.summary
    return { dump: this.opened, byType, byPackage, sizeBins }
  }

  end(): void {
    this.#end.abort(new AbortError())
  }
}
