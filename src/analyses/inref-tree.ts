import type { SvIndex } from '../columns/sv-table.ts'
import { Strength } from '../model/strength.ts'
import type { InrefEdge, InrefGraph, InrefNode, RootReason } from './inref-graph.ts'

/**
 * A line of the inref tree. They stand in the order of the text; the children of one are those that follow on the next
 * level.
 */
export type TreeEntry = TreePlace & TreeFact

interface TreePlace {
  /** 0 = below the start. */
  readonly level: number
  /** Whether its parent has no child after it. */
  readonly isLast: boolean
}

export type TreeFact =
  /** The SV is alive without any other. */
  | ({ readonly kind: 'root' } & RootReason)
  /** An SV refers to it. `id` if this is the first of several places where that SV stands. */
  | ({ readonly kind: 'ref'; readonly id: string | null } & InrefEdge)
  /** What refers to the SV has been told elsewhere; circular = at one of its ancestors. */
  | { readonly kind: 'found'; readonly sv: SvIndex; readonly id: string | null; readonly isCircular: boolean }
  /** The referrer is the SV itself. */
  | { readonly kind: 'itself' }
  /** Nothing refers to it. */
  | { readonly kind: 'not found' }
  /** More would follow beyond the greatest depth. */
  | { readonly kind: 'too deep' }

/** An SV whose children are being listed. */
interface OpenEntry {
  readonly sv: SvIndex
  readonly edges: readonly InrefEdge[]
  next: number
}

/**
 * The tree that pmat prints of an inref graph: strong references before weaker ones, and below an SV that stands in
 * several places its referrers once. An SV that is a strong root needs no referrers.
 *
 * Made line by line as they are asked for; O(edges of the graph) in all, without recursion.
 */
export function* inrefTree({ start, nodes }: InrefGraph): Generator<TreeEntry> {
  const ids = new Map<SvIndex, string>()
  const seen = new Map<SvIndex, 'open' | 'closed'>()
  const path: OpenEntry[] = []

  function* enter(sv: SvIndex): Generator<TreeEntry> {
    const level = path.length
    const node = nodes.get(sv)
    if (!node) return
    const edges = edgesShown(node)
    const state = seen.get(sv)
    if (edges.length > 0 && state) {
      yield { kind: 'found', sv, id: ids.get(sv) ?? null, isCircular: state === 'open', level, isLast: true }
      return
    }
    seen.set(sv, edges.length > 0 ? 'open' : 'closed')
    const facts: TreeFact[] = node.roots.map((root) => ({ kind: 'root', ...root }))
    if (node.isCut) facts.push({ kind: 'too deep' })
    if (facts.length + edges.length === 0) facts.push({ kind: 'not found' })
    for (const [i, fact] of facts.entries()) {
      yield { ...fact, level, isLast: edges.length === 0 && i === facts.length - 1 }
    }
    if (edges.length > 0) path.push({ sv, edges, next: 0 })
  }

  yield* enter(start)
  for (let at = path.at(-1); at; at = path.at(-1)) {
    if (at.next === at.edges.length) {
      seen.set(at.sv, 'closed')
      path.pop()
      continue
    }
    const edge = at.edges[at.next++]
    const level = path.length - 1
    const id = needsId(nodes.get(edge.from)) && !ids.has(edge.from) ? idOf(ids.size) : null
    if (id !== null) ids.set(edge.from, id)
    yield { kind: 'ref', ...edge, id, level, isLast: at.next === at.edges.length }
    if (edge.from === at.sv) yield { kind: 'itself', level: level + 1, isLast: true }
    else yield* enter(edge.from)
  }
}

/** References to an SV in the order of the tree: the strong first; none where a strong root is reason enough. */
export function edgesShown({ roots, inrefs }: Pick<InrefNode, 'roots' | 'inrefs'>): readonly InrefEdge[] {
  if (roots.some(({ strength }) => strength === Strength.STRONG)) return []
  return inrefs.toSorted((a, b) => a.strength - b.strength)
}

function needsId(node: InrefNode | undefined): boolean {
  return node !== undefined && node.numOutrefs > 1 && node.roots.length === 0 && !node.isCut
}

/** A, B ... Z, AA, AB ... */
function idOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : idOf(Math.floor(index / 26) - 1) + letter
}
