import { Latest } from '../base/latest.ts'
import type { Ground } from '../analyses/ground.ts'
import { populationSort } from '../analyses/population.ts'
import type { Shapes } from '../analyses/shapes.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { rowInTree } from '../graph/dominator-tree.ts'
import { SuperRoot } from '../graph/dominators.ts'
import { OutrefBuffer, type RefCode } from '../model/outref-buffer.ts'
import { perlStep } from '../model/perl-step.ts'
import { StrengthSet } from '../model/strength.ts'
import { SvKind } from '../reader/sv-types.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { RetainedGrouping, RetainedQuery, RetainedRow } from './protocol-findings.ts'
import { QueryFailure } from './query-error.ts'

/** From so many children on they are grouped, where there are so many of one sort. */
const MANY_CHILDREN = 1000
const MIN_GROUP = 20
/** Lists of children that are kept. */
const MAX_KEPT = 20

const PARTS = [
  { id: 'part:roots', superRoot: SuperRoot.ROOTS, label: 'Held by the roots' },
  { id: 'part:outside', superRoot: SuperRoot.OUTSIDE, label: 'Held from outside only' },
  { id: 'part:lost', superRoot: SuperRoot.NOTHING, label: 'Held by nothing: lost' },
] as const

/** A row of the tree before it is worded: a node, or several of one sort. */
type Entry = { readonly node: number } | { readonly sort: string; readonly nodes: readonly number[] }

/** The dominator tree, opened row by row. An RV stands for what it alone holds: the tree shows that in its place. */
export class RetainedRows {
  readonly #dump: OpenDump
  /** Children by row and grouping, the latest last. */
  readonly #lists = new Latest<string, readonly Entry[]>(MAX_KEPT)
  /** Nodes of the groups that have been shown. */
  readonly #groups = new Map<string, readonly number[]>()

  constructor(dump: OpenDump) {
    this.#dump = dump
  }

  async window(
    { parent, grouping }: RetainedQuery,
    start: number,
    count: number,
    signal: AbortSignal,
  ): Promise<RowWindow<RetainedRow>> {
    const { analyses } = this.#dump
    const ground = await stage(signal, (slice) => analyses.evidence.ground(slice))
    const shapes = await stage(signal, (slice) => analyses.evidence.shapes(slice))
    if (parent === null) {
      const rows = PARTS.map((part) => this.#part(ground, part)).filter((row) => row.count > 0)
      return { start: 0, rows, total: rows.length }
    }
    const key = `${grouping} ${parent}`
    const list = this.#lists.get(key) ?? this.#children(ground, shapes, parent, grouping)
    this.#lists.set(key, list)
    const shown = list.slice(start, start + count)
    const labels = this.#labels(ground, this.#groups.has(parent) ? NO_SV : this.#nodeOf(parent), shown)
    return { start, rows: shown.map((entry, i) => this.#row(ground, parent, entry, labels[i])), total: list.length }
  }

  /** The node that a row stands for; a SuperRoot for a part. Throws a QueryFailure. */
  #nodeOf(id: string): number {
    const part = PARTS.find((known) => known.id === id)
    if (part) return part.superRoot
    if (id.startsWith('0x')) return this.#dump.chips.rowAt(id)
    if (id.startsWith('node:')) return Number(id.slice(5))
    throw new QueryFailure('not-found', 'There is no such row')
  }

  #part(ground: Ground, { id, superRoot, label }: (typeof PARTS)[number]): RetainedRow {
    const { tree, retained, idom, starts } = ground
    const at = rowInTree(superRoot, idom.length)
    let sum = 0
    for (let e = tree.offsets[at]; e < tree.offsets[at + 1]; e++) sum += retained[tree.targets[e]]
    const part = -1 - superRoot
    const count = starts[part + 1] - starts[part]
    const numChildren = tree.offsets[at + 1] - tree.offsets[at]
    return { id, kind: 'part', label, sv: null, count, bytes: sum, retained: sum, numChildren }
  }

  #children(ground: Ground, shapes: Shapes, parent: string, grouping: RetainedGrouping): Entry[] {
    const { retained } = ground
    const { numRows } = this.#dump.heap.svs
    const group = this.#groups.get(parent)
    const nodes = group ?? childrenOf(ground, this.#nodeOf(parent))
    const byRetained = (a: number, b: number) => retained[b] - retained[a] || a - b
    const isGrouped = !group && (grouping === 'auto' ? nodes.length > MANY_CHILDREN : grouping !== 'sv')
    if (!isGrouped) return nodes.toSorted(byRetained).map((node) => ({ node }))

    const sorts = new Map<string, number[]>()
    for (const node of nodes) {
      const sort = node < numRows ? this.#sortOf(ground, shapes, node, grouping) : 'lost cycles'
      const known = sorts.get(sort)
      if (known) known.push(node)
      else sorts.set(sort, [node])
    }
    const minimum = grouping === 'auto' ? MIN_GROUP : 2
    const entries: { entry: Entry; retained: number }[] = []
    for (const [sort, members] of sorts) {
      if (members.length < minimum) {
        for (const node of members) entries.push({ entry: { node }, retained: retained[node] })
        continue
      }
      const sum = members.reduce((all, node) => all + retained[node], 0)
      entries.push({ entry: { sort, nodes: members }, retained: sum })
    }
    return entries.sort((a, b) => b.retained - a.retained).map(({ entry }) => entry)
  }

  #sortOf(ground: Ground, shapes: Shapes, node: number, grouping: RetainedGrouping): string {
    const { model, heap } = this.#dump
    const row = this.#shown(ground, node)
    if (grouping === 'package' && heap.svs.blessed[row] === NO_SV) return 'without a package'
    return populationSort(model, shapes, row)
  }

  /** What a node is shown as: of an RV that alone holds what it refers to, that. */
  #shown({ idom }: Ground, node: number): SvIndex {
    const { heap, model } = this.#dump
    if (node >= heap.svs.numRows || heap.svs.kind[node] !== SvKind.REF) return node
    const referent = model.outrefs.referentOf(node)
    return referent !== NO_SV && idom[referent] === node ? referent : node
  }

  #row(ground: Ground, parent: string, entry: Entry, label: string): RetainedRow {
    const { chips, heap } = this.#dump
    const { retained } = ground
    const { size, numRows } = heap.svs
    if ('nodes' in entry) {
      const id = `group:${entry.sort}:${parent}`
      this.#groups.set(id, entry.nodes)
      const count = entry.nodes.length
      return {
        id,
        kind: 'group',
        label,
        sv: null,
        count,
        bytes: entry.nodes.reduce((sum, node) => sum + (node < numRows ? size[node] : 0), 0),
        retained: entry.nodes.reduce((sum, node) => sum + retained[node], 0),
        numChildren: count,
      }
    }
    const { node } = entry
    if (node >= numRows) {
      const members = childrenOf(ground, node)
      return {
        id: `node:${node}`,
        kind: 'island',
        label,
        sv: null,
        count: members.length,
        bytes: 0,
        retained: retained[node],
        numChildren: members.length,
      }
    }
    const row = this.#shown(ground, node)
    return {
      id: `node:${row}`,
      kind: 'sv',
      label,
      sv: chips.chip(row),
      count: 1,
      bytes: size[row] + (row === node ? 0 : size[node]),
      retained: retained[node],
      numChildren: numChildrenOf(ground, row),
    }
  }

  /** How the parent leads to each of its rows; the parent's references are looked through once. */
  #labels(ground: Ground, parent: number, entries: readonly Entry[]): string[] {
    const { heap, model } = this.#dump
    const steps = new Map<SvIndex, string>()
    if (parent >= 0 && parent < heap.svs.numRows) {
      const wanted = new Set(entries.map((entry) => ('node' in entry ? entry.node : NO_SV)))
      const buffer = new OutrefBuffer()
      model.outrefs.collect(parent, StrengthSet.DIRECT, buffer)
      for (let i = 0; i < buffer.length; i++) {
        if (!wanted.has(buffer.target[i]) || steps.has(buffer.target[i])) continue
        const step = perlStep(heap, parent, buffer.code[i] as RefCode, buffer.arg[i])
        steps.set(buffer.target[i], step.kind === 'deref' ? '->' : step.text)
      }
    }
    return entries.map((entry) => {
      if ('nodes' in entry) return `${entry.nodes.length.toLocaleString('en')} x ${entry.sort}`
      const { node } = entry
      if (node >= heap.svs.numRows) return 'a lost cycle'
      const name = ground.paths.nameOf(node)
      if (name?.kind === 'symbol' || name?.kind === 'root') return name.name
      return steps.get(node) ?? name?.name ?? ground.paths.of(this.#shown(ground, node))?.text ?? ''
    })
  }
}

function childrenOf({ tree, idom }: Ground, node: number): number[] {
  const at = rowInTree(node, idom.length)
  return Array.from(tree.targets.subarray(tree.offsets[at], tree.offsets[at + 1]))
}

function numChildrenOf({ tree, idom }: Ground, node: number): number {
  const at = rowInTree(node, idom.length)
  return tree.offsets[at + 1] - tree.offsets[at]
}
