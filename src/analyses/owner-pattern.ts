import { numKeys } from '../columns/hash-record.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Csr } from '../graph/csr.ts'
import { ClassMask, EDGE_CLASS_SHIFT, EDGE_ROW_MASK } from '../graph/edge.ts'
import { KIND_NAMES } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { isStash, packageOf, symbolName } from '../model/names.ts'
import { RefCode } from '../model/outref-buffer.ts'
import { OutrefCache } from '../model/outref-cache.ts'
import { keyAt, lexicalName } from '../model/outref-names.ts'
import { perlKey, perlStep, subName, subOfPad } from '../model/perl-step.ts'
import { displayName } from '../perl/escape.ts'
import { SvKind } from '../reader/sv-types.ts'
import { isDataKey } from './cycle-structure.ts'
import { hasName } from './symbol-holder.ts'

/** Where an SV stands, in words that are the same for all SVs of one role. */
export interface OwnerPattern {
  /** `{buffer} of Mojo::IOLoop::Stream`, `[] of @Log::lines`, `$text of main::slurp`, `$main::big`. */
  readonly text: string
  /** The variable, key or lexical alone: `{buffer}`, `@Log::lines`, `$text`. */
  readonly name: string
  /** Whether it belongs to code rather than data: a constant or temporary of a sub, a list of base classes. */
  readonly isOfCode: boolean
}

const TEMPORARY = 'a temporary'

/** Steps up that a pattern may have. */
const MAX_STEPS = 5
const MAX_FIELDS = 24

/** Patterns of who holds SVs: `{buffer} of Stream` for each string of that role, however many there are. */
export class OwnerPatterns {
  readonly #model: Model
  readonly #inrefs: Csr
  readonly #outrefs: OutrefCache

  /** @param inrefs the held graph turned around */
  constructor(model: Model, inrefs: Csr) {
    this.#model = model
    this.#outrefs = new OutrefCache(model)
    this.#inrefs = inrefs
  }

  /** The role of an SV by the first that holds it. A few steps up, each O(outrefs of a holder). */
  of(row: SvIndex): OwnerPattern {
    const { heap } = this.#model
    const { kind } = heap.svs
    let labels = ''
    let at = row
    for (let steps = 0; steps <= MAX_STEPS; steps++) {
      const symbol = this.#symbolOf(at)
      if (symbol !== null) {
        const isOfCode = /^@.*::(ISA|EXPORT|EXPORT_OK)$/.test(symbol)
        return { text: labels === '' ? symbol : `${labels} of ${symbol}`, name: symbol, isOfCode }
      }
      const { holder, code, arg } = this.#holderOf(at)
      if (holder === NO_SV) break
      switch (code) {
        case RefCode.PAD_SLOT:
        case RefCode.ARGS_AV: {
          const sub = subOfPad(heap, holder)
          const name = code === RefCode.ARGS_AV ? '@_' : lexicalName(heap, holder, arg)
          const variable = name === null || name === '&' ? TEMPORARY : displayName(name)
          const of = sub === NO_SV ? '' : ` of ${subName(heap, sub)}`
          return {
            text: `${labels === '' ? '' : `${labels} of `}${variable}${of}`,
            name: variable,
            isOfCode: variable === TEMPORARY,
          }
        }
        case RefCode.REFERENT:
          break
        case RefCode.VALUE:
          labels = this.#keyLabel(holder, arg) + labels
          break
        case RefCode.ELEMENT:
          labels = (heap.svs.blessed[holder] === NO_SV ? '[]' : `[${arg}]`) + labels
          break
        default: {
          const step = perlStep(heap, holder, code, arg)
          const label = step.kind === 'deref' ? '' : step.text
          labels = labels === '' || step.kind === 'field' ? label + labels : `${label}: ${labels}`
        }
      }
      const blessed = packageOf(heap, holder)
      if (blessed !== null && code !== RefCode.REFERENT) return this.#end(labels, displayName(blessed))
      if (kind[holder] === SvKind.CODE) return this.#end(labels, subName(heap, holder))
      if (isStash(heap, holder)) return this.#end(labels, `%${displayName(symbolName(heap, holder)?.slice(1) ?? '')}`)
      at = holder
    }
    const kindName = KIND_NAMES[kind[at]] ?? 'SV'
    return labels === ''
      ? { text: `a ${kindName} that nothing shown holds`, name: '', isOfCode: false }
      : this.#end(labels, `a ${kindName}`)
  }

  #end(labels: string, owner: string): OwnerPattern {
    return { text: `${labels} of ${owner}`, name: labels, isOfCode: labels.startsWith('the mro ') }
  }

  #symbolOf(row: SvIndex): string | null {
    if (!hasName(this.#model, this.#inrefs, row)) return null
    const symbol = symbolName(this.#model.heap, row)
    return symbol === null ? null : displayName(symbol)
  }

  #holderOf(row: SvIndex): { holder: SvIndex; code: RefCode; arg: number } {
    const { offsets, targets: sources } = this.#inrefs
    for (let e = offsets[row]; e < offsets[row + 1]; e++) {
      if (((ClassMask.HELD >>> (sources[e] >>> EDGE_CLASS_SHIFT)) & 1) === 0) continue
      const holder = sources[e] & EDGE_ROW_MASK
      const at = this.#outrefs.find(holder, row)
      if (at < 0) continue
      const { code, arg } = this.#outrefs.of(holder)
      if (code[at] !== RefCode.BLESS_PACKAGE) return { holder, code: code[at] as RefCode, arg: arg[at] }
    }
    return { holder: NO_SV, code: RefCode.REFERENT, arg: 0 }
  }

  #keyLabel(hash: SvIndex, arg: number): string {
    const { heap } = this.#model
    const key = perlKey(keyAt(heap, arg))
    if (heap.svs.blessed[hash] !== NO_SV) return isDataKey(key) ? '{*}' : key
    return isDataKey(key) || numKeys(heap, hash) > MAX_FIELDS ? '{*}' : key
  }
}
