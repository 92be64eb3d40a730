/** Slots of a page: 16 words of 32 bits. */
const SLOTS_LOG2 = 9
const WORDS = 16
/** Few, so that the arrays grow before anything is compiled in the belief that they do not. */
const FIRST_PAGES = 8

/**
 * Which addresses have an SV: a bit per possible address, in pages that exist only where there are SVs. SVs lie
 * 8 bytes apart at the least on most perls (`shift` 3: pages of 4 KiB), 4 on some 32-bit ones, anywhere in odd files.
 *
 * The set comes first (one bit an SV while the file is read), the order after: sorting the few pages, not the many
 * SVs, makes the rank of an address the row of its SV (see columns/address-index).
 */
export class AddressBitmap {
  readonly shift: number
  numPages = 0
  /** Page number, as two halves, and bits of each page in the order of discovery. */
  pageLo = new Uint32Array(FIRST_PAGES)
  pageHi = new Uint32Array(FIRST_PAGES)
  bits = new Uint32Array(FIRST_PAGES * WORDS)
  #hash = hashOfPages(this.pageLo, this.pageHi, 0)
  #lastLo = 0
  #lastHi = 0
  #lastPage = -1

  constructor(shift: number) {
    this.shift = shift
  }

  /** Set the bit of an address; false when it was set already, or null when the address falls between two bits. */
  add(lo: number, hi: number): boolean | null {
    const shift = this.shift
    if (lo & ((1 << shift) - 1)) return null
    const pageShift = SLOTS_LOG2 + shift
    const pageLo = ((lo >>> pageShift) | (hi << (32 - pageShift))) >>> 0
    const pageHi = hi >>> pageShift
    let page = this.#lastPage
    if (page < 0 || pageLo !== this.#lastLo || pageHi !== this.#lastHi) {
      page = this.#find(pageLo, pageHi)
      this.#lastLo = pageLo
      this.#lastHi = pageHi
      this.#lastPage = page
    }
    const slot = (lo >>> shift) & 511
    const word = page * WORDS + (slot >>> 5)
    const bit = 1 << (slot & 31)
    const before = this.bits[word]
    this.bits[word] = before | bit
    return (before & bit) === 0
  }

  #find(pageLo: number, pageHi: number): number {
    const mask = this.#hash.length - 1
    // One before the place: the step to the next is then in use from the first look on, not from the first clash.
    let at = hashPage(pageLo, pageHi) - 1
    for (;;) {
      at = (at + 1) & mask
      const page = this.#hash[at]
      if (page < 0) break
      if (this.pageLo[page] === pageLo && this.pageHi[page] === pageHi) return page
    }
    const page = this.numPages++
    if (page === this.pageLo.length) this.#growPages()
    this.pageLo[page] = pageLo
    this.pageHi[page] = pageHi
    this.#hash[at] = page
    if (this.numPages * 2 > this.#hash.length) this.#hash = hashOfPages(this.pageLo, this.pageHi, this.numPages)
    return page
  }

  #growPages(): void {
    this.pageLo = grown(this.pageLo, 2)
    this.pageHi = grown(this.pageHi, 2)
    this.bits = grown(this.bits, 2)
  }
}

/** Spread page numbers over 32 bits; neighbours stay apart. */
export function hashPage(pageLo: number, pageHi: number): number {
  return (Math.imul(pageLo, 0x9e37_79b1) ^ Math.imul(pageHi, 0x85eb_ca6b)) >>> 7
}

/** An open-addressed table of page ordinals, at most half full. */
export function hashOfPages(pageLo: Uint32Array, pageHi: Uint32Array, numPages: number): Int32Array<ArrayBuffer> {
  let slots = 4 * FIRST_PAGES
  while (slots < numPages * 4) slots *= 2
  const hash = new Int32Array(slots).fill(-1)
  for (let page = 0; page < numPages; page++) {
    let at = hashPage(pageLo[page], pageHi[page]) & (slots - 1)
    while (hash[at] >= 0) at = (at + 1) & (slots - 1)
    hash[at] = page
  }
  return hash
}

function grown(array: Uint32Array, factor: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * factor)
  larger.set(array)
  return larger
}
