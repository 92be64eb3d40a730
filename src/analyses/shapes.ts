import { ListCursor } from '../base/ascending.ts'
import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { hashPairs } from '../columns/hash-record.ts'
import type { Heap } from '../columns/heap.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { compareBytes } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { packageOf } from '../model/names.ts'
import { displayName, displayPv } from '../perl/escape.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { type KeySets, NO_KEY_SET } from './key-sets.ts'
import { HashCombiner, SignatureTable } from './signature-table.ts'

/** SVs without a package that look alike: hashes of the same keys, arrays of the same pattern. */
export interface Shape {
  readonly kind: 'hash' | 'array'
  readonly example: SvIndex
  readonly count: number
  readonly bytes: Bytes
}

export interface Shapes {
  /** Shapes of two SVs or more, in the order of their first. */
  readonly shapes: readonly Shape[]
  /** Row -> index in `shapes`, NO_SHAPE. */
  readonly shapeOf: Int32Array
}

export const NO_SHAPE = -1

/** An array with more elements is a list of one sort of thing or nothing at all. */
const MAX_PATTERN = 16

/**
 * Group the hashes that are not blessed by their set of keys, and the arrays by their pattern: what stands in each
 * element, or in all of a long one. By 96 bits of hash of the pattern, so one pass, O(SVs + elements).
 */
export async function findShapes(model: Model, keySets: KeySets, slice: Slice): Promise<Shapes> {
  const { heap } = model
  const { kind, flags, size, blessed, numSvs } = heap.svs
  const table = new SignatureTable()
  const shapeOf = new Int32Array(numSvs).fill(NO_SHAPE)
  const sorts = new ElementSorts(model)
  const signature = new HashCombiner()
  const hashes = new ListCursor(keySets.rows)
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (blessed[row] !== NO_SV) continue
    signature.clear(kind[row])
    if (kind[row] === SvKind.HASH) {
      const set = keySets.setOf[hashes.indexOf(row)]
      if (set === NO_KEY_SET) continue
      signature.addInOrder(set, 0)
    } else if (kind[row] === SvKind.ARRAY && !(flags[row] & SvFlag.ARRAY_UNREAL)) {
      if (!addElements(heap, row, sorts, signature)) continue
    } else continue
    shapeOf[row] = table.add(signature, row, size[row])
  }

  // Only what there are two of is a shape.
  const renumbered = new Int32Array(table.length).fill(NO_SHAPE)
  const shapes: Shape[] = []
  for (let i = 0; i < table.length; i++) {
    if (table.count[i] < 2) continue
    renumbered[i] = shapes.length
    const example = table.first[i]
    const ofKind = kind[example] === SvKind.HASH ? 'hash' : 'array'
    shapes.push({ kind: ofKind, example, count: table.count[i], bytes: table.bytes[i] })
  }
  for (let row = 0; row < numSvs; row++) if (shapeOf[row] >= 0) shapeOf[row] = renumbered[shapeOf[row]]
  return { shapes, shapeOf }
}

/** Put in the sort of each element in order, or of all. False for an array that has no pattern. */
function addElements(heap: Heap, row: SvIndex, sorts: ElementSorts, signature: HashCombiner): boolean {
  const { view, at, count } = elementsOf(heap, row)
  if (count === 0) return false
  const { ptrBytes } = heap.geometry
  let first = 0
  for (let i = 0; i < count; i++) {
    const sort = sorts.of(heap.rowOfPtr(view, at + i * ptrBytes))
    if (i === 0) first = sort
    if (count <= MAX_PATTERN) signature.addInOrder(sort, i)
    else if (sort !== first) return false
  }
  if (count > MAX_PATTERN) signature.addInOrder(first, MAX_PATTERN)
  return true
}

/** What stands in an element, as a number: a kind of scalar, or what a reference leads to. */
class ElementSorts {
  readonly #model: Model

  constructor(model: Model) {
    this.#model = model
  }

  of(row: SvIndex): number {
    if (row === NO_SV) return Sort.NOTHING
    const { kind, flags, blessed } = this.#model.heap.svs
    switch (kind[row]) {
      case SvKind.SCALAR:
        if (flags[row] & SvFlag.SCALAR_PV) return Sort.STRING
        return flags[row] & (SvFlag.SCALAR_INTEGER | SvFlag.SCALAR_NV) ? Sort.NUMBER : Sort.NOTHING
      case SvKind.BOOL:
        return Sort.BOOLEAN
      case SvKind.IMMORTAL_UNDEF:
        return Sort.NOTHING
      case SvKind.IMMORTAL_YES:
      case SvKind.IMMORTAL_NO:
        return Sort.BOOLEAN
      case SvKind.REF: {
        const referent = this.#model.outrefs.referentOf(row)
        if (referent === NO_SV) return Sort.NOTHING
        return blessed[referent] === NO_SV ? Sort.REFERENCE + kind[referent] : Sort.OBJECT + blessed[referent]
      }
      default:
        return Sort.OTHER + kind[row]
    }
  }

  nameOf(row: SvIndex): string {
    const sort = this.of(row)
    switch (sort) {
      case Sort.NOTHING:
        return 'undef'
      case Sort.STRING:
        return 'string'
      case Sort.NUMBER:
        return 'number'
      case Sort.BOOLEAN:
        return 'boolean'
    }
    const { heap } = this.#model
    if (sort >= Sort.OBJECT) return displayName(packageOf(heap, this.#model.outrefs.referentOf(row)) ?? '')
    if (sort < Sort.REFERENCE) return 'glob'
    return REFERENCE_NAMES[sort - Sort.REFERENCE] ?? 'reference'
  }
}

const Sort = { NOTHING: 0, STRING: 1, NUMBER: 2, BOOLEAN: 3, OTHER: 100, REFERENCE: 200, OBJECT: 300 } as const

const REFERENCE_NAMES: Readonly<Record<number, string>> = {
  [SvKind.ARRAY]: '[...]',
  [SvKind.HASH]: '{...}',
  [SvKind.CODE]: 'sub',
  [SvKind.GLOB]: 'glob',
}

const SHOWN_KEYS = 8
const KEY_CHARS = 32

/** The keys of a hash that stands for its shape, in byte order; escaped and bounded. */
export function shapeKeys({ heap }: Model, { kind, example }: Shape): string[] {
  if (kind !== 'hash') return []
  const keys = hashPairs(heap, example).map(({ key }) => key)
  return keys.sort(compareBytes).map((key) => displayPv(key, true, KEY_CHARS))
}

/** `{ id, name, +3 }`, `[ number x 3 ]`, `[ string, ... ]`. */
export function shapeName(model: Model, shape: Shape): string {
  if (shape.kind === 'hash') {
    const keys = shapeKeys(model, shape)
    const shown = keys.slice(0, SHOWN_KEYS)
    if (keys.length > SHOWN_KEYS) shown.push(`+${keys.length - SHOWN_KEYS}`)
    return `{ ${shown.join(', ')} }`
  }
  const { heap } = model
  const sorts = new ElementSorts(model)
  const { view, at, count } = elementsOf(heap, shape.example)
  const nameAt = (i: number) => sorts.nameOf(heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes))
  if (count > MAX_PATTERN) return `[ ${nameAt(0)}, ... ]`
  const parts: string[] = []
  for (let i = 0; i < count; ) {
    let run = 1
    while (i + run < count && nameAt(i + run) === nameAt(i)) run++
    parts.push(run === 1 ? nameAt(i) : `${nameAt(i)} x ${run}`)
    i += run
  }
  return `[ ${parts.slice(0, SHOWN_KEYS).join(', ')}${parts.length > SHOWN_KEYS ? ', ...' : ''} ]`
}
