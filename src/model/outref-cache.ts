import { Latest } from '../base/latest.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import type { Model } from './model.ts'
import { OutrefBuffer } from './outref-buffer.ts'
import { StrengthSet } from './strength.ts'

/** Lists that are kept. */
const MAX_KEPT = 8

/**
 * The direct outrefs of the SVs asked for last: who asks how a hash of a million keys leads to a hundred SVs looks through
 * it once.
 */
export class OutrefCache {
  readonly #model: Model
  readonly #kept = new Latest<SvIndex, OutrefBuffer>(MAX_KEPT)
  /** Of a list that is not kept any more, to be used again. */
  #spare = new OutrefBuffer()

  constructor(model: Model) {
    this.#model = model
  }

  /** In the order of the graph's edges. Valid until the next few questions. */
  of(row: SvIndex): OutrefBuffer {
    const known = this.#kept.get(row)
    if (known) return known
    const buffer = this.#spare
    this.#model.outrefs.collect(row, StrengthSet.DIRECT, buffer)
    this.#spare = this.#kept.set(row, buffer) ?? new OutrefBuffer()
    return buffer
  }

  /** Where in the outrefs of `holder` the first to `held` stands, or -1. */
  find(holder: SvIndex, held: SvIndex): number {
    const { target, length } = this.of(holder)
    const at = target.indexOf(held)
    return at < length ? at : -1
  }
}
