import { type Slice, STEP_MASK } from '../base/slice.ts'
import { NO_SV } from '../columns/sv-table.ts'
import { partialText } from '../reader/damage.ts'
import { perlVersionText } from '../reader/layout.ts'
import type { Heap } from '../columns/heap.ts'
import { NUM_TYPES, typeCodeOf, typeOfCode } from '../model/truth.ts'
import type { CountRow, OpenedDump, Overview } from './protocol.ts'
import type { SvChips } from './sv-chips.ts'

/** What the bar at the top says, but for whether the dump is kept. */
export type DumpFacts = Omit<OpenedDump, 'notStored'>

export interface HeapSummary {
  readonly facts: DumpFacts
  readonly byType: Overview['byType']
  readonly byPackage: Overview['byPackage']
  readonly sizeBins: Overview['sizeBins']
}

/** Count the SVs of a heap by type, package and size. One pass over the columns. */
export async function summarise(heap: Heap, chips: SvChips, slice: Slice): Promise<HeapSummary> {
  const { numSvs, size, blessed } = heap.svs
  const types = new Tally(NUM_TYPES)
  const bins = new Tally(64)
  const stashes: number[] = []
  const placeOf = new Map<number, number>()
  const packages = new Tally(1024)
  let lastStash = NO_SV
  let lastPlace = 0
  let heapBytes = 0
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) await slice.next()
    const bytes = size[row]
    heapBytes += bytes
    types.add(typeCodeOf(heap, row), bytes)
    bins.add(binOf(bytes), bytes)
    const stash = blessed[row]
    if (stash === NO_SV) continue
    if (stash !== lastStash) {
      lastPlace = placeOf.get(stash) ?? stashes.push(stash) - 1
      placeOf.set(stash, lastPlace)
      lastStash = stash
    }
    packages.add(lastPlace, bytes)
  }
  return {
    facts: factsOf(heap, heapBytes),
    byType: ranked(types.rows(typeOfCode)),
    byPackage: ranked(merged(packages.rows((place) => chips.packageName(stashes[place])))),
    sizeBins: bins.bins(),
  }
}

/** Bin i holds sizes in [2^i, 2^(i+1)). */
function binOf(bytes: number): number {
  return bytes < 1 ? 0 : bytes < 2 ** 32 ? 31 - Math.clz32(bytes) : Math.floor(Math.log2(bytes))
}

function factsOf({ data, layout, svs }: Heap, heapBytes: number): DumpFacts {
  return {
    id: data.fingerprint,
    name: data.name,
    perl: perlVersionText(layout.perlVersion),
    isThreaded: layout.ithreads,
    format: [
      `0.${layout.minor} ${layout.littleEndian ? 'little' : 'big'}-endian`,
      `${layout.uintBytes * 8}-bit integers`,
      `${layout.ptrBytes * 8}-bit pointers`,
      ...(layout.nvBytes > 8 ? ['long doubles'] : []),
    ].join(', '),
    svs: svs.numSvs,
    fileBytes: data.bytes.byteLength - (data.damage?.addedBytes ?? 0),
    heapBytes,
    roots: data.roots.filter(({ row }) => row !== NO_SV).length,
    warnings: data.warnings.map(({ text }) => text),
    damage: data.damage && {
      problem: data.damage.problem,
      offset: data.damage.offset,
      text: partialText(data.damage, svs.numSvs),
    },
  }
}

/** Counts and bytes by place. */
class Tally {
  #counts: Float64Array
  #bytes: Float64Array
  #length = 0

  constructor(places: number) {
    this.#counts = new Float64Array(places)
    this.#bytes = new Float64Array(places)
  }

  add(place: number, bytes: number): void {
    if (place >= this.#length) this.#reach(place)
    this.#counts[place]++
    this.#bytes[place] += bytes
  }

  rows(nameOf: (place: number) => string): CountRow[] {
    const rows: CountRow[] = []
    for (let place = 0; place < this.#length; place++) {
      if (this.#counts[place] === 0) continue
      rows.push({ name: nameOf(place), count: this.#counts[place], bytes: this.#bytes[place] })
    }
    return rows
  }

  bins(): { count: number; bytes: number }[] {
    return Array.from({ length: this.#length }, (_, bin) => ({ count: this.#counts[bin], bytes: this.#bytes[bin] }))
  }

  #reach(place: number): void {
    this.#length = place + 1
    if (place < this.#counts.length) return
    this.#counts = grown(this.#counts, place)
    this.#bytes = grown(this.#bytes, place)
  }
}

function grown(array: Float64Array, place: number): Float64Array {
  const larger = new Float64Array(Math.max(array.length * 2, place + 1))
  larger.set(array)
  return larger
}

/** Packages that look alike are one row: a name that was given anew, or is longer than what is shown of it. */
function merged(rows: readonly CountRow[]): CountRow[] {
  const byName = new Map<string, CountRow>()
  for (const { name, count, bytes } of rows) {
    const same = byName.get(name)
    byName.set(name, { name, count: count + (same?.count ?? 0), bytes: bytes + (same?.bytes ?? 0) })
  }
  return [...byName.values()]
}

/** Most bytes first, then by name. */
function ranked(rows: CountRow[]): CountRow[] {
  return rows.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
