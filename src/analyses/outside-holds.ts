import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementOf, elementsOf } from '../columns/array-record.ts'
import { extensionsOf } from '../columns/extensions.ts'
import { hashPairs } from '../columns/hash-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { EDGE_ROW_MASK } from '../graph/edge.ts'
import { Reach } from '../graph/preorder.ts'
import { KIND_NAMES } from '../model/describe.ts'
import { packageOf, symbolName } from '../model/names.ts'
import { displayName } from '../perl/escape.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { Ground } from './ground.ts'
import { excessOf } from './refcount-audit.ts'

/** SVs of one sort that something outside of Perl holds: their refcounts are higher than the references in the dump. */
export interface OutsideHold {
  /** `My::Handle`, or `HASH` for what is not blessed. */
  readonly name: string
  /** NO_SV = not blessed. */
  readonly stash: SvIndex
  readonly rows: readonly SvIndex[]
  /** References too many, all together. */
  readonly excess: number
  readonly bytes: Bytes
  /** How many of them no root leads to, and how many nothing at all that the dump shows. */
  readonly numUnreachable: number
  readonly numUnheld: number
}

/** Refcounts of perl's own structures: references that the format does not record. */
export interface SystematicHold {
  /** `regular expressions`: what they are. */
  readonly name: string
  /** What counts them. */
  readonly why: string
  readonly rows: readonly SvIndex[]
  readonly bytes: Bytes
  /** Whether this was learned from the dump: nearly all SVs that are held in the same way have it. */
  readonly isLearned: boolean
}

export interface OutsideHolds {
  readonly holds: readonly OutsideHold[]
  readonly systematic: readonly SystematicHold[]
}

/** A way of being held is systematic if this part of all SVs held in that way count one more, and there are so many. */
const LEARNED_SHARE = 0.9
const LEARNED_COUNT = 12

/**
 * All SVs that something outside holds, by package or kind; apart from them what perl's own structures count. Known ones
 * are told by what they are, others are learned: where nearly all SVs of a kind that are held by the same kind count
 * more, it is the format that lacks a reference. What is blessed is somebody's object and never explained away. O(SVs).
 */
export async function outsideHolds(analyses: Analyses, ground: Ground, slice: Slice): Promise<OutsideHolds> {
  const { heap } = analyses
  const { kind, size, blessed, numSvs } = heap.svs
  const { audit, reach } = ground
  const ways = new Map<number, { count: number; excess: number }>()
  const wayOf = (row: SvIndex): number => kind[row] * 64 + holderKind(heap, ground, row)
  const rows: SvIndex[] = []
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    const isExcess = excessOf(row, audit, heap.svs) > 0
    if (isExcess) rows.push(row)
    const way = wayOf(row)
    const known = ways.get(way)
    if (!known) ways.set(way, { count: 1, excess: Number(isExcess) })
    else {
      known.count++
      if (isExcess) known.excess++
    }
  }

  const holds = new Map<string, { stash: SvIndex; name: string; rows: SvIndex[] }>()
  const systematic = new Map<string, { why: string; rows: SvIndex[]; isLearned: boolean }>()
  for (const row of rows) {
    const known = knownReason(analyses, ground, row)
    const way = ways.get(wayOf(row)) ?? { count: 1, excess: 0 }
    const isLearned = blessed[row] === NO_SV && way.excess >= LEARNED_COUNT && way.excess >= LEARNED_SHARE * way.count
    if (known || isLearned) {
      const [name, why] = known ?? [
        `${KIND_NAMES[kind[row]] ?? 'SV'}s held by ${KIND_NAMES[holderKind(heap, ground, row)] ?? 'nothing shown'}`,
        `${way.excess} of ${way.count} SVs held in this way count one more`,
      ]
      const group = systematic.get(name)
      if (group) group.rows.push(row)
      else systematic.set(name, { why, rows: [row], isLearned: !known })
      continue
    }
    const stash = blessed[row]
    const name = stash === NO_SV ? (KIND_NAMES[kind[row]] ?? 'SV') : displayName(packageOf(heap, row) ?? '')
    const key = stash === NO_SV ? name : `=${stash}`
    const group = holds.get(key)
    if (group) group.rows.push(row)
    else holds.set(key, { stash, name, rows: [row] })
  }
  const bytesOf = (of: readonly SvIndex[]) => of.reduce((sum, row) => sum + size[row], 0)
  return {
    holds: [...holds.values()]
      .map((hold) => ({
        ...hold,
        excess: hold.rows.reduce((sum, row) => sum + excessOf(row, audit, heap.svs), 0),
        bytes: bytesOf(hold.rows),
        numUnheld: hold.rows.filter((row) => holderOf(ground, row) === NO_SV).length,
        numUnreachable: hold.rows.filter((row) => reach[row] !== Reach.ROOTS).length,
      }))
      .sort((a, b) => Number(b.stash !== NO_SV) - Number(a.stash !== NO_SV) || b.rows.length - a.rows.length),
    systematic: [...systematic]
      .map(([name, group]) => ({ name, ...group, bytes: bytesOf(group.rows) }))
      .sort((a, b) => b.rows.length - a.rows.length),
  }
}

const HELD_BY_NOTHING = 63

/** Kind of the first that holds an SV. */
function holderKind(heap: Analyses['heap'], ground: Ground, row: SvIndex): number {
  const holder = holderOf(ground, row)
  return holder === NO_SV ? HELD_BY_NOTHING : heap.svs.kind[holder]
}

function holderOf({ inrefs }: Ground, row: SvIndex): SvIndex {
  const e = inrefs.offsets[row]
  return e < inrefs.offsets[row + 1] ? inrefs.targets[e] & EDGE_ROW_MASK : NO_SV
}

const CHECKER_MAGIC = ']'.charCodeAt(0)

/** What perl's own structures count, by what they are; null for anything else. */
export function knownReason(
  { heap, model }: Analyses,
  ground: Ground,
  row: SvIndex,
): [name: string, why: string] | null {
  const { kind, flags, blessed } = heap.svs
  const holder = holderKind(heap, ground, row)
  const isUnheld = holder === HELD_BY_NOTHING
  switch (kind[row]) {
    case SvKind.STASH:
    case SvKind.CLASS:
      return ['packages', 'variables declared with our, statements, caches of methods and the interpreter count them']
    case SvKind.REGEXP:
      if (blessed[row] !== NO_SV && packageOf(heap, row) !== 'Regexp') return null
      return ['regular expressions', 'matches in op trees count them']
    case SvKind.INVLIST:
      return ['sets of characters', 'the interpreter and its regular expressions count them']
  }
  if (blessed[row] !== NO_SV) return null
  switch (kind[row]) {
    case SvKind.REF: {
      const list = model.outrefs.referentOf(row)
      const first = list !== NO_SV && kind[list] === SvKind.ARRAY ? elementOf(heap, list, 0) : NO_SV
      const isClass = isUnheld && first !== NO_SV && kind[first] === SvKind.INVLIST
      if (isClass) return ['sets of characters', 'the interpreter and its regular expressions count them']
      return holder === SvKind.STASH ? ['constants and subs of packages', 'op trees count them'] : null
    }
    case SvKind.SCALAR: {
      if (isUnheld)
        return ['constants and search strings', 'op trees, regular expressions and the interpreter hold them']
      const byChecker = holder === SvKind.CODE && isCallChecker(heap, ground, row)
      if (byChecker) return ['checkers of calls', 'the functions of perl that have one hold it twice']
      const isSignal = holder === SvKind.HASH && symbolName(heap, holderOf(ground, row)) === '%main::SIG'
      return isSignal ? ['signal handlers', 'the interpreter holds them'] : null
    }
    case SvKind.ARRAY:
      if (isUnheld && (flags[row] & SvFlag.ARRAY_UNREAL || elementsOf(heap, row).count === 0)) {
        return ['stacks', 'the interpreter holds its stacks']
      }
      return null
    case SvKind.HASH: {
      if (holder === SvKind.GLOB && symbolName(heap, row) === '%main::ENV') {
        return ['the environment', 'the interpreter holds it']
      }
      if (!isUnheld) return null
      const pairs = hashPairs(heap, row)
      const isCache = pairs.every(({ value }) => value !== NO_SV && kind[value] === SvKind.GLOB)
      return isCache ? ['caches of methods', 'the interpreter holds them'] : null
    }
    case SvKind.GLOB:
      return ['globs', 'op trees and the interpreter count them']
    case SvKind.CODE: {
      const name = symbolName(heap, row)
      return name !== null && /::\(|::(DESTROY|AUTOLOAD)$/.test(name)
        ? ['overloaded operators', 'tables of operators and methods of packages count them']
        : null
    }
    case SvKind.FORMAT:
      return ['formats', 'the interpreter counts them']
    default:
      return null
  }
}

function isCallChecker(heap: Analyses['heap'], ground: Ground, row: SvIndex): boolean {
  return extensionsOf(heap, holderOf(ground, row)).some(
    (ext) => ext.tag === Ext.MAGIC && ext.type === CHECKER_MAGIC && ext.object === row,
  )
}
