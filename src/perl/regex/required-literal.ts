import { BytesSearch } from '../bytes-search.ts'
import { type CharSet, sizeOfSet } from './char-set.ts'
import type { Expression } from './expression.ts'

/** Bytes that every match contains. isAll: they are all of the pattern, so to find them is to match. */
export interface RequiredLiteral {
  readonly search: BytesSearch
  readonly isAll: boolean
}

/**
 * The longest run of ASCII characters that has to be in a string for a match, found by what stands in sequence without
 * branches. To look for it first is quicker than any matcher, and most strings do not have it.
 */
export function requiredLiteral(expression: Expression): RequiredLiteral | undefined {
  let longest: CharSet[] = []
  let run: CharSet[] = []
  visit(expression)
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

  function visit(part: Expression): void {
    switch (part.type) {
      case 'set':
        if (!isLiteral(part.set) || !fitsRun(part.set)) endRun()
        if (isLiteral(part.set)) run.push(part.set)
        return
      case 'sequence':
        part.parts.forEach(visit)
        return
      case 'capture':
      case 'atomic':
        visit(part.part)
        return
      case 'repeat':
        endRun()
        if (part.min > 0) visit(part.part)
        endRun()
        return
      default:
        endRun()
    }
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
