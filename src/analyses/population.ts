import { elementsOf } from '../columns/array-record.ts'
import { allHashPairs, hashHead } from '../columns/hash-record.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Model } from '../model/model.ts'
import { packageOf } from '../model/names.ts'
import { place, subPlace } from '../model/perl-step.ts'
import { displayName } from '../perl/escape.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { NO_SHAPE, type Shapes, shapeName } from './shapes.ts'

/** What most elements of a container are. */
export interface Population {
  /** `Cache::Entry`, `sub (x.pl line 4)`, `{ id, name }`, `string`. */
  readonly name: string
  /** Package, if they are objects of one. */
  readonly stash: SvIndex
  /** How many of the elements looked at are of this sort, of how many. */
  readonly count: number
  readonly numSeen: number
  /** Strings and numbers, as tables of constants have them. */
  readonly isPlain: boolean
}

/** Elements that are looked at. */
export const SAMPLE = 2000

const NOTHING: Population = { name: 'undef', stash: NO_SV, count: 0, numSeen: 0, isPlain: true }

/** The sort that most elements of an array or values of a hash are of, looked at through references. O(SAMPLE). */
export function populationOf(model: Model, shapes: Shapes, container: SvIndex): Population {
  const elements = elementsIn(model, container)
  const counts = new Map<string, { element: SvIndex; count: number }>()
  for (const element of elements) {
    const referent = throughReference(model, element)
    const sort = sortOf(model, shapes, referent)
    const known = counts.get(sort)
    if (known) known.count++
    else counts.set(sort, { element: referent, count: 1 })
  }
  let most = { element: NO_SV, count: 0 }
  for (const sort of counts.values()) if (sort.count > most.count) most = sort
  return most.count === 0
    ? NOTHING
    : { ...describeSort(model, shapes, most.element), count: most.count, numSeen: elements.length }
}

function elementsIn({ heap }: Model, container: SvIndex): SvIndex[] {
  if (heap.svs.kind[container] !== SvKind.ARRAY) {
    const pairs = allHashPairs(heap, hashHead(heap, container))
    return pairs.slice(0, SAMPLE).map(({ value }) => value)
  }
  const { view, at, count } = elementsOf(heap, container)
  return Array.from({ length: Math.min(count, SAMPLE) }, (_, i) => heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes))
}

function throughReference({ heap, outrefs }: Model, row: SvIndex): SvIndex {
  return row !== NO_SV && heap.svs.kind[row] === SvKind.REF ? outrefs.referentOf(row) : row
}

/** The sort of one SV in words: `Cache::Entry`, `{ id, name }`, `string`. */
export function populationSort(model: Model, shapes: Shapes, row: SvIndex): string {
  return describeSort(model, shapes, row).name
}

/** The same text for SVs of the same sort. */
function sortOf({ heap }: Model, { shapeOf }: Shapes, row: SvIndex): string {
  if (row === NO_SV) return 'nothing'
  const { kind, flags, blessed } = heap.svs
  if (blessed[row] !== NO_SV) return `object ${blessed[row]}`
  if (kind[row] === SvKind.CODE) {
    const { file, line } = subPlace(heap, row)
    return `sub ${file} ${line}`
  }
  if (kind[row] === SvKind.SCALAR) return flags[row] & SvFlag.SCALAR_PV ? 'string' : 'number'
  const shape = row < shapeOf.length ? shapeOf[row] : NO_SHAPE
  return shape === NO_SHAPE ? `kind ${kind[row]}` : `shape ${shape}`
}

function describeSort(
  model: Model,
  { shapes, shapeOf }: Shapes,
  row: SvIndex,
): Pick<Population, 'name' | 'stash' | 'isPlain'> {
  if (row === NO_SV) return NOTHING
  const { heap } = model
  const { kind, flags, blessed } = heap.svs
  const stash = blessed[row]
  if (stash !== NO_SV) return { name: displayName(packageOf(heap, row) ?? ''), stash, isPlain: false }
  const named = (name: string, isPlain = false) => ({ name, stash: NO_SV, isPlain })
  const shape = row < shapeOf.length ? shapeOf[row] : NO_SHAPE
  if (shape !== NO_SHAPE) return named(shapeName(model, shapes[shape]))
  switch (kind[row]) {
    case SvKind.CODE: {
      const { file, line } = subPlace(heap, row)
      return named(file === null ? 'sub' : `sub (${place(file, line)})`)
    }
    case SvKind.SCALAR:
      return named(flags[row] & SvFlag.SCALAR_PV ? 'string' : 'number', true)
    case SvKind.HASH:
      return named('hash')
    case SvKind.ARRAY:
      return named('array')
    case SvKind.GLOB:
      return named('glob')
    default:
      return named('value', true)
  }
}
