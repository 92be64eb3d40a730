import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { elementOf, elementsOf } from './array-record.ts'
import { decodeCode } from './code-record.ts'
import { GLOB_SLOTS, globSlot } from './glob-record.ts'
import { hashHead } from './hash-record.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex, type SvRelation, relationOf } from './sv-table.ts'

/** From 5.18 on a CODE's record names its pads; before, they are found through its padlist. */
const PERL_5_18 = (5 << 24) | (18 << 16)

const CODE_SLOT = GLOB_SLOTS.indexOf('code')

export interface Fixups {
  readonly globs: SvRelation
  readonly padOwners: SvRelation
}

/**
 * What GLOBs, HASHes and CODEs say of other SVs, written into the columns: which arrays are pads, padlists and lists of
 * backrefs; which GLOB names an SV. In ascending order of rows, so where two claim one SV the higher address wins, as
 * in the reproducible order of the real tool. O(rows), decodes GLOBs and CODEs only.
 */
export function applyFixups(heap: Heap): Fixups {
  const { kind, flags, numSvs } = heap.svs
  const named: number[] = []
  const namedBy: number[] = []
  const pads: number[] = []
  const padOwner: number[] = []
  const born: { codes: number[]; globs: number[] } = { codes: [], globs: [] }

  for (let row = 0; row < numSvs; row++) {
    switch (kind[row]) {
      case SvKind.GLOB: {
        for (let slot = 1; slot <= CODE_SLOT; slot++) {
          const held = globSlot(heap, row, slot)
          if (held === NO_SV) continue
          named.push(held)
          namedBy.push(row)
        }
        break
      }
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS: {
        if (!(flags[row] & SvFlag.HASH_BACKREFS)) break
        const { backrefs } = hashHead(heap, row)
        if (backrefs !== NO_SV && kind[backrefs] === SvKind.ARRAY) {
          flags[backrefs] |= SvFlag.ARRAY_UNREAL | SvFlag.ARRAY_BACKREFS
        }
        break
      }
      case SvKind.CODE: {
        const claim = (array: SvIndex, as: SvKind) => {
          if (array === NO_SV || !isArrayLike(kind[array])) return
          kind[array] = as
          pads.push(array)
          padOwner.push(row)
        }
        const code = decodeCode(heap, row, false)
        if (code.glob !== NO_SV) {
          born.codes.push(row)
          born.globs.push(code.glob)
        }
        claim(code.padlist, SvKind.PADLIST)
        if (heap.layout.perlVersion >= PERL_5_18) {
          claim(code.padnamesAv, SvKind.PADNAMES)
          for (const pad of code.pads) claim(pad, SvKind.PAD)
        } else if (code.padlist !== NO_SV && isArrayLike(kind[code.padlist])) {
          const { count } = elementsOf(heap, code.padlist)
          claim(elementOf(heap, code.padlist, 0), SvKind.PADNAMES)
          for (let i = 1; i < count; i++) claim(elementOf(heap, code.padlist, i), SvKind.PAD)
        }
        break
      }
    }
  }
  // A CODE that the GLOB of its birth still holds keeps that one, so an imported sub has the name it was written under.
  for (let i = 0; i < born.codes.length; i++) {
    const glob = born.globs[i]
    if (kind[glob] !== SvKind.GLOB || globSlot(heap, glob, CODE_SLOT) !== born.codes[i]) continue
    named.push(born.codes[i])
    namedBy.push(glob)
  }
  return { globs: relationOf(named, namedBy), padOwners: relationOf(pads, padOwner) }
}

export function isArrayLike(kind: number): boolean {
  return kind === SvKind.ARRAY || kind === SvKind.PAD || kind === SvKind.PADLIST || kind === SvKind.PADNAMES
}
