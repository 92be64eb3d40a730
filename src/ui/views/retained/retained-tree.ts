import type { RetainedGrouping, RetainedRow } from '../../../query/protocol-findings.ts'
import { TreeModel } from '../../grid/tree-model.ts'
import { ask } from '../../state/engine.ts'

/** Children that a step brings; more are a row of their own. */
const PAGE = 100

/** The dominator tree, opened row by row, from the parts of the heap down. */
export class RetainedTree {
  readonly model: TreeModel<RetainedRow>
  readonly #cancel = new AbortController()

  constructor(grouping: RetainedGrouping) {
    this.model = new TreeModel<RetainedRow>({
      children: (of, start) => {
        const query = { parent: of?.data.id ?? null, grouping }
        return ask((api, job) => api.retained(job, query, start, PAGE), this.#cancel.signal)
      },
      canOpen: (row) => row.numChildren > 0,
    })
  }

  /** Show the parts, and what the largest of them consists of. */
  async start(): Promise<void> {
    await this.model.start()
    const [first] = this.model.rows.peek()
    if (first && !('moreOf' in first)) await this.model.open(first)
  }

  stop(): void {
    this.#cancel.abort()
  }
}
