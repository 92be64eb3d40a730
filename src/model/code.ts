import { elementOf, elementsOf } from '../columns/array-record.ts'
import { CodeLinks } from '../columns/code-links.ts'
import { type CodeRecord, type Padname, decodeCode } from '../columns/code-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import type { Address } from '../reader/cursor.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { pvOf } from './scalar.ts'

const PERL_5_18 = (5 << 24) | (18 << 16)

/** A CODE with what other SVs say of it. Rows are NO_SV where there is nothing. */
export interface Code extends CodeRecord {
  /** The GLOB that names it: see HeapData.globs. */
  readonly namedBy: SvIndex
  readonly padlist: SvIndex
  readonly padnamesAv: SvIndex
  readonly pads: readonly SvIndex[]
  /** Under ithreads these stand in slots of the first pad; an entry is NO_SV where the slot is empty. */
  readonly constants: readonly SvIndex[]
  readonly globs: readonly SvIndex[]
}

export function codeOf(heap: Heap, row: SvIndex, withNames = true): Code {
  const record = decodeCode(heap, row, withNames)
  const { padnamesAv, pads } = padsOf(heap, record)
  const claimed = relatedTo(heap.data.globs, row)
  const inFirstPad = (slots: readonly number[], listed: readonly SvIndex[]): readonly SvIndex[] => {
    if (!heap.layout.ithreads || slots.length === 0) return listed
    const [pad = NO_SV] = pads
    if (pad === NO_SV) return []
    return [...new Set(slots)].map((slot) => elementOf(heap, pad, slot))
  }
  return {
    ...record,
    namedBy: claimed === NO_SV ? record.glob : claimed,
    padnamesAv,
    pads,
    constants: inFirstPad(record.constantSlots, record.constants),
    globs: inFirstPad(record.globSlots, record.globs),
  }
}

/** Before 5.18 a CODE's pads are found through its padlist: names in element 0, then a pad for each depth. */
export function padsOf(
  heap: Heap,
  record: Pick<CodeRecord, 'padlist' | 'padnamesAv' | 'pads'>,
): { padnamesAv: SvIndex; pads: readonly SvIndex[] } {
  if (heap.layout.perlVersion >= PERL_5_18) {
    const padnamesAv = ofKind(heap, record.padnamesAv, SvKind.PADNAMES)
    const areAllPads = record.pads.every((pad) => ofKind(heap, pad, SvKind.PAD) === pad)
    return { padnamesAv, pads: areAllPads ? record.pads : record.pads.map((pad) => ofKind(heap, pad, SvKind.PAD)) }
  }
  if (ofKind(heap, record.padlist, SvKind.PADLIST) === NO_SV) return { padnamesAv: NO_SV, pads: [] }
  const { count } = elementsOf(heap, record.padlist)
  const pads: SvIndex[] = []
  for (let i = 1; i < count; i++) pads.push(ofKind(heap, elementOf(heap, record.padlist, i), SvKind.PAD))
  return { padnamesAv: ofKind(heap, elementOf(heap, record.padlist, 0), SvKind.PADNAMES), pads }
}

/** A row if it is of a kind: in a damaged dump a pointer may lead to anything. */
function ofKind(heap: Heap, row: SvIndex, kind: number): SvIndex {
  return row !== NO_SV && heap.svs.kind[row] === kind ? row : NO_SV
}

/** Names of a CODE's pad slots: from its padnames where that is an SV (perls up to 5.20), else from its record. */
export function padnamesOf(heap: Heap, record: CodeRecord): readonly (Padname | undefined)[] {
  const { padnamesAv } = padsOf(heap, record)
  if (padnamesAv === NO_SV) return record.padnames
  const { count } = elementsOf(heap, padnamesAv)
  const names: (Padname | undefined)[] = []
  for (let i = 1; i < count; i++) {
    const name = elementOf(heap, padnamesAv, i)
    if (name !== NO_SV && !heap.isImmortal(name)) names[i] = { name: pvOf(heap, name), flags: 0 }
  }
  return names
}

/** The pad of a CODE at a depth; depth 0 (or unknown) is the last one, as in the real tool. */
export function padAtDepth({ pads }: Code, depth: number): SvIndex {
  return (depth < 1 ? pads[pads.length - 1] : pads[depth - 1]) ?? NO_SV
}

/**
 * The prototype that a closure was made from: the last CODE of the file that is a prototype and has the same op tree.
 * All of a heap's are found at once, on the first question. O(CODEs).
 */
export class Protosubs {
  readonly #heap: Heap
  /** Prototype by the address of its op tree. */
  #byOproot: Map<string, SvIndex> | null = null

  /** Closures by their prototype. */
  #closures: Map<SvIndex, SvIndex[]> | null = null

  constructor(heap: Heap) {
    this.#heap = heap
  }

  /** The closures that were made from a prototype, ascending. */
  closuresOf(proto: SvIndex): readonly SvIndex[] {
    this.#closures ??= this.#indexClosures()
    return this.#closures.get(proto) ?? []
  }

  of(row: SvIndex, oproot: Address): SvIndex {
    if (!(this.#heap.svs.flags[row] & SvFlag.CODE_CLONED) || (oproot.lo | oproot.hi) === 0) return NO_SV
    this.#byOproot ??= this.#index()
    return this.#byOproot.get(keyOf(oproot)) ?? NO_SV
  }

  #indexClosures(): Map<SvIndex, SvIndex[]> {
    const { kind, flags, numSvs } = this.#heap.svs
    const closures = new Map<SvIndex, SvIndex[]>()
    const links = new CodeLinks(this.#heap)
    for (let row = 0; row < numSvs; row++) {
      if (kind[row] !== SvKind.CODE || !(flags[row] & SvFlag.CODE_CLONED)) continue
      const proto = this.of(row, oprootOf(links.read(row)))
      if (proto === NO_SV) continue
      const made = closures.get(proto)
      if (made) made.push(row)
      else closures.set(proto, [row])
    }
    return closures
  }

  #index(): Map<string, SvIndex> {
    const { kind, flags, offset, numSvs } = this.#heap.svs
    const byOproot = new Map<string, SvIndex>()
    const links = new CodeLinks(this.#heap)
    for (let row = 0; row < numSvs; row++) {
      if (kind[row] !== SvKind.CODE || !(flags[row] & SvFlag.CODE_CLONE)) continue
      const key = keyOf(oprootOf(links.read(row)))
      const earlier = byOproot.get(key)
      if (earlier === undefined || offset[earlier] < offset[row]) byOproot.set(key, row)
    }
    return byOproot
  }
}

function oprootOf({ oprootLo, oprootHi }: CodeLinks): Address {
  return { lo: oprootLo, hi: oprootHi }
}

function keyOf({ lo, hi }: Address): string {
  return `${hi}:${lo}`
}
