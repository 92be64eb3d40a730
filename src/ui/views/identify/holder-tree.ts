import type { Holder, InrefOptions, SvChip } from '../../../query/protocol.ts'
import { TreeModel, type TreeNode, isMore } from '../../grid/tree-model.ts'
import { opened } from '../../state/dump.ts'
import { ask } from '../../state/engine.ts'

/** A step of the walk: the SV asked about, or a holder. */
export interface Step extends Holder {
  /** The same SV stands elsewhere in the tree, as one of its own holders or at another place: its holders are there. */
  readonly foundAlready: 'circular' | 'elsewhere' | null
}

/** The tree opens by itself to this depth, which is pmat's, and only while it is small. */
const DEPTH = 10
const MOST_ROWS = 24

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

  /** Start, and go on level by level while all of it can be seen at a glance. */
  async openSmall(): Promise<void> {
    await this.model.start()
    for (let level = 1; level <= DEPTH; level++) {
      for (const row of this.model.rows.peek()) {
        if (isMore(row) || row.level !== level || !row.canOpen) continue
        if (this.#cancel.signal.aborted || this.model.rows.peek().length > MOST_ROWS) return
        await this.model.open(row)
      }
    }
  }

  /** End what is under way. */
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

/** The trees of the open dump that were looked at last: coming back, they are as they were left. */
const recent = new Map<string, HolderTree>()
const MOST_KEPT = 8

export function treeOf(sv: SvChip, options: InrefOptions): HolderTree {
  const { weak, all, elide } = options
  const key = JSON.stringify([opened.peek()?.id, sv.address, weak, all, elide])
  const tree = recent.get(key) ?? new HolderTree(sv, options)
  if (!recent.has(key)) void tree.openSmall()
  recent.delete(key)
  recent.set(key, tree)
  for (const [oldest, old] of recent) {
    if (recent.size <= MOST_KEPT) break
    old.stop()
    recent.delete(oldest)
  }
  return tree
}
