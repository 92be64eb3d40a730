import { NO_SV, type SvIndex, lowerBound } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from '../graph/edge.ts'
import { Reach } from '../graph/preorder.ts'
import { addressText } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { globName, packageOf, symbolName } from '../model/names.ts'
import type { RefCode } from '../model/outref-buffer.ts'
import { OutrefCache } from '../model/outref-cache.ts'
import { type PerlStep, perlStep, subName, subOfPad } from '../model/perl-step.ts'
import { rootDescription } from '../model/roots.ts'
import { displayName } from '../perl/escape.ts'
import { SvKind } from '../reader/sv-types.ts'
import { type Anchor, perlText } from './perl-text.ts'
import { hasName, isInSymbolTable, isNamedSub } from './symbol-holder.ts'

/** How Perl code gets to an SV. */
export interface PerlPath {
  /** `$MyApp::cache{users}[3]->{on_close}`, `$self->{parent} of Foo::bar`. */
  readonly text: string
  readonly anchor: Anchor
  /** SVs from the anchor to the SV itself, and the steps between them: one fewer. */
  readonly rows: readonly SvIndex[]
  readonly steps: readonly PerlStep[]
}

/** SVs that a search for a name may look at. */
const MAX_MET = 100_000

/**
 * Paths in Perl syntax: from the nearest name (package variable, lexical; else a root) along a shortest way. What only
 * something outside of Perl holds has its path from there; what is lost has none.
 */
export class PerlPaths {
  readonly #model: Model
  readonly #inrefs: Csr
  readonly #reach: Uint8Array
  /** Rows that something outside holds, ascending. */
  readonly #outside: Uint32Array
  readonly #outrefs: OutrefCache

  /**
   * @param inrefs the held graph turned around
   * @param reach row -> Reach
   * @param outside rows that something outside holds, ascending
   */
  constructor(model: Model, inrefs: Csr, reach: Uint8Array, outside: Uint32Array) {
    this.#model = model
    this.#outrefs = new OutrefCache(model)
    this.#inrefs = inrefs
    this.#reach = reach
    this.#outside = outside
  }

  /** A search backwards until a name is met. Null when there is none, or it is too far away. O(SVs that are nearer). */
  of(row: SvIndex): PerlPath | null {
    const part = this.#reach[row]
    if (part === Reach.NOTHING) return null
    const { offsets, targets: sources } = this.#inrefs
    const { kind } = this.#model.heap.svs
    const towards = new Map<SvIndex, SvIndex>([[row, NO_SV]])
    let level: SvIndex[] = [row]
    let spare: Anchor | null = null // good enough if nothing better comes
    while (level.length > 0) {
      let best: Anchor | null = null
      for (const at of level) {
        const anchor = this.#anchorAt(at)
        // A variable that a closure captured is no way to the closure itself.
        if (anchor && anchor.sub !== NO_SV && towards.has(anchor.sub)) continue
        if (anchor && (best === null || ORDER[anchor.kind] < ORDER[best.kind])) best = anchor
        if (best?.kind === 'symbol') break
      }
      if (best && ORDER[best.kind] <= ORDER.lexical) return this.#path(best, towards)
      spare ??= best
      if (towards.size > MAX_MET) break
      const next: SvIndex[] = []
      for (const at of level) {
        for (let e = offsets[at]; e < offsets[at + 1]; e++) {
          const word = sources[e]
          const holder = word & EDGE_ROW_MASK
          if (((ClassMask.HELD >>> (word >>> EDGE_CLASS_SHIFT)) & 1) === 0 || towards.has(holder)) continue
          // Who holds a pad is no way to what stands in it: that has its name there, or none.
          if (this.#reach[holder] !== part || kind[holder] === SvKind.PAD) continue
          towards.set(holder, at)
          next.push(holder)
        }
        if (towards.size > MAX_MET) break
      }
      level = next
    }
    return spare && this.#path(spare, towards)
  }

  /** The path along given SVs, each of which holds the next. */
  along(rows: readonly SvIndex[]): { steps: PerlStep[]; text: string; anchor: Anchor } {
    const anchor = this.#anchorAt(rows[0]) ?? this.#unnamed(rows[0])
    const steps: PerlStep[] = []
    for (let i = 1; i < rows.length; i++) steps.push(this.stepBetween(rows[i - 1], rows[i]))
    return { steps, text: perlText(this.#model, anchor, rows, steps), anchor }
  }

  /** The step from an SV to one that it holds. */
  stepBetween(holder: SvIndex, held: SvIndex): PerlStep {
    const at = this.#outrefs.find(holder, held)
    if (at < 0) return { kind: 'other', text: '?' }
    const { code, arg } = this.#outrefs.of(holder)
    return perlStep(this.#model.heap, holder, code[at] as RefCode, arg[at])
  }

  /** The subs that have an SV in their pads under a name: `%seen of Foo::bar`, `%seen of Foo::baz`. A few of them. */
  lexicalNames(row: SvIndex): string[] {
    const { heap } = this.#model
    const { offsets, targets: sources } = this.#inrefs
    const names = new Set<string>()
    for (let e = offsets[row]; e < offsets[row + 1] && names.size < MAX_NAMES; e++) {
      const pad = sources[e] & EDGE_ROW_MASK
      const sub = heap.svs.kind[pad] === SvKind.PAD ? subOfPad(heap, pad) : NO_SV
      if (sub === NO_SV) continue
      const step = this.stepBetween(pad, row)
      if (step.kind === 'lexical' && step.name !== null) names.add(`${step.text} of ${subName(heap, sub)}`)
    }
    return [...names]
  }

  /** What an SV is called, if it has a name of its own. */
  nameOf(row: SvIndex): Anchor | null {
    return this.#anchorAt(row)
  }

  #path(anchor: Anchor, towards: ReadonlyMap<SvIndex, SvIndex>): PerlPath {
    const rows: SvIndex[] = []
    for (let at = anchor.row; at !== NO_SV; at = towards.get(at) ?? NO_SV) rows.push(at)
    const steps = rows.slice(1).map((row, i) => this.stepBetween(rows[i], row))
    return { text: perlText(this.#model, anchor, rows, steps), anchor, rows, steps }
  }

  #anchorAt(row: SvIndex): Anchor | null {
    const { heap } = this.#model
    const { kind } = heap.svs
    if (kind[row] === SvKind.GLOB && isInSymbolTable(this.#model, this.#inrefs, row)) {
      const name = `*${displayName(globName(heap, row))}`
      return { kind: 'symbol', name, variable: name, row, sub: NO_SV }
    }
    const isNamed = hasName(this.#model, this.#inrefs, row) || isNamedSub(this.#model, this.#inrefs, row)
    if (this.#reach[row] === Reach.ROOTS && isNamed) {
      const symbol = symbolName(heap, row)
      if (symbol !== null) {
        const name = displayName(symbol)
        return { kind: 'symbol', name, variable: name, row, sub: NO_SV }
      }
    }
    let spare: Anchor | null = null
    const { offsets, targets: sources } = this.#inrefs
    let numPads = 0
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      const pad = sources[e] & EDGE_ROW_MASK
      if (kind[pad] !== SvKind.PAD || ++numPads > MAX_PADS || this.#reach[pad] !== this.#reach[row]) continue
      const step = this.stepBetween(pad, row)
      const sub = subOfPad(heap, pad)
      if (step.kind !== 'lexical' || sub === NO_SV) continue
      const name = `${step.text} of ${subName(heap, sub)}`
      if (step.name !== null && step.name !== '&') return { kind: 'lexical', name, variable: step.name, row, sub }
      spare ??= { kind: 'temporary', name, variable: null, row, sub }
    }
    if (spare) return spare
    const [root] = this.#model.roots.of(row)
    if (root) return { kind: 'root', name: displayName(rootDescription(root.name)), variable: null, row, sub: NO_SV }
    if (this.#reach[row] === Reach.OUTSIDE && isIn(this.#outside, row)) return this.#unnamed(row)
    return null
  }

  #unnamed(row: SvIndex): Anchor {
    const blessed = packageOf(this.#model.heap, row)
    const what = blessed === null ? 'SV' : displayName(blessed)
    return { kind: 'outside', name: `(${what} at ${addressText(this.#model, row)})`, variable: null, row, sub: NO_SV }
  }
}

/** Whether an ascending column has a row. */
function isIn(column: Uint32Array, row: SvIndex): boolean {
  return column[lowerBound(column, row)] === row
}

const MAX_NAMES = 12

/** Pads that are asked for a name: a variable that a thousand closures share is called the same by all. */
const MAX_PADS = 20

const ORDER: Readonly<Record<Anchor['kind'], number>> = { symbol: 0, lexical: 1, temporary: 2, root: 3, outside: 4 }
