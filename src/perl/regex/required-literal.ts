import { BytesSearch } from '../bytes-search.ts'
import { type CharSet, sizeOfSet } from './char-set.ts'
import type { Expression } from './expression.ts'
import { eachRequired } from './required-parts.ts'

/** Bytes that every match contains. isAll: they are all of the pattern, so to find them is to match. */
export interface RequiredLiteral {
  readonly search: BytesSearch
  readonly isAll: boolean
}

/**
 * The longest run of ASCII characters that has to be in a string for a match (see required-parts.ts). To look for it first
 * is quicker than any matcher, and most strings do not have it.
 */
export function requiredLiteral(expression: Expression): RequiredLiteral | undefined {
  let longest: CharSet[] = []
  let run: CharSet[] = []
  eachRequired(expression, add, endRun)
  endRun()
  if (longest.length === 0) return undefined
  const parts = expression.type === 'sequence' ? expression.parts : [expression]
  const hasCase = longest.some((set) => set.length > 2)
  return {
    search: new BytesSearch(
      Uint8Array.from(longest, (set) => set[0]),
      hasCase,
    ),
    isAll: longest.length === parts.length && parts.every(({ type }) => type === 'set'),
  }

  function add(set: CharSet): void {
    if (!isLiteral(set) || !fitsRun(set)) endRun()
    if (isLiteral(set)) run.push(set)
  }

  /** A run is either of sets with both cases of a letter, or of single characters; what is no letter fits both. */
  function fitsRun(set: CharSet): boolean {
    if (set.length === 2 && !isLetter(set[0])) return true
    return run.every((other) => other.length === set.length || (other.length === 2 && !isLetter(other[0])))
  }

  function endRun(): void {
    if (run.length > longest.length) longest = run
    run = []
  }
}

function isLiteral(set: CharSet): boolean {
  if (set.length === 0 || set[set.length - 1] > 0x7f) return false
  if (set.length === 2) return set[0] === set[1]
  return set.length === 4 && sizeOfSet(set) === 2 && isLetter(set[0]) && set[2] === set[0] + 32
}

function isLetter(char: number): boolean {
  const lower = char | 0x20
  return lower >= 0x61 && lower <= 0x7a
}
