import { type CharSet, hasChar } from './char-set.ts'

/** A set as the matcher asks it: a table for bytes, ranges beyond. */
export interface Members {
  readonly table: Uint8Array // 256
  readonly beyond: CharSet
}

export function membersOf(set: CharSet): Members {
  const table = new Uint8Array(256)
  for (let i = 0; i < set.length && set[i] < 256; i += 2) table.fill(1, set[i], Math.min(set[i + 1] + 1, 256))
  return { table, beyond: set.filter((_, i) => set[i | 1] > 255) }
}

export function isMember({ table, beyond }: Members, char: number): boolean {
  return char < 256 ? table[char] === 1 : hasChar(beyond, char)
}
