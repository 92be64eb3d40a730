import { type AddressBitmap, hashOfPages, hashPage } from '../reader/address-bitmap.ts'

const WORDS = 16

/** The part of an index that is stored. */
export interface AddressPages {
  readonly shift: number
  /** Page numbers in two halves, ascending. */
  readonly pageLo: Uint32Array<ArrayBuffer>
  readonly pageHi: Uint32Array<ArrayBuffer>
  /** For each 32 slots of each page: SVs before them, and their bits. */
  readonly ranks: Uint32Array<ArrayBuffer>
}

/** Order the pages of a bitmap and count the bits before each word. O(pages log pages). */
export function rankAddresses(bitmap: AddressBitmap): AddressPages {
  const { numPages, shift } = bitmap
  const { pageLo, pageHi, bits } = bitmap
  const order = Array.from({ length: numPages }, (_, page) => page)
  order.sort((a, b) => pageHi[a] - pageHi[b] || pageLo[a] - pageLo[b])
  const sortedLo = new Uint32Array(numPages)
  const sortedHi = new Uint32Array(numPages)
  const ranks = new Uint32Array(numPages * WORDS * 2)
  let before = 0
  for (let i = 0; i < numPages; i++) {
    const page = order[i]
    sortedLo[i] = pageLo[page]
    sortedHi[i] = pageHi[page]
    for (let word = 0; word < WORDS; word++) {
      const set = bits[page * WORDS + word]
      ranks[2 * (i * WORDS + word)] = before
      ranks[2 * (i * WORDS + word) + 1] = set
      before += popcount(set)
    }
  }
  return { shift, pageLo: sortedLo, pageHi: sortedHi, ranks }
}

/** Pages that a heap may span for each page with SVs in it, before they are looked up in a hash. */
const MAX_SPREAD = 16

/**
 * Address -> row. Rows ascend by address, so the row of an SV is the number of SVs at lower addresses: the count before
 * its word, and a population count of that word. In most heaps all pages lie near each other, and the page gives the
 * place of the word at once; where they are far apart, pages are looked up in a small hash, and the last one is
 * remembered. 1.5 to 6 bytes an SV; the addresses themselves are not stored, they are in the records.
 */
export class AddressIndex {
  readonly pages: AddressPages
  readonly #shift: number
  /** As in AddressPages, for all pages from the first to the last if these are few. */
  readonly #ranks: Uint32Array
  readonly #firstPage: number
  /** Pages from the first to the last, or 0: they are far apart. */
  readonly #span: number
  readonly #pageHi: number
  readonly #hash: Int32Array
  #lastLo = 0
  #lastHi = 0
  #lastPage = -1

  constructor(pages: AddressPages) {
    const { pageLo, pageHi, ranks, shift } = pages
    const last = pageLo.length - 1
    const span = last < 0 || pageHi[0] !== pageHi[last] ? 0 : pageLo[last] - pageLo[0] + 1
    this.pages = pages
    this.#shift = shift
    this.#span = span <= MAX_SPREAD * pageLo.length ? span : 0
    this.#firstPage = last < 0 ? 0 : pageLo[0]
    this.#pageHi = last < 0 ? 0 : pageHi[0]
    this.#ranks = this.#span === 0 ? ranks : spreadRanks(pages, this.#span)
    this.#hash = this.#span === 0 ? hashOfPages(pageLo, pageHi, pageLo.length) : new Int32Array(0)
  }

  get numRows(): number {
    const { ranks } = this.pages
    return ranks.length === 0 ? 0 : ranks[ranks.length - 2] + popcount(ranks[ranks.length - 1])
  }

  /** The row of the SV at an address, or -1. */
  rowAt(lo: number, hi: number): number {
    const shift = this.#shift
    const pageShift = 9 + shift
    const pageLo = ((lo >>> pageShift) | (hi << (32 - pageShift))) >>> 0
    const pageHi = hi >>> pageShift
    let page = pageLo - this.#firstPage
    if (this.#span === 0) page = this.#find(pageLo, pageHi)
    else if (page >= this.#span || pageHi !== this.#pageHi) return -1
    if (page < 0 || lo & ((1 << shift) - 1)) return -1
    const slot = (lo >>> shift) & 511
    const word = 2 * (page * WORDS + (slot >>> 5))
    const set = this.#ranks[word + 1]
    const bit = 1 << (slot & 31)
    return set & bit ? this.#ranks[word] + popcount(set & (bit - 1)) : -1
  }

  /** The first row whose address is not below the given one: `numRows` when there is none. */
  lowerBound(lo: number, hi: number): number {
    const { shift, pageLo, pageHi, ranks } = this.pages
    const pageShift = 9 + shift
    const wantLo = ((lo >>> pageShift) | (hi << (32 - pageShift))) >>> 0
    const wantHi = hi >>> pageShift
    let low = 0
    let high = pageLo.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (pageHi[middle] < wantHi || (pageHi[middle] === wantHi && pageLo[middle] < wantLo)) low = middle + 1
      else high = middle
    }
    if (low === pageLo.length) return this.numRows
    if (pageLo[low] !== wantLo || pageHi[low] !== wantHi) return ranks[2 * low * WORDS]
    const exact = lo & ((1 << shift) - 1) ? 1 : 0
    const slot = ((lo >>> shift) & 511) + exact
    const word = low * WORDS + (slot >>> 5)
    if (word * 2 >= ranks.length) return this.numRows
    return ranks[2 * word] + popcount(ranks[2 * word + 1] & ((1 << (slot & 31)) - 1))
  }

  #find(pageLo: number, pageHi: number): number {
    if (this.#lastPage >= 0 && pageLo === this.#lastLo && pageHi === this.#lastHi) return this.#lastPage
    const mask = this.#hash.length - 1
    let at = hashPage(pageLo, pageHi) & mask
    for (;;) {
      const page = this.#hash[at]
      if (page < 0) return -1
      if (this.pages.pageLo[page] === pageLo && this.pages.pageHi[page] === pageHi) {
        this.#lastLo = pageLo
        this.#lastHi = pageHi
        this.#lastPage = page
        return page
      }
      at = (at + 1) & mask
    }
  }
}

/** Ranks with room for the pages in between, in which no bit is set. */
function spreadRanks({ pageLo, ranks }: AddressPages, span: number): Uint32Array {
  const spread = new Uint32Array(span * WORDS * 2)
  for (let page = 0; page < pageLo.length; page++) {
    const at = page * WORDS * 2
    spread.set(ranks.subarray(at, at + WORDS * 2), (pageLo[page] - pageLo[0]) * WORDS * 2)
  }
  return spread
}

/** Bits set in a 32-bit word. */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x5555_5555)
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
