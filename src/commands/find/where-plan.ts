import { KIND_NAMES } from '../../model/describe.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { Condition } from './where-condition.ts'

const HASHES: readonly SvKind[] = [SvKind.HASH, SvKind.STASH, SvKind.CLASS]
const ARRAYS: readonly SvKind[] = [SvKind.ARRAY, SvKind.PAD, SvKind.PADLIST, SvKind.PADNAMES, SvKind.OBJECT]

/** The kinds of SV of which a condition can hold, null = all: told by one byte, before anything is decoded. */
export function kindsOf(condition: Condition): readonly SvKind[] | null {
  switch (condition.is) {
    case 'and': {
      const all = condition.parts.map(kindsOf).filter((kinds) => kinds !== null)
      return all.length === 0 ? null : all.reduce((some, more) => some.filter((kind) => more.includes(kind)))
    }
    case 'or': {
      const all = condition.parts.map(kindsOf)
      return all.includes(null) ? null : [...new Set(all.flatMap((kinds) => kinds ?? []))]
    }
    case 'number':
      switch (condition.attribute) {
        case 'keys':
          return HASHES
        case 'elements':
          return ARRAYS
        case 'length':
          return [SvKind.SCALAR]
        default:
          return null
      }
    case 'name':
    case 'pattern':
      if (condition.attribute === 'key') return HASHES
      if (condition.attribute !== 'type' || condition.is === 'pattern' || condition.isNegated) return null
      return kindsNamed(condition.name)
    case 'not':
    case 'flag':
      return null
  }
}

/** SvFlags of which an SV must have any for the condition to hold; 0 = none needed. */
export function flagsOf(condition: Condition): number {
  if (condition.is === 'and') return condition.parts.map(flagsOf).find((flags) => flags !== 0) ?? 0
  return condition.is === 'number' && condition.attribute === 'length' ? SvFlag.SCALAR_PV : 0
}

function kindsNamed(name: string): readonly SvKind[] {
  if (name === 'UNDEF') return [SvKind.SCALAR]
  return Object.values(SvKind).filter((kind) => KIND_NAMES[kind] === name)
}

/** The parts of an `and` or `or`, those that cost least first: what holds does not depend on the order. */
export function cheapestFirst(parts: readonly Condition[]): readonly Condition[] {
  return parts.toSorted((a, b) => costOf(a) - costOf(b))
}

/** From a look at a column to the names of a hash's keys. */
function costOf(condition: Condition): number {
  switch (condition.is) {
    case 'and':
    case 'or':
      return Math.max(...condition.parts.map(costOf))
    case 'not':
      return costOf(condition.part)
    case 'number':
      return kindsOf(condition) === null ? 0 : 3
    case 'flag':
      return condition.attribute === 'mortal' ? 1 : 0
    case 'name':
    case 'pattern':
      return { type: 1, package: 2, key: 4 }[condition.attribute]
  }
}
