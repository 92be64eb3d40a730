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
  /** The latest last. */
  readonly #kept = new Map<SvIndex, OutrefBuffer>()

  constructor(model: Model) {
    this.#model = model
  }

  /** In the order of the graph's edges. Valid until the next few questions. */
  of(row: SvIndex): OutrefBuffer {
    let buffer = this.#kept.get(row)
    if (buffer) this.#kept.delete(row)
    else {
      buffer = this.#spare()
      this.#model.outrefs.collect(row, StrengthSet.DIRECT, buffer)
    }
    this.#kept.set(row, buffer)
    return buffer
  }

  /** Where in the outrefs of `holder` the first to `held` stands, or -1. */
  find(holder: SvIndex, held: SvIndex): number {
    const { target, length } = this.of(holder)
    const at = target.indexOf(held)
    return at < length ? at : -1
  }

  #spare(): OutrefBuffer {
    if (this.#kept.size < MAX_KEPT) return new OutrefBuffer()
    const [[oldest, buffer]] = this.#kept
    this.#kept.delete(oldest)
    return buffer
  }
}
