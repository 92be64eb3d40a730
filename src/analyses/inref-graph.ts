import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Inref, Inrefs } from '../graph/inrefs.ts'
import { codeOf } from '../model/code.ts'
import { LookupError, findSymbol } from '../model/lookup.ts'
import { globName, symbolName } from '../model/names.ts'
import { Strength, StrengthSet } from '../model/strength.ts'
import { SvKind } from '../reader/sv-types.ts'

export interface InrefOptions {
  /** References that are followed. Where an SV has none of them, weaker ones are taken instead. */
  readonly strengths: StrengthSet
  /** How many references away from the start; negative = as many as there are. */
  readonly depth: number
  /** Leave out RVs and pads on the way, and stop at symbols. */
  readonly isEliding: boolean
}

/** The way back from an SV: what refers to it, and again to that, up to roots. */
export interface InrefGraph {
  readonly start: SvIndex
  readonly nodes: ReadonlyMap<SvIndex, InrefNode>
}

export interface InrefNode {
  /** Why it is alive without any SV: it is a root, a symbol, mortal, on the stack. */
  readonly roots: readonly RootReason[]
  /** By name in byte order. */
  readonly inrefs: readonly InrefEdge[]
  /** Edges of the graph that come from it. */
  readonly numOutrefs: number
  /** Whether there is more to find behind the greatest depth. */
  readonly isCut: boolean
}

export interface RootReason {
  readonly name: string
  readonly strength: Strength
}

export interface InrefEdge extends RootReason {
  readonly from: SvIndex
}

/** A node being built. */
interface OpenNode {
  readonly roots: RootReason[]
  readonly inrefs: InrefEdge[]
  numOutrefs: number
  isCut: boolean
}

/** A node whose referrers are being visited. */
interface Visit {
  readonly node: OpenNode
  readonly refs: readonly InrefEdge[]
  next: number
  readonly depth: number
}

/**
 * Walk back from an SV as pmat's `identify` does, depth first and by name, each SV once. So one that is first met at the
 * greatest depth is cut there, even if there is a shorter way to it.
 *
 * Time and memory are those of the SVs visited and of what refers to them; no recursion.
 */
export function inrefGraph(heap: Heap, inrefs: Inrefs, start: SvIndex, options: InrefOptions): InrefGraph {
  const finder = new ReferrerFinder(heap, inrefs, options)
  const nodes = new Map<SvIndex, OpenNode>()
  const visits: Visit[] = []
  const visit = (row: SvIndex, depth: number): OpenNode => {
    const node: OpenNode = { roots: [], inrefs: [], numOutrefs: 0, isCut: false }
    nodes.set(row, node)
    const symbol = finder.endAt(row)
    if (symbol !== null) node.roots.push({ name: symbol, strength: Strength.STRONG })
    else {
      if (heap.isMortal(row)) node.roots.push({ name: 'a mortal', strength: Strength.STRONG })
      visits.push({ node, refs: finder.refsTo(row), next: 0, depth })
    }
    return node
  }

  visit(start, options.depth)
  for (let at = visits.at(-1); at; at = visits.at(-1)) {
    if (at.next === at.refs.length) {
      visits.pop()
      continue
    }
    const ref = at.refs[at.next++]
    if (ref.from === NO_SV) at.node.roots.push(ref)
    else if (at.depth === 0) {
      at.node.isCut = true
      visits.pop() // as in pmat, without a look at the roots that may follow
    } else {
      at.node.inrefs.push(ref)
      const referrer = nodes.get(ref.from) ?? visit(ref.from, at.depth - 1)
      referrer.numOutrefs++
    }
  }
  return { start, nodes }
}

/** One step of that walk: what refers to an SV, or why the way ends there. */
export function inrefStep(
  heap: Heap,
  inrefs: Inrefs,
  row: SvIndex,
  options: Omit<InrefOptions, 'depth'>,
): Pick<InrefNode, 'roots' | 'inrefs'> {
  const finder = new ReferrerFinder(heap, inrefs, options)
  const symbol = finder.endAt(row)
  if (symbol !== null) return { roots: [{ name: symbol, strength: Strength.STRONG }], inrefs: [] }
  const refs = finder.refsTo(row)
  const mortal: RootReason[] = heap.isMortal(row) ? [{ name: 'a mortal', strength: Strength.STRONG }] : []
  return {
    roots: [...mortal, ...refs.filter(({ from }) => from === NO_SV)],
    inrefs: refs.filter(({ from }) => from !== NO_SV),
  }
}

const IMMORTAL_NAMES = ['undef', 'true', 'false']

/** What stands behind an SV on the way back. */
class ReferrerFinder {
  readonly #heap: Heap
  readonly #inrefs: Inrefs
  readonly #strengths: StrengthSet
  readonly #isEliding: boolean

  constructor(heap: Heap, inrefs: Inrefs, { strengths, isEliding }: Omit<InrefOptions, 'depth'>) {
    this.#heap = heap
    this.#inrefs = inrefs
    this.#strengths = strengths
    this.#isEliding = isEliding
  }

  /** What an SV is called if the way ends there: an immortal; when eliding, a symbol or a glob. */
  endAt(row: SvIndex): string | null {
    const heap = this.#heap
    if (heap.isImmortal(row)) return IMMORTAL_NAMES[row - heap.svs.numSvs]
    if (!this.#isEliding) return null
    if (this.#isSymbol(row)) return `the symbol '${symbolName(heap, row)}'`
    // pmat closes the quote with another one.
    return heap.svs.kind[row] === SvKind.GLOB ? `the glob '*${globName(heap, row)}"` : null
  }

  /** References to an SV, by name. */
  refsTo(row: SvIndex): InrefEdge[] {
    const refs = this.#query(row)
    const elided = this.#isEliding ? refs.map((ref) => this.#withoutPad(this.#withoutRv(ref))) : refs
    return elided
      .map(({ name, strength, from }) => ({ name, strength, from }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }

  /** Where the symbol table has an SV under the name it goes by, it is that symbol. */
  #isSymbol(row: SvIndex): boolean {
    const symbol = symbolName(this.#heap, row)
    if (symbol === null || /^&.*::__ANON__$/s.test(symbol)) return false
    try {
      return findSymbol(this.#heap, symbol) === row
    } catch (error) {
      if (error instanceof LookupError) return false
      throw error
    }
  }

  #query(row: SvIndex): Inref[] {
    let wanted = this.#strengths
    let refs = this.#inrefs.of(row, wanted)
    while (refs.length === 0 && wanted !== StrengthSet.ALL) {
      wanted = wanted === StrengthSet.STRONG ? StrengthSet.DIRECT : StrengthSet.ALL
      refs = this.#inrefs.of(row, wanted)
    }
    return refs
  }

  /** The reference to an RV in place of the RV's own, if there is just one. */
  #withoutRv(ref: InrefEdge): InrefEdge {
    if (ref.from === NO_SV || this.#heap.svs.kind[ref.from] !== SvKind.REF || ref.name !== 'the referrant') return ref
    const holders = this.#inrefs.of(ref.from, this.#strengths)
    if (holders.length !== 1) return ref
    const [{ name, strength, from }] = holders
    return { name: `(via RV) ${name}`, strength, from }
  }

  /** The sub in place of its pad. */
  #withoutPad(ref: InrefEdge): InrefEdge {
    if (ref.from === NO_SV || this.#heap.svs.kind[ref.from] !== SvKind.PAD) return ref
    const code = relatedTo(this.#heap.data.padOwners, ref.from)
    if (code === NO_SV) return ref
    const depth = this.#depthOf(ref.from, code)
    return { name: depth === 0 ? ref.name : `${ref.name} at depth ${depth}`, strength: ref.strength, from: code }
  }

  /**
   * The depth that a pad is for; 0 where pmat says "at depth" and no number: if it is beyond those that the sub is running
   * at, or the perl is so old that pads are found through a padlist.
   */
  #depthOf(pad: SvIndex, row: SvIndex): number {
    const { depth, pads, padlist } = codeOf(this.#heap, row, false)
    const at = pads.indexOf(pad) + 1
    return padlist === NO_SV && at <= Math.max(1, depth) ? at : 0
  }
}
