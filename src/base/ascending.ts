/** What is in either of two ascending lists that have nothing in common, ascending. O(length). */
export function merged(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (a.length === 0) return b
  const all = new Uint32Array(a.length + b.length)
  let i = 0
  let j = 0
  for (let at = 0; at < all.length; at++) {
    all[at] = j === b.length || (i < a.length && a[i] < b[j]) ? a[i++] : b[j++]
  }
  return all
}

/** What is in both of two ascending lists, ascending. O(length). */
export function common(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(Math.min(a.length, b.length))
  let length = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] < b[j]) i++
    else if (a[i] > b[j]) j++
    else {
      both[length++] = a[i++]
      j++
    }
  }
  return both.subarray(0, length)
}

/** What is in the first of two ascending lists and not in the second, ascending. O(length). */
export function without(a: Uint32Array, b: Uint32Array): Uint32Array {
  const rest = new Uint32Array(a.length)
  let length = 0
  for (let i = 0, j = 0; i < a.length; i++) {
    while (j < b.length && b[j] < a[i]) j++
    if (j === b.length || b[j] !== a[i]) rest[length++] = a[i]
  }
  return rest.subarray(0, length)
}

/**
 * Finds values in an ascending list, one after the other. Where they ascend too, as they mostly do, a step from one to the
 * next is short: O(log distance).
 */
export class ListCursor {
  readonly #list: Uint32Array
  /** All before it are below the value that was looked for last. */
  #at = 0

  constructor(list: Uint32Array) {
    this.#list = list
  }

  /** Position of a value, -1 if it is not in the list. */
  indexOf(value: number): number {
    const list = this.#list
    const { length } = list
    if (this.#at > 0 && list[this.#at - 1] >= value) this.#at = 0
    let low = this.#at
    let step = 1
    for (; low + step <= length && list[low + step - 1] < value; step *= 2) low += step
    for (let high = Math.min(length, low + step); low < high; ) {
      const middle = (low + high) >>> 1
      if (list[middle] < value) low = middle + 1
      else high = middle
    }
    this.#at = low
    return list[low] === value ? low : -1
  }
}
