import { hashPairs } from '../columns/hash-record.ts'
import { elementsOf } from '../columns/array-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { mergedPaths, type MergedPaths } from '../graph/merged-paths.ts'
import { ClassMask } from '../graph/edge.ts'
import type { Slice } from '../base/slice.ts'
import { stashName } from '../model/names.ts'
import { fieldNames } from '../model/outref-names.ts'
import { displayName, displayPv } from '../perl/escape.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { Ground } from './ground.ts'
import { shapeMembers } from './shape-members.ts'
import { type Shapes, shapeName } from './shapes.ts'

/** All SVs of one package, or of one shape. */
export interface Population {
  readonly kind: 'package' | 'hash' | 'array'
  readonly name: string
  /** Ascending. */
  readonly rows: Uint32Array
  readonly bytes: Bytes
  /** What they retain together, counted once. */
  readonly retained: Bytes
}

/** What one key, index or field of a population costs. */
export interface KeyCost {
  readonly key: string
  /** How many of the population have it. */
  readonly count: number
  readonly bytes: Bytes
  readonly retained: Bytes
}

/** All packages that have objects, and all shapes, most retained first. O(rows). */
export function populations(analyses: Analyses, ground: Ground, shapes: Shapes): Population[] {
  const { heap, model } = analyses
  const { size } = heap.svs
  const found: Population[] = []
  const add = (kind: Population['kind'], name: string, rows: Uint32Array) => {
    let bytes = 0
    for (const row of rows) bytes += size[row]
    found.push({ kind, name, rows, bytes, retained: ground.retainedBy(rows) })
  }
  for (const [stash, rows] of objectsByPackage(analyses))
    add('package', displayName(stashName(heap, stash) ?? ''), rows)
  const { offsets, targets } = shapeMembers(shapes)
  shapes.shapes.forEach((shape, i) => {
    add(shape.kind, shapeName(model, shape), targets.subarray(offsets[i], offsets[i + 1]))
  })
  return found.sort((a, b) => b.retained - a.retained || a.rows[0] - b.rows[0])
}

function objectsByPackage({ heap }: Analyses): Map<SvIndex, Uint32Array> {
  const { blessed, numSvs } = heap.svs
  const counts = new Map<SvIndex, number>()
  for (let row = 0; row < numSvs; row++) {
    if (blessed[row] !== NO_SV) counts.set(blessed[row], (counts.get(blessed[row]) ?? 0) + 1)
  }
  const objects = new Map([...counts].map(([stash, count]) => [stash, { rows: new Uint32Array(count), length: 0 }]))
  for (let row = 0; row < numSvs; row++) {
    const of = blessed[row] === NO_SV ? undefined : objects.get(blessed[row])
    if (of) of.rows[of.length++] = row
  }
  return new Map([...objects].map(([stash, { rows }]) => [stash, rows]))
}

const MAX_KEYS = 200
const KEY_CHARS = 40
/** Members whose parts are looked at. */
const MAX_MEMBERS = 50_000

/** What each key of hashes, index of arrays or field of objects costs; most retained first. O(members and their parts). */
export async function keyCosts(
  { heap }: Analyses,
  { retained }: Ground,
  { rows }: Population,
  slice: Slice,
): Promise<KeyCost[]> {
  const { kind, size } = heap.svs
  const costs = new Map<string, { count: number; bytes: Bytes; retained: Bytes }>()
  const add = (key: string, value: SvIndex) => {
    let cost = costs.get(key)
    if (!cost) {
      if (costs.size >= MAX_KEYS) return
      cost = { count: 0, bytes: 0, retained: 0 }
      costs.set(key, cost)
    }
    cost.count++
    if (value === NO_SV || heap.isImmortal(value)) return
    cost.bytes += size[value]
    cost.retained += retained[value]
  }
  for (let i = 0; i < Math.min(rows.length, MAX_MEMBERS); i++) {
    if ((i & 0xff) === 0 && slice.isOver()) {
      slice.progress(i, rows.length)
      await slice.next()
    }
    const row = rows[i]
    switch (kind[row]) {
      case SvKind.HASH:
        for (const { key, value } of hashPairs(heap, row)) add(`{${displayPv(key, true, KEY_CHARS)}}`, value)
        break
      case SvKind.ARRAY:
      case SvKind.OBJECT: {
        const names = kind[row] === SvKind.OBJECT ? fieldNames(heap, row) : []
        const { view, at, count } = elementsOf(heap, row)
        for (let j = 0; j < Math.min(count, MAX_KEYS); j++) {
          const name = names[j]
          add(name === undefined ? `[${j}]` : displayName(name), heap.rowOfPtr(view, at + j * heap.geometry.ptrBytes))
        }
        break
      }
    }
  }
  return [...costs].map(([key, cost]) => ({ key, ...cost })).sort((a, b) => b.retained - a.retained)
}

/** Who holds all these? The shortest ways from the roots to some of them, merged. */
export async function heldBy(analyses: Analyses, rows: Uint32Array, slice: Slice): Promise<MergedPaths> {
  const inrefs = await analyses.holding.inrefs(slice)
  const depth = await analyses.holding.depths(slice)
  const step = Math.max(1, Math.floor(rows.length / MAX_PATHS))
  const sample = rows.filter((_, i) => i % step === 0)
  return mergedPaths(sample, inrefs, depth, ClassMask.HELD)
}

const MAX_PATHS = 2000
