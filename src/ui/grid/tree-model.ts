import { type ReadonlySignal, signal } from '@preact/signals'
import type { QueryError, Result } from '../../query/protocol.ts'

/** A row of the tree that is in the list of visible rows. */
export interface TreeNode<Data> {
  readonly data: Data
  readonly parent: TreeNode<Data> | null
  /** 1 = at the top. */
  readonly level: number
  /** Among its siblings: 1-based, and how many they are. */
  readonly position: number
  readonly numSiblings: number
  readonly canOpen: boolean
  readonly state: 'closed' | 'loading' | 'open'
  /** Why its children could not be had. */
  readonly error: QueryError | null
}

/** Stands for siblings that have not been asked for yet. */
export interface MoreRow<Data> {
  readonly moreOf: TreeNode<Data> | null
  readonly level: number
  readonly loaded: number
  readonly total: number
}

export type TreeRow<Data> = TreeNode<Data> | MoreRow<Data>

export function isMore<Data>(row: TreeRow<Data>): row is MoreRow<Data> {
  return 'moreOf' in row
}

export interface TreeSource<Data> {
  /** Children of a node from `start` on; null = those at the top. */
  children(of: TreeNode<Data> | null, start: number): Promise<Result<{ rows: readonly Data[]; total: number }>>
  canOpen(data: Data, parent: TreeNode<Data> | null): boolean
}

/** A tree that is opened step by step, as the flat list of its visible rows. */
export class TreeModel<Data> {
  readonly #rows = signal<readonly TreeRow<Data>[]>([])
  readonly error = signal<QueryError | null>(null)
  /** False until the rows at the top are there. */
  readonly isReady = signal(false)
  /** Index of the row that keys act on. */
  readonly active = signal(0)
  readonly #source: TreeSource<Data>

  constructor(source: TreeSource<Data>) {
    this.#source = source
  }

  get rows(): ReadonlySignal<readonly TreeRow<Data>[]> {
    return this.#rows
  }

  async start(): Promise<void> {
    const result = await this.#source.children(null, 0)
    if (!result.ok) this.error.value = result.error
    else this.#rows.value = this.#rowsFor(null, result.value.rows, 0, result.value.total)
    this.isReady.value = true
  }

  /** Show the children of a node; answers with the node as it is in the list then, or null if it has gone. */
  async open(node: TreeNode<Data>): Promise<TreeNode<Data> | null> {
    if (!node.canOpen || node.state !== 'closed') return node
    const loading = { ...node, state: 'loading', error: null } as const
    this.#replace(node, [loading])
    const result = await this.#source.children(loading, 0)
    if (!result.ok) {
      this.#replace(loading, [{ ...loading, state: 'closed', error: result.error }])
      return null
    }
    const open: TreeNode<Data> = { ...loading, state: 'open' }
    const { rows, total } = result.value
    return this.#replace(loading, [open, ...this.#rowsFor(open, rows, 0, total)]) ? open : null
  }

  close(node: TreeNode<Data>): void {
    if (node.state !== 'open') return
    const at = this.#rows.peek().indexOf(node)
    if (at >= 0) this.#splice(at, this.#endOf(at), [{ ...node, state: 'closed' }])
  }

  /** Load the next siblings that a row stands for. */
  async more(row: MoreRow<Data>): Promise<void> {
    const result = await this.#source.children(row.moreOf, row.loaded)
    if (result.ok) this.#replace(row, this.#rowsFor(row.moreOf, result.value.rows, row.loaded, result.value.total))
    else this.error.value = result.error
  }

  #rowsFor(parent: TreeNode<Data> | null, added: readonly Data[], before: number, total: number): TreeRow<Data>[] {
    const level = parent ? parent.level + 1 : 1
    const rows: TreeRow<Data>[] = added.map((data, i) => ({
      data,
      parent,
      level,
      position: before + i + 1,
      numSiblings: total,
      canOpen: this.#source.canOpen(data, parent),
      state: 'closed',
      error: null,
    }))
    const loaded = before + added.length
    if (loaded < total && added.length > 0) rows.push({ moreOf: parent, level, loaded, total })
    return rows
  }

  /** Index behind the last descendant of the row at `at`. */
  #endOf(at: number): number {
    const rows = this.#rows.peek()
    let end = at + 1
    while (end < rows.length && rows[end].level > rows[at].level) end++
    return end
  }

  #replace(row: TreeRow<Data>, by: readonly TreeRow<Data>[]): boolean {
    const at = this.#rows.peek().indexOf(row)
    if (at >= 0) this.#splice(at, at + 1, by)
    return at >= 0
  }

  #splice(start: number, end: number, by: readonly TreeRow<Data>[]): void {
    const rows = this.#rows.peek()
    this.#rows.value = [...rows.slice(0, start), ...by, ...rows.slice(end)]
  }
}
