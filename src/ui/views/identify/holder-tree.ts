import type { Holder, InrefOptions, SvChip } from '../../../query/protocol.ts'
import { TreeModel, type TreeNode, isMore } from '../../grid/tree-model.ts'
import { ask } from '../../state/engine.ts'

/** A step of the walk: the SV asked about, or a holder. */
export interface Step extends Holder {
  /** The same SV stands elsewhere in the tree, as one of its own holders or at another place: its holders are there. */
  readonly foundAlready: 'circular' | 'elsewhere' | null
}

/** Steps opened by themselves while there is but one way to go. */
const MOST_STEPS = 10

/** The inref tree, opened step by step. An SV is opened at its first place only. */
export class HolderTree {
  readonly model: TreeModel<Step>
  readonly #cancel = new AbortController()
  /** Addresses whose holders are shown, or that are in a row above. */
  readonly #placed = new Set<string>()

  constructor(sv: SvChip, options: InrefOptions) {
    const root: Step = { name: '', strength: 'strong', sv, foundAlready: null }
    this.#placed.add(sv.address)
    this.model = new TreeModel<Step>({
      children: async (of) => {
        if (!of) return { ok: true, value: { rows: [root], total: 1 } }
        const address = of.data.sv?.address ?? ''
        const result = await ask((api, job) => api.holders(job, address, options), this.#cancel.signal)
        if (!result.ok) return result
        const rows = result.value.map((holder) => this.#stepOf(holder, of))
        return { ok: true, value: { rows, total: rows.length } }
      },
      canOpen: (step) => step.sv !== null && step.foundAlready === null,
    })
  }

  /** Start, and go on as long as one holder only is found. */
  async openWhileSingle(): Promise<void> {
    await this.model.start()
    let at = 0
    for (let step = 0; step < MOST_STEPS; step++) {
      const row = this.model.rows.peek()[at]
      if (!row || isMore(row) || !(await this.model.open(row))) return
      const children = this.model.rows.peek().filter((other) => other.level === row.level + 1)
      if (children.length !== 1) return
      at++
    }
  }

  stop(): void {
    this.#cancel.abort()
  }

  /** Go to the row where an SV stands first; false = it has been folded away. */
  goTo(address: string): boolean {
    const at = this.model.rows.peek().findIndex((row) => !isMore(row) && row.data.sv?.address === address)
    if (at >= 0) this.model.active.value = at
    return at >= 0
  }

  #stepOf(holder: Holder, parent: TreeNode<Step>): Step {
    const address = holder.sv?.address
    if (address === undefined) return { ...holder, foundAlready: null }
    for (let above: TreeNode<Step> | null = parent; above; above = above.parent)
      if (above.data.sv?.address === address) return { ...holder, foundAlready: 'circular' }
    if (this.#placed.has(address)) return { ...holder, foundAlready: 'elsewhere' }
    this.#placed.add(address)
    return { ...holder, foundAlready: null }
  }
}
