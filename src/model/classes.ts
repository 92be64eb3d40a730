import { elementOf } from '../columns/array-record.ts'
import { isArrayLike } from '../columns/fixups.ts'
import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvKind } from '../reader/sv-types.ts'
import { LookupError, findStash, valueOf } from './lookup.ts'
import { pvOf } from './scalar.ts'

/** A class derives from one other at the most; a chain longer than this is a circle. */
const MAX_CLASSES = 100

/** A feature-`class` class and those that it derives from, nearest first; nothing for any other SV. */
export function linearClasses(heap: Heap, row: SvIndex): SvIndex[] {
  const classes: SvIndex[] = []
  let at = row
  while (at !== NO_SV && heap.svs.kind[at] === SvKind.CLASS && classes.length < MAX_CLASSES && !classes.includes(at)) {
    classes.push(at)
    at = baseOf(heap, at)
  }
  return classes
}

/** The class named in @ISA. */
function baseOf(heap: Heap, cls: SvIndex): SvIndex {
  const glob = valueOf(heap, cls, 'ISA')
  if (glob === NO_SV || heap.svs.kind[glob] !== SvKind.GLOB) return NO_SV
  const isa = globSlot(heap, glob, GLOB_SLOTS.indexOf('array'))
  if (isa === NO_SV || !isArrayLike(heap.svs.kind[isa])) return NO_SV
  const name = elementOf(heap, isa, 0)
  const pv = name === NO_SV ? null : pvOf(heap, name)
  if (pv === null) return NO_SV
  try {
    return findStash(heap, decodeLatin1(pv))
  } catch (error) {
    if (error instanceof LookupError) return NO_SV // the base is not in the dump
    throw error
  }
}
