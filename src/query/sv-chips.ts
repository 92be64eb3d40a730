import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { addressText } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { globName, stashName, symbolName } from '../model/names.ts'
import { strengthName } from '../model/strength.ts'
import { trueDescription, trueType, trueValue } from '../model/truth.ts'
import { boundedText, displayName } from '../perl/escape.ts'
import type { Strength as StrengthBit } from '../model/strength.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Reference, SvCard, SvChip } from './protocol.ts'
import { QueryFailure } from './query-error.ts'

/** SVs of one heap as the page shows them. */
export class SvChips {
  readonly #model: Model
  readonly #packages = new Map<SvIndex, string>()

  constructor(model: Model) {
    this.#model = model
  }

  chip(row: SvIndex): SvChip {
    const { heap, roots } = this.#model
    const isGlob = heap.svs.kind[row] === SvKind.GLOB
    const name = roots.nameOf(row) ?? (isGlob ? `*${globName(heap, row)}` : symbolName(heap, row))
    return {
      address: addressText(this.#model, row),
      type: trueType(heap, row),
      description: trueDescription(this.#model, row),
      package: this.packageOf(row),
      name: name === null ? null : displayName(name),
    }
  }

  chipOrNull(row: SvIndex): SvChip | null {
    return row === NO_SV ? null : this.chip(row)
  }

  card(row: SvIndex): SvCard {
    const { size, refcount } = this.#model.heap.svs
    return { ...this.chip(row), size: size[row], refcount: refcount[row], value: trueValue(this.#model, row) }
  }

  reference(name: string, strength: StrengthBit, row: SvIndex): Reference {
    const size = row === NO_SV ? 0 : this.#model.heap.svs.size[row]
    return { name: boundedText(name), strength: strengthName(strength), sv: this.chipOrNull(row), size }
  }

  /** The package that an SV is blessed into, as it is shown; null = not blessed. */
  packageOf(row: SvIndex): string | null {
    const stash = this.#model.heap.svs.blessed[row]
    return stash === NO_SV ? null : this.packageName(stash)
  }

  /** The name of a STASH, as it is shown. */
  packageName(stash: SvIndex): string {
    let name = this.#packages.get(stash)
    if (name === undefined) {
      name = displayName(stashName(this.#model.heap, stash) ?? '')
      this.#packages.set(stash, name)
    }
    return name
  }

  /** The SV at an address as chips have it. Throws a QueryFailure. */
  rowAt(address: string): SvIndex {
    const digits = /^0x([0-9a-f]{1,16})$/i.exec(address)?.[1] ?? ''
    const row = this.#model.heap.rowAt(parseInt(digits.slice(-8), 16) || 0, parseInt(digits.slice(0, -8), 16) || 0)
    if (row === NO_SV) throw new QueryFailure('not-found', `There is no SV at ${displayName(address, 40)} in this dump`)
    return row
  }
}
