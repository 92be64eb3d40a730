import type { ByteColumn } from '../base/byte-column.ts'
import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { type Bytes, NO_SV } from '../columns/sv-table.ts'
import { isCompatUndef } from '../model/compat-scalar.ts'
import { KIND_NAMES, scalarText } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { stashName } from '../model/names.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'

/** How many SVs of some sort, and their bytes; of these, the blessed ones. */
export interface Count {
  readonly name: string
  readonly numSvs: number
  readonly bytes: Bytes
  readonly numBlessed: number
  readonly blessedBytes: Bytes
}

export interface KindCount extends Count {
  /** By package, all of them blessed: the most SVs first, then by name. */
  readonly packages: readonly Count[]
}

export interface Counts {
  /** In the order of their names. A SCALAR that pmat takes for undefined counts as UNDEF. */
  readonly kinds: readonly KindCount[]
  /** Scalars by what is in them: `SCALAR(UV,PV)`, `BOOL(YES)`, `UNDEF()`. In the order of their names. */
  readonly scalars: readonly Count[]
  readonly total: Count
}

const NUM_KINDS = 32
/** What a scalar without parts counts as: a code of the file that stands in no column. */
const UNDEF = 13
/** Sorts of scalars: a set of flags; or a bit beyond these, then BOOL_YES or not. */
const SCALAR_FLAGS = 0x3f
const BOOL = SCALAR_FLAGS + 1

const IS_UNDEF = Uint8Array.from({ length: SCALAR_FLAGS + 1 }, (_, flags) => Number(isCompatUndef(flags)))

/**
 * Count the SVs of a heap by kind, package and scalar sort.
 *
 * @param sizes row -> Bytes, of whichever size is to be summed up
 *
 * One pass over the columns, no record is read. O(SVs).
 */
export async function countSvs({ heap }: Model, sizes: ByteColumn, slice: Slice = UNSLICED): Promise<Counts> {
  const { kind, flags, blessed, numSvs } = heap.svs
  const kinds = new Tally()
  const scalars = new Tally()
  const packages = new Tally()
  const placeOf = new Map<number, number>() // kind and row of a package -> place in `packages`
  let lastKey = -1
  let place = 0 // of `lastKey`: many in a row are alike
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    let code = kind[row]
    const bytes = sizes[row]
    const isBlessed = blessed[row] !== NO_SV
    if (code === SvKind.SCALAR) {
      const sort = flags[row] & SCALAR_FLAGS
      scalars.add(sort, bytes, isBlessed)
      if (IS_UNDEF[sort] === 1) code = UNDEF
    } else if (code === SvKind.BOOL) scalars.add(BOOL + (flags[row] & SvFlag.BOOL_YES), bytes, isBlessed)
    kinds.add(code, bytes, isBlessed)
    if (!isBlessed) continue
    const key = blessed[row] * NUM_KINDS + code
    if (key !== lastKey) {
      lastKey = key
      place = placeOf.get(key) ?? placeOf.size
      placeOf.set(key, place)
    }
    packages.add(place, bytes, true)
  }

  const stashes = [...placeOf.keys()]
  return {
    kinds: kinds.counts(kindName).map((count) => {
      const ofKind = (at: number) => kindName(stashes[at] % NUM_KINDS) === count.name
      const nameOf = (at: number) => stashName(heap, Math.floor(stashes[at] / NUM_KINDS)) ?? ''
      return { ...count, packages: packages.counts(nameOf, ofKind).sort((a, b) => b.numBlessed - a.numBlessed) }
    }),
    scalars: scalars.counts((sort) => (sort < BOOL ? scalarText(sort) : sort === BOOL ? 'BOOL(NO)' : 'BOOL(YES)')),
    total: kinds.counts(() => '(total)')[0] ?? { name: '(total)', numSvs: 0, bytes: 0, numBlessed: 0, blessedBytes: 0 },
  }
}

function kindName(code: number): string {
  return code === UNDEF ? 'UNDEF' : KIND_NAMES[code]
}

/** Sums by a small code. */
class Tally {
  #size = 256
  #numSvs = new Float64Array(this.#size)
  #bytes = new Float64Array(this.#size)
  #numBlessed = new Float64Array(this.#size)
  #blessedBytes = new Float64Array(this.#size)

  add(code: number, bytes: Bytes, isBlessed: boolean): void {
    if (code >= this.#size) this.#grow(code)
    this.#numSvs[code]++
    this.#bytes[code] += bytes
    if (!isBlessed) return
    this.#numBlessed[code]++
    this.#blessedBytes[code] += bytes
  }

  #grow(code: number): void {
    this.#size = 2 * code
    this.#numSvs = grown(this.#numSvs, this.#size)
    this.#bytes = grown(this.#bytes, this.#size)
    this.#numBlessed = grown(this.#numBlessed, this.#size)
    this.#blessedBytes = grown(this.#blessedBytes, this.#size)
  }

  /** One count a name, in the order of the names: codes of the same name are summed up, empty ones left out. */
  counts(nameOf: (code: number) => string, isWanted: (code: number) => boolean = () => true): Count[] {
    const byName = new Map<string, Count>()
    this.#numSvs.forEach((numSvs, code) => {
      if (numSvs === 0 || !isWanted(code)) return
      const name = nameOf(code)
      const earlier = byName.get(name)
      byName.set(name, {
        name,
        numSvs: numSvs + (earlier?.numSvs ?? 0),
        bytes: this.#bytes[code] + (earlier?.bytes ?? 0),
        numBlessed: this.#numBlessed[code] + (earlier?.numBlessed ?? 0),
        blessedBytes: this.#blessedBytes[code] + (earlier?.blessedBytes ?? 0),
      })
    })
    return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

function grown(sums: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(size)
  copy.set(sums)
  return copy
}
