import type { Slice } from '../base/slice.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { isHashLike } from '../columns/build-heap.ts'
import type { Model } from '../model/model.ts'
import { OutrefBuffer, type RefCode } from '../model/outref-buffer.ts'
import { outrefName } from '../model/outref-names.ts'
import { isWeakRoot, rootDescription } from '../model/roots.ts'
import { PointerFilter } from '../model/pointer-filter.ts'
import { Strength, StrengthSet } from '../model/strength.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Csr } from './csr.ts'
import { EDGE_CLASS_SHIFT, EDGE_ROW_MASK, EdgeClass } from './edge.ts'

/** A reference seen from its target. Without a referrer it comes from a root or from the value stack. */
export interface Inref {
  readonly name: string
  readonly strength: Strength
  readonly from: SvIndex
  /** What the reference is in its referrer; meaningless without one. */
  readonly code: RefCode
  readonly arg: number
}

/** Inrefs of one SV. */
export interface InrefList {
  readonly length: number
  at(index: number): Inref
}

const IN_ORDER = [Strength.STRONG, Strength.WEAK, Strength.INDIRECT, Strength.INFERRED] as const

/**
 * Inrefs of single SVs. The referrers come from the reversed graph, or for what is not an edge of it (indirect and
 * inferred references) from a step or two through it; each referrer is then searched for its references to the SV, which
 * gives names and strengths. O(pointers in the referrers).
 */
export class Inrefs {
  readonly #model: Model
  readonly #reversed: Csr
  readonly #buffer = new OutrefBuffer()
  readonly #onStack = new Map<SvIndex, number>()
  /**
   * The real tool files the indirect references of a hash under the RV instead of under what the RV refers to, and so
   * does not find them. False = find them all.
   */
  readonly #isCompat: boolean

  constructor(model: Model, reversed: Csr, isCompat: boolean) {
    this.#model = model
    this.#reversed = reversed
    this.#isCompat = isCompat
    for (const { row } of model.heap.data.stack) {
      if (row !== NO_SV) this.#onStack.set(row, (this.#onStack.get(row) ?? 0) + 1)
    }
  }

  /** References to `target` of the wanted strengths: from SVs by strength and address, then roots, then the stack. */
  of(target: SvIndex, wanted: StrengthSet): Inref[] {
    const inrefs: Inref[] = []
    if (!this.#model.heap.isImmortal(target)) {
      for (const strength of IN_ORDER) {
        if (wanted & strength) this.#from(target, strength, inrefs)
      }
    }
    this.#fromRoots(target, wanted, inrefs)
    return inrefs
  }

  #fromRoots(target: SvIndex, wanted: StrengthSet, into: Inref[]): void {
    const roots = this.#model.roots.of(target)
    const root = (name: string, strength: Strength) => into.push({ name, strength, from: NO_SV, code: 0, arg: 0 })
    for (const { name } of roots) if (!isWeakRoot(name)) root(rootDescription(name), Strength.STRONG)
    if (wanted & Strength.WEAK) {
      for (const { name } of roots) if (isWeakRoot(name)) root(rootDescription(name), Strength.WEAK)
      for (let left = this.#onStack.get(target) ?? 0; left > 0; left--) root('a value on the stack', Strength.STRONG)
    }
  }

  /** All references to an SV that may have very many, in the order of `of`: names are made when one is looked at. */
  async list(target: SvIndex, slice: Slice): Promise<InrefList> {
    const found = new OutrefBuffer() // with the referrer in place of the target
    const buffer = this.#buffer
    for (const strength of this.#model.heap.isImmortal(target) ? [] : IN_ORDER) {
      const pointers = this.#pointersTo(target, strength)
      for (const from of this.#referrers(target, strength)) {
        if ((found.length & 0x3ff) === 0 && slice.isOver()) await slice.next()
        this.#collect(from, target, strength, pointers)
        for (let i = 0; i < buffer.length; i++) found.push(buffer.code[i] as RefCode, buffer.arg[i], strength, from)
      }
    }
    const fromRoots: Inref[] = []
    this.#fromRoots(target, StrengthSet.ALL, fromRoots)
    return {
      length: found.length + fromRoots.length,
      at: (i) => {
        if (i >= found.length) return fromRoots[i - found.length]
        const from = found.target[i]
        const code = found.code[i] as RefCode
        const arg = found.arg[i]
        const name = outrefName(this.#model.heap, from, code, arg)
        return { name, strength: found.strength[i] as Strength, from, code, arg }
      },
    }
  }

  /** SVs with a direct reference of a class to `target`, ascending, each once. */
  #sources(target: SvIndex, edgeClass: EdgeClass): SvIndex[] {
    const { offsets, targets } = this.#reversed
    const sources: SvIndex[] = []
    for (let e = offsets[target]; e < offsets[target + 1]; e++) {
      const word = targets[e]
      const source = word & EDGE_ROW_MASK
      if (word >>> EDGE_CLASS_SHIFT === edgeClass && sources[sources.length - 1] !== source) sources.push(source)
    }
    return sources
  }

  #referrers(target: SvIndex, strength: Strength): SvIndex[] {
    switch (strength) {
      case Strength.STRONG:
        return this.#sources(target, EdgeClass.STRONG)
      case Strength.WEAK:
        return this.#sources(target, EdgeClass.WEAK)
      case Strength.INDIRECT:
        return this.#indirectReferrers(target)
      case Strength.INFERRED: {
        const saved = this.#sources(target, EdgeClass.SAVED)
        const closures = this.#model.outrefs.protosubs.closuresOf(target)
        return ascending([...saved, ...closures])
      }
    }
  }

  /** Whatever may refer to `target` indirectly: a superset, the names decide. */
  #indirectReferrers(target: SvIndex): SvIndex[] {
    const { heap, outrefs } = this.#model
    const { kind, flags } = heap.svs
    const found: SvIndex[] = []
    const strong = this.#sources(target, EdgeClass.STRONG)
    const weak = this.#sources(target, EdgeClass.WEAK)
    for (const rv of this.#rvsTo(target)) {
      for (const holder of this.#sources(rv, EdgeClass.STRONG)) {
        if (!this.#isCompat || !isHashLike(kind[holder])) found.push(holder)
      }
    }
    for (const rv of [...strong, ...weak]) {
      if (kind[rv] === SvKind.ARRAY && flags[rv] & SvFlag.ARRAY_BACKREFS) {
        for (const hash of this.#sources(rv, EdgeClass.STRONG)) if (isHashLike(kind[hash])) found.push(hash)
      }
      if (kind[rv] === SvKind.PAD || kind[rv] === SvKind.PADLIST) {
        for (const code of this.#codesWith(rv)) found.push(code)
      }
    }
    if (this.#isCompat && outrefs.throughRv(target) !== NO_SV) {
      for (const holder of strong) if (isHashLike(kind[holder])) found.push(holder)
    }
    return ascending(found)
  }

  /** CODEs with this pad or padlist. In an odd file several may have one, of which only the last counts as its owner. */
  #codesWith(pad: SvIndex): SvIndex[] {
    const { kind } = this.#model.heap.svs
    const holders = this.#sources(pad, EdgeClass.STRONG)
    const padlists = holders.filter((holder) => kind[holder] === SvKind.PADLIST)
    const throughPadlists = padlists.flatMap((padlist) => this.#sources(padlist, EdgeClass.STRONG))
    return [...holders, ...throughPadlists].filter((holder) => kind[holder] === SvKind.CODE)
  }

  #from(target: SvIndex, strength: Strength, into: Inref[]): void {
    const { heap } = this.#model
    const buffer = this.#buffer
    const pointers = this.#pointersTo(target, strength)
    for (const from of this.#referrers(target, strength)) {
      this.#collect(from, target, strength, pointers)
      for (let i = 0; i < buffer.length; i++) {
        const code = buffer.code[i] as RefCode
        const arg = buffer.arg[i]
        into.push({ name: outrefName(heap, from, code, arg), strength, from, code, arg })
      }
    }
  }

  /** What the pointer in an element or value is that makes such a reference: to the target, or to an RV before it. */
  #pointersTo(target: SvIndex, strength: Strength): PointerFilter {
    const { heap } = this.#model
    return new PointerFilter(heap, strength === Strength.INDIRECT ? this.#rvsTo(target) : [target])
  }

  /** RVs through which an SV is referred to indirectly. */
  #rvsTo(target: SvIndex): SvIndex[] {
    const { outrefs } = this.#model
    const holders = [...this.#sources(target, EdgeClass.STRONG), ...this.#sources(target, EdgeClass.WEAK)]
    return holders.filter((holder) => outrefs.throughRv(holder) === target)
  }

  /** Fill the buffer with the references of one strength from one SV to another. */
  #collect(from: SvIndex, target: SvIndex, strength: Strength, pointers: PointerFilter): void {
    const buffer = this.#buffer
    this.#model.outrefs.collect(from, strength, buffer, pointers)
    let length = 0
    for (let i = 0; i < buffer.length; i++) {
      if (buffer.target[i] === target && buffer.strength[i] === strength) buffer.move(i, length++)
    }
    buffer.length = length
  }
}

function ascending(rows: readonly SvIndex[]): SvIndex[] {
  return [...new Set(rows)].sort((a, b) => a - b)
}
