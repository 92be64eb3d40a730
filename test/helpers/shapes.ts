import type { Csr } from '../../src/graph/csr.ts'

/** A graph by its rule: row -> targets. */
export function graphOf(numRows: number, targetsOf: (row: number) => readonly number[]): Csr {
  const offsets = new Uint32Array(numRows + 1)
  const targets: number[] = []
  for (let row = 0; row < numRows; row++) {
    for (const target of targetsOf(row)) targets.push(target)
    offsets[row + 1] = targets.length
  }
  return { offsets, targets: Uint32Array.from(targets) }
}

/** 0 -> 1 -> 2 ... */
export const chain = (length: number): Csr => graphOf(length, (row) => (row + 1 < length ? [row + 1] : []))
/** 0 -> 1 ... -> 0 */
export const ring = (length: number): Csr => graphOf(length, (row) => [(row + 1) % length])
/** Every row to itself. */
export const selfLoops = (length: number): Csr => graphOf(length, (row) => [row])
/** 0 to all others. */
export const star = (length: number): Csr => {
  const others = Array.from({ length: length - 1 }, (_, i) => i + 1)
  return graphOf(length, (row) => (row === 0 ? others : []))
}
/** All to all, themselves too. */
export const complete = (length: number): Csr => {
  const all = Array.from({ length }, (_, i) => i)
  return graphOf(length, () => all)
}
