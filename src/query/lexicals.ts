import { elementOf } from '../columns/array-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { padSlots } from '../commands/pad-lines.ts'
import { codeOf } from '../model/code.ts'
import type { Model } from '../model/model.ts'

/** A variable of a sub, at one depth of its recursion. */
export interface Lexical {
  /** As it is declared: `$self`, `state $count`, `$outer *OUTER`. */
  readonly name: string
  /** 1 = the outermost call, null = there is but one pad. */
  readonly depth: number | null
  readonly value: SvIndex
}

/** The variables of a sub, depth by depth: names come from its padnames, values from a pad for each depth. */
export class Lexicals {
  readonly #heap: Heap
  readonly #pads: readonly SvIndex[]
  readonly #slots: readonly { readonly index: number; readonly name: string }[]

  constructor(model: Model, code: SvIndex) {
    this.#heap = model.heap
    this.#pads = codeOf(model.heap, code, false).pads
    const [first = NO_SV] = this.#pads
    const slots = first === NO_SV ? [] : padSlots(model, first)
    this.#slots = slots.flatMap(({ index, name }) => (name === null ? [] : [{ index, name }]))
  }

  get count(): number {
    return this.#pads.length * this.#slots.length
  }

  at(i: number): Lexical {
    const depth = Math.floor(i / this.#slots.length)
    const pad = this.#pads[depth]
    const { index, name } = this.#slots[i % this.#slots.length]
    const value = pad === NO_SV ? NO_SV : elementOf(this.#heap, pad, index)
    return { name, depth: this.#pads.length > 1 ? depth + 1 : null, value }
  }
}
