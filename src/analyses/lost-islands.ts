import { type Slice, STEP_MASK } from '../base/slice.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { NO_COMPONENT } from '../graph/components.ts'
import { Reach } from '../graph/preorder.ts'
import type { Analyses } from './analyses.ts'
import { type CycleEdge, CycleStructure } from './cycle-structure.ts'
import { type CycleCut, bestCut } from './cycle-cut.ts'

/** Lost cycles of one make. */
export interface IslandGroup {
  /** Components. */
  readonly components: readonly number[]
  /** SVs of all of them with what hangs on them, each counted once. */
  readonly svs: number
  readonly bytes: number
  /** Of these: blessed ones by package. */
  readonly packages: ReadonlyMap<SvIndex, number>
  /** Packages that are on the cycles themselves. */
  readonly cyclePackages: ReadonlyMap<SvIndex, number>
  /** The cycle to show: of those that nothing else holds the one of the fewest SVs. */
  readonly example: IslandExample
  /** Whether every refcount of the cycles is just what the dump shows; otherwise a holder may be hidden. */
  readonly isExact: boolean
}

export interface IslandExample {
  readonly members: Uint32Array
  readonly edges: readonly CycleEdge[]
  readonly cut: CycleCut | null
}

export interface LostIslands {
  /** Most bytes first. */
  readonly groups: readonly IslandGroup[]
  readonly svs: number
  readonly bytes: number
}

/** Cycles of a make that are looked at for one that nothing else holds. */
const MAX_EXAMPLES = 40

/** Cycles whose make is looked at edge by edge; larger ones are told apart by what they are made of only. */
const MAX_STRUCTURED = 20_000

/**
 * What is proven lost: SVs that neither the roots lead to nor any SV that something outside holds. Each hangs on a cycle
 * that holds itself. They are counted by these cycles, what hangs on several by the first that leads to it, and cycles
 * of one make are grouped: the same sorts of SVs, with the same references between them.
 *
 * O(lost SVs and their references).
 */
export async function lostIslands(analyses: Analyses, slice: Slice): Promise<LostIslands> {
  const { model, heap, holding } = analyses
  const { size, blessed, refcount } = heap.svs
  const graph = await holding.graph(slice)
  const { component, members } = await holding.cycles(slice)
  const { csr } = await holding.held(slice)
  const { seen } = await holding.audit(slice)
  const { nodes, parent, numRows } = graph
  const start = graph.starts[Reach.NOTHING]

  // Each lost SV belongs to the nearest cycle above it in the search.
  const places = new Map<number, number>() // component -> place in the lists below
  const lost: { component: number; svs: number; bytes: number }[] = []
  const owner = new Int32Array(nodes.length - start).fill(NO_COMPONENT) // position -> place
  const packagesOf: Map<SvIndex, number>[] = []
  let svs = 0
  let bytes = 0
  for (let at = start; at < nodes.length; at++) {
    if ((at & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(at - start, nodes.length - start)
      await slice.next()
    }
    const row = nodes[at]
    if (row >= numRows) continue
    const own = component[row]
    let place = parent[at] < start ? NO_COMPONENT : owner[parent[at] - start]
    if (own !== NO_COMPONENT) {
      const known = places.get(own)
      place = known ?? lost.length
      if (known === undefined) {
        places.set(own, place)
        lost.push({ component: own, svs: 0, bytes: 0 })
        packagesOf.push(new Map())
      }
    }
    owner[at - start] = place
    if (place === NO_COMPONENT) continue
    lost[place].svs++
    lost[place].bytes += size[row]
    svs++
    bytes += size[row]
    if (blessed[row] !== NO_SV) add(packagesOf[place], blessed[row], 1)
  }

  const structure = new CycleStructure(model, csr)
  const groups = new Map<string, { places: number[] }>()
  for (let place = 0; place < lost.length; place++) {
    if (slice.isOver()) {
      slice.progress(place, lost.length)
      await slice.next()
    }
    const rows = membersOf(members, lost[place].component)
    const make = makeOf(structure, rows, component, lost[place].component)
    const group = groups.get(make)
    if (group) group.places.push(place)
    else groups.set(make, { places: [place] })
  }

  /** The smallest cycle that nothing but itself holds; other cycles may hold one too. */
  const exampleOf = (inGroup: readonly number[]): number => {
    const numMembers = (place: number) => membersOf(members, lost[place].component).length
    const bySize = [...inGroup].sort((a, b) => numMembers(a) - numMembers(b) || a - b)
    return bySize.slice(0, MAX_EXAMPLES).find((place) => isAlone(lost[place].component)) ?? bySize[0]
  }
  const isAlone = (own: number): boolean => {
    const rows = membersOf(members, own)
    const held = new Map<SvIndex, number>()
    for (const { to, isCounted } of structure.edgesAmong(rows, (row) => component[row] === own)) {
      if (isCounted) add(held, to, 1)
    }
    return rows.every((row) => held.get(row) === refcount[row])
  }

  const cascade = await holding.cascade(slice)
  const found: IslandGroup[] = []
  for (const { places: inGroup } of groups.values()) {
    if (slice.isOver()) {
      slice.progress(found.length, groups.size)
      await slice.next()
    }
    const packages = new Map<SvIndex, number>()
    const cyclePackages = new Map<SvIndex, number>()
    let isExact = true
    for (const place of inGroup) {
      for (const [stash, count] of packagesOf[place]) add(packages, stash, count)
      const rows = membersOf(members, lost[place].component)
      for (const row of rows) {
        if (blessed[row] !== NO_SV) add(cyclePackages, blessed[row], 1)
        if (seen[row] !== refcount[row]) isExact = false
      }
    }
    const example = exampleOf(inGroup)
    const own = lost[example].component
    const rows = membersOf(members, own)
    const edges = structure.edgesAmong(rows.subarray(0, MAX_STRUCTURED), (row) => component[row] === own)
    found.push({
      components: inGroup.map((place) => lost[place].component),
      svs: inGroup.reduce((sum, place) => sum + lost[place].svs, 0),
      bytes: inGroup.reduce((sum, place) => sum + lost[place].bytes, 0),
      packages,
      cyclePackages,
      isExact,
      example: { members: rows, edges, cut: bestCut(model, structure, rows, edges, cascade) },
    })
  }
  found.sort((a, b) => b.bytes - a.bytes || a.example.members[0] - b.example.members[0])
  return { groups: found, svs, bytes }
}

function membersOf({ offsets, targets }: { offsets: Uint32Array; targets: Uint32Array }, component: number) {
  return targets.subarray(offsets[component], offsets[component + 1])
}

function add(counts: Map<SvIndex, number>, key: SvIndex, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

/** The sorts of SVs on a cycle and the references between them, each sort of reference once. */
function makeOf(structure: CycleStructure, rows: Uint32Array, component: Int32Array, own: number): string {
  const sorts = new Set<string>()
  if (rows.length <= MAX_STRUCTURED) {
    for (const { from, to, label, isWeak } of structure.edgesAmong(rows, (row) => component[row] === own)) {
      if (!isWeak) sorts.add(`${structure.typeOf(from)} ${label} ${structure.typeOf(to)}`)
    }
  } else {
    for (const row of rows) sorts.add(structure.typeOf(row))
  }
  return [...sorts].sort().join('\n')
}
