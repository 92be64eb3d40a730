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

/**
 * Address -> row. Rows ascend by address, so the row of an SV is the number of SVs at lower addresses: a page looked up
 * in a small hash (the last one is remembered: references stay near each other) and a population count.
 * 1.5 bytes an SV; the addresses themselves are not stored, they are in the records.
 */
export class AddressIndex {
  readonly pages: AddressPages
  readonly #hash: Int32Array
  #lastLo = 0
  #lastHi = 0
  #lastPage = -1

  constructor(pages: AddressPages) {
    this.pages = pages
    this.#hash = hashOfPages(pages.pageLo, pages.pageHi, pages.pageLo.length)
  }

  get numRows(): number {
    const { ranks } = this.pages
    return ranks.length === 0 ? 0 : ranks[ranks.length - 2] + popcount(ranks[ranks.length - 1])
  }

  /** The row of the SV at an address, or -1. */
  rowAt(lo: number, hi: number): number {
    const { shift, ranks } = this.pages
    const pageShift = 9 + shift
    const pageLo = ((lo >>> pageShift) | (hi << (32 - pageShift))) >>> 0
    const pageHi = hi >>> pageShift
    let page = this.#lastPage
    if (page < 0 || pageLo !== this.#lastLo || pageHi !== this.#lastHi) {
      page = this.#find(pageLo, pageHi)
      if (page < 0) return -1
      this.#lastLo = pageLo
      this.#lastHi = pageHi
      this.#lastPage = page
    }
    if (lo & ((1 << shift) - 1)) return -1
    const slot = (lo >>> shift) & 511
    const word = 2 * (page * WORDS + (slot >>> 5))
    const set = ranks[word + 1]
    const bit = 1 << (slot & 31)
    return set & bit ? ranks[word] + popcount(set & (bit - 1)) : -1
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
    const mask = this.#hash.length - 1
    let at = hashPage(pageLo, pageHi) & mask
    for (;;) {
      const page = this.#hash[at]
      if (page < 0) return -1
      if (this.pages.pageLo[page] === pageLo && this.pages.pageHi[page] === pageHi) return page
      at = (at + 1) & mask
    }
  }
}

/** Bits set in a 32-bit word. */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x5555_5555)
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
