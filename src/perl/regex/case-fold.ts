import { type CharSet, charSet, hasChar, union } from './char-set.ts'
import { propertySet } from './properties.ts'

/**
 * Which characters differ only by case. ascii: a-z and A-Z. unicode: as Unicode folds. asciiApart: the same, but
 * no ASCII letter equals one beyond (/aa). locale: the C locale below 256, Unicode above, nothing across.
 */
export type FoldRules = 'ascii' | 'unicode' | 'asciiApart' | 'locale'

const LONG_S = 0x17f
const SHARP_S = 0xdf
const CAPITAL_SHARP_S = 0x1e9e
const LONG_S_T = 0xfb05
const S_T = 0xfb06

/** What the character becomes when case is taken from it: up to three characters, as sharp s becomes ss. */
export function foldOf(char: number, rules: FoldRules): readonly number[] {
  if (char < 0x80) return [char >= 0x41 && char <= 0x5a ? char + 32 : char]
  if (rules === 'ascii' || (rules === 'locale' && char < 0x100)) return [char]
  const fold = unicodeFold(char)
  if (rules === 'unicode') return fold
  const border = rules === 'locale' ? 0x100 : 0x80
  if (fold.every((part) => part >= border)) return fold
  if (char === CAPITAL_SHARP_S || char === SHARP_S) return [LONG_S, LONG_S]
  return [char === LONG_S_T ? S_T : char]
}

/** All characters that fold to this one character. */
export function charsFoldingTo(fold: number, rules: FoldRules): CharSet {
  return foldTable(rules).sets.get(fold) ?? charSet(fold, fold)
}

export interface LongFold {
  readonly chars: CharSet
  readonly fold: readonly number[]
}

/** The folds of several characters that start with this one. */
export function longFoldsFrom(first: number, rules: FoldRules): readonly LongFold[] {
  return foldTable(rules).long.get(first) ?? []
}

/** Add to a set all that differ from a member only by case. */
export function closeOverCase(set: CharSet, rules: FoldRules): CharSet {
  const { sets, long } = foldTable(rules)
  const kin = [...sets.values(), ...[...long.values()].flat().map(({ chars }) => chars)]
  return union(set, ...kin.filter((chars) => overlaps(chars, set)))
}

interface FoldTable {
  /** The characters that fold to one, where they are more than that one. */
  readonly sets: ReadonlyMap<number, CharSet>
  readonly long: ReadonlyMap<number, readonly LongFold[]>
}

const tables = new Map<FoldRules, FoldTable>()

function foldTable(rules: FoldRules): FoldTable {
  const known = tables.get(rules)
  if (known) return known
  const byFold = new Map<string, { fold: readonly number[]; bounds: number[] }>()
  const changing = rules === 'ascii' ? charSet(0x41, 0x5a) : propertySet('\\p{CWCF}\\p{CWCM}')
  for (let i = 0; i < changing.length; i += 2) {
    for (let char = changing[i]; char <= changing[i + 1]; char++) {
      const fold = foldOf(char, rules)
      const key = fold.join()
      let kin = byFold.get(key)
      if (!kin) byFold.set(key, (kin = { fold, bounds: fold.length === 1 ? [fold[0], fold[0]] : [] }))
      kin.bounds.push(char, char)
    }
  }
  const sets = new Map<number, CharSet>()
  const long = new Map<number, LongFold[]>()
  for (const { fold, bounds } of byFold.values()) {
    const chars = charSet(...bounds)
    if (fold.length === 1) sets.set(fold[0], chars)
    else {
      const folds = long.get(fold[0])
      if (folds) folds.push({ chars, fold })
      else long.set(fold[0], [{ chars, fold }])
    }
  }
  const table = { sets, long }
  tables.set(rules, table)
  return table
}

/** Unicode's full case folding, from the case mappings JavaScript has; dotless i, which has no fold, is the exception. */
function unicodeFold(char: number): readonly number[] {
  if (char === 0x131 || char > 0x10ffff) return [char]
  const folded = String.fromCodePoint(char).toLowerCase().toUpperCase().toLowerCase()
  return Array.from(folded, (part) => part.codePointAt(0) as number)
}

function overlaps(small: CharSet, set: CharSet): boolean {
  for (let i = 0; i < small.length; i += 2) {
    for (let char = small[i]; char <= small[i + 1]; char++) if (hasChar(set, char)) return true
  }
  return false
}
