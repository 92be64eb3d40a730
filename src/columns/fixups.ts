import type { Slice } from '../base/slice.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { elementOf, elementsOf } from './array-record.ts'
import { CodeLinks } from './code-links.ts'
import { GLOB_SLOTS, globSlot } from './glob-record.ts'
import { backrefsOf } from './hash-record.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex, type SvRelation, relationOf } from './sv-table.ts'

/** From 5.18 on a CODE's record names its pads; before, they are found through its padlist. */
const PERL_5_18 = (5 << 24) | (18 << 16)

const CODE_SLOT = GLOB_SLOTS.indexOf('code')

export interface Fixups {
  readonly globs: SvRelation
  readonly padOwners: SvRelation
  /** CODEs with pad names in an SV that is not in the heap. */
  readonly numLostPadnames: number
}

/** Kinds that say something of other SVs; of the hashes, those with backrefs do. */
const SPEAKS = new Uint8Array(256)
for (const kind of [SvKind.GLOB, SvKind.HASH, SvKind.STASH, SvKind.CLASS, SvKind.CODE]) SPEAKS[kind] = 1

/**
 * What GLOBs, HASHes and CODEs say of other SVs, written into the columns: which arrays are pads, padlists and lists of
 * backrefs; which GLOB names an SV. In ascending order of rows, so where two claim one SV the higher address wins, as
 * in the reproducible order of the real tool. O(rows), decodes GLOBs and CODEs only.
 */
export async function applyFixups(heap: Heap, slice: Slice): Promise<Fixups> {
  const { numSvs } = heap.svs
  const claims = new Claims(heap)
  for (let row = 0; row < numSvs; row += BLOCK) {
    if (slice.isOver()) await slice.next()
    hear(heap, claims, row, Math.min(numSvs, row + BLOCK))
  }
  return claims.finish()
}

/**
 * Rows between two looks at the clock: subs lie together, and are the slowest of all to decode. Few, so that the loop is
 * compiled once.
 */
const BLOCK = 256

function hear({ svs: { kind, flags } }: Heap, claims: Claims, start: SvIndex, end: SvIndex): void {
  for (let row = start; row < end; row++) {
    if (SPEAKS[kind[row]] === 0) continue
    if (kind[row] === SvKind.GLOB) claims.ofGlob(row)
    else if (kind[row] === SvKind.CODE) claims.ofCode(row)
    else if (flags[row] & SvFlag.HASH_BACKREFS) claims.ofHash(row)
  }
}

/** Who says what of which SV, in the order in which it is said. */
class Claims {
  readonly #heap: Heap
  readonly #links: CodeLinks
  readonly #named: SvIndex[] = []
  readonly #namedBy: SvIndex[] = []
  readonly #pads: SvIndex[] = []
  readonly #padOwner: SvIndex[] = []
  /** CODEs and the GLOBs that they were born in. */
  readonly #codes: SvIndex[] = []
  readonly #births: SvIndex[] = []
  #numLostPadnames = 0

  constructor(heap: Heap) {
    this.#heap = heap
    this.#links = new CodeLinks(heap)
  }

  ofGlob(row: SvIndex): void {
    for (let slot = 1; slot <= CODE_SLOT; slot++) {
      const held = globSlot(this.#heap, row, slot)
      if (held === NO_SV) continue
      this.#named.push(held)
      this.#namedBy.push(row)
    }
  }

  ofHash(row: SvIndex): void {
    const { kind, flags } = this.#heap.svs
    const backrefs = backrefsOf(this.#heap, row)
    if (backrefs !== NO_SV && kind[backrefs] === SvKind.ARRAY) {
      flags[backrefs] |= SvFlag.ARRAY_UNREAL | SvFlag.ARRAY_BACKREFS
    }
  }

  ofCode(row: SvIndex): void {
    const heap = this.#heap
    const code = this.#links.read(row)
    if (code.glob !== NO_SV) {
      this.#codes.push(row)
      this.#births.push(code.glob)
    }
    this.#claimArray(row, code.padlist, SvKind.PADLIST)
    if (heap.layout.perlVersion >= PERL_5_18) {
      if (code.hasLostPadnames) this.#numLostPadnames++
      this.#claimArray(row, code.padnamesAv, SvKind.PADNAMES)
      for (const pad of code.pads) this.#claimArray(row, pad, SvKind.PAD)
    } else if (code.padlist !== NO_SV && isArrayLike(heap.svs.kind[code.padlist])) {
      const { count } = elementsOf(heap, code.padlist)
      this.#claimArray(row, elementOf(heap, code.padlist, 0), SvKind.PADNAMES)
      for (let i = 1; i < count; i++) this.#claimArray(row, elementOf(heap, code.padlist, i), SvKind.PAD)
    }
  }

  #claimArray(code: SvIndex, array: SvIndex, as: SvKind): void {
    const { kind } = this.#heap.svs
    if (array === NO_SV || !isArrayLike(kind[array])) return
    kind[array] = as
    this.#pads.push(array)
    this.#padOwner.push(code)
  }

  /** A CODE that the GLOB of its birth still holds keeps that one: an imported sub has the name it was written under. */
  finish(): Fixups {
    const { kind } = this.#heap.svs
    for (let i = 0; i < this.#codes.length; i++) {
      const code = this.#codes[i]
      const glob = this.#births[i]
      if (kind[glob] !== SvKind.GLOB || globSlot(this.#heap, glob, CODE_SLOT) !== code) continue
      this.#named.push(code)
      this.#namedBy.push(glob)
    }
    return {
      globs: relationOf(this.#named, this.#namedBy),
      padOwners: relationOf(this.#pads, this.#padOwner),
      numLostPadnames: this.#numLostPadnames,
    }
  }
}

export function isArrayLike(kind: number): boolean {
  return kind === SvKind.ARRAY || kind === SvKind.PAD || kind === SvKind.PADLIST || kind === SvKind.PADNAMES
}
