/**
 * The order in which keys ascend by their bytes, as Perl's `sort` puts strings of bytes: positions in `keys`; those of
 * equal keys ascend.
 *
 * Multikey quicksort: J. Bentley and R. Sedgewick, "Fast algorithms for sorting and searching strings", 1997. It compares
 * one byte at a time, and that of a common start once instead of in each comparison. O(bytes of the keys + n log n).
 */
export function byteOrder(keys: readonly Uint8Array[]): Uint32Array {
  const starts = new Uint32Array(keys.length + 1)
  for (let i = 0; i < keys.length; i++) starts[i + 1] = starts[i] + keys[i].length
  const bytes = new Uint8Array(starts[keys.length])
  for (let i = 0; i < keys.length; i++) bytes.set(keys[i], starts[i])

  const order = Uint32Array.from(keys.keys())
  const left = [0, keys.length, 0] // stack of ranges [start, end) of `order` that are equal up to a byte
  while (left.length > 0) {
    const depth = left.pop() as number
    const end = left.pop() as number
    const start = left.pop() as number
    if (end - start <= FEW) {
      sortFew(order, start, end, (a, b) => comparedFrom(bytes, starts, a, b, depth))
      continue
    }
    const byteOf = (key: number) => (starts[key] + depth < starts[key + 1] ? bytes[starts[key] + depth] : -1)
    const pivot = middleOf(byteOf(order[start]), byteOf(order[(start + end) >>> 1]), byteOf(order[end - 1]))
    // [start, less) below the pivot, [less, next) equal to it, [greater, end) above.
    let less = start
    let greater = end
    for (let next = start; next < greater; ) {
      const key = order[next]
      const byte = byteOf(key)
      if (byte < pivot) {
        order[next++] = order[less]
        order[less++] = key
      } else if (byte > pivot) {
        order[next] = order[--greater]
        order[greater] = key
      } else next++
    }
    left.push(start, less, depth, greater, end, depth)
    if (pivot >= 0) left.push(less, greater, depth + 1)
    else order.subarray(less, greater).sort()
  }
  return order
}

const FEW = 12

function sortFew(order: Uint32Array, start: number, end: number, compare: (a: number, b: number) => number): void {
  for (let i = start + 1; i < end; i++) {
    const key = order[i]
    let at = i
    while (at > start && compare(order[at - 1], key) > 0) {
      order[at] = order[at - 1]
      at--
    }
    order[at] = key
  }
}

function comparedFrom(bytes: Uint8Array, starts: Uint32Array, a: number, b: number, depth: number): number {
  const endA = starts[a + 1]
  const endB = starts[b + 1]
  let atA = starts[a] + depth
  let atB = starts[b] + depth
  while (atA < endA && atB < endB) {
    if (bytes[atA] !== bytes[atB]) return bytes[atA] - bytes[atB]
    atA++
    atB++
  }
  return endA - atA - (endB - atB) || a - b
}

function middleOf(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c)
}
