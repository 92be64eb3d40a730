import type { Slice } from '../base/slice.ts'
import type { Bytes } from '../columns/sv-table.ts'
import { Reach } from '../graph/preorder.ts'
import type { Analyses } from './analyses.ts'
import { closureGroups } from './closures.ts'
import { duplicateStrings } from './duplicate-strings.ts'
import { idlePadFindings, oversizedFindings } from './findings/buffers.ts'
import { closureFindings } from './findings/closures.ts'
import type { Certainty, Finding, FindingKind } from './findings/finding.ts'
import { holderFindings } from './findings/holders.ts'
import { lostIslandFindings } from './findings/lost-islands.ts'
import { madeAtFindings } from './findings/made-at.ts'
import { nameFindings } from './findings/names.ts'
import { heldOutsideFindings, unaccountedFindings, unreachableFindings } from './findings/outside.ts'
import { shapeFindings } from './findings/shapes.ts'
import { duplicateFindings } from './findings/strings.ts'
import { type Ground, groundOf } from './ground.ts'
import { accumulationPoints } from './holders.ts'
import { idlePads } from './idle-pads.ts'
import { lostIslands } from './lost-islands.ts'
import { birthplaces } from './made-at.ts'
import { nameTable } from './name-table.ts'
import { outsideHolds } from './outside-holds.ts'
import { oversizedBuffers } from './oversized-buffers.ts'
import { findShapes } from './shapes.ts'

/** SVs and their SV sizes. */
export interface SvSum {
  readonly svs: number
  readonly bytes: Bytes
}

/** The heap as the findings see it. */
export interface HeapFigures extends SvSum {
  readonly reachable: SvSum
  /** Of these lost is what nothing holds, and heldOutside what something outside of Perl does. */
  readonly unreachable: SvSum
  readonly lost: SvSum
  readonly heldOutside: SvSum
  /** SVs whose refcount is what the dump shows, as a fraction. */
  readonly balanced: number
}

/** What the findings are made of, each worked out when it is first asked for; the views ask for them too. */
export class Evidence {
  readonly #analyses: Analyses

  constructor(analyses: Analyses) {
    this.#analyses = analyses
  }

  ground(slice: Slice): Promise<Ground> {
    return groundOf(this.#analyses, slice)
  }

  islands(slice: Slice) {
    return this.#stage('islands', () => lostIslands(this.#analyses, slice))
  }

  outside(slice: Slice) {
    return this.#stage('outside', async () => outsideHolds(this.#analyses, await this.ground(slice), slice))
  }

  shapes(slice: Slice) {
    return this.#stage('shapes', async () => {
      return findShapes(this.#analyses.model, await this.#analyses.keySets(slice), slice)
    })
  }

  holders(slice: Slice) {
    return this.#stage('holders', async () =>
      accumulationPoints(this.#analyses, await this.ground(slice), await this.shapes(slice), slice),
    )
  }

  names(slice: Slice) {
    return this.#stage('names', async () => nameTable(this.#analyses, await this.ground(slice), slice))
  }

  closures(slice: Slice) {
    return this.#stage('closures', async () => closureGroups(this.#analyses, await this.ground(slice), slice))
  }

  oversized(slice: Slice) {
    return this.#stage('oversized', async () => oversizedBuffers(this.#analyses, await this.ground(slice), slice))
  }

  idlePads(slice: Slice) {
    return this.#stage('idle pads', () => idlePads(this.#analyses, slice))
  }

  strings(slice: Slice) {
    return this.#stage('strings', async () => duplicateStrings(this.#analyses, await this.ground(slice), slice))
  }

  birthplaces(slice: Slice) {
    return this.#stage('birthplaces', () => birthplaces(this.#analyses, slice))
  }

  #stage<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    return this.#analyses.stage(`evidence: ${name}`, run)
  }
}

type Finder = (analyses: Analyses, evidence: Evidence, ground: Ground, slice: Slice) => Promise<Finding[]>

/** In the order in which they are worth waiting for. */
const FINDERS: readonly Finder[] = [
  async (a, evidence, ground, slice) => lostIslandFindings(a, ground, await evidence.islands(slice)),
  async (a, evidence, ground, slice) => {
    const outside = await evidence.outside(slice)
    return [...heldOutsideFindings(a, ground, outside), ...unaccountedFindings(a, outside)]
  },
  async (a, _, ground) => unreachableFindings(a, ground),
  async (a, evidence, ground, slice) => oversizedFindings(a, ground, await evidence.oversized(slice)),
  async (a, evidence, ground, slice) => idlePadFindings(a, ground, await evidence.idlePads(slice)),
  async (a, evidence, ground, slice) => holderFindings(a, ground, await evidence.holders(slice)),
  async (a, evidence, ground, slice) => closureFindings(a, ground, await evidence.closures(slice)),
  async (a, evidence, _, slice) => nameFindings(a, await evidence.names(slice)),
  async (a, evidence, ground, slice) => shapeFindings(a, ground, await evidence.shapes(slice), slice),
  async (a, evidence, ground, slice) => duplicateFindings(a, ground, await evidence.strings(slice)),
  async (a, evidence, ground, slice) => madeAtFindings(a, ground, await evidence.birthplaces(slice)),
]

/** All findings, ranked. `onFindings` gets those of each kind as soon as they are there. */
export function allFindings(
  analyses: Analyses,
  slice: Slice,
  onFindings: (found: readonly Finding[]) => void = () => {},
): Promise<readonly Finding[]> {
  return analyses.stage('findings', async () => {
    const { evidence } = analyses
    const ground = await evidence.ground(slice)
    const all: Finding[] = []
    for (const find of FINDERS) {
      const found = await find(analyses, evidence, ground, slice)
      if (found.length > 0) onFindings(found)
      all.push(...found)
      if (slice.isOver()) await slice.next()
    }
    await analyses.holding.releaseLarge(slice)
    return all.sort(byRank)
  })
}

const CERTAINTY: Readonly<Record<Certainty, number>> = { proven: 0, likely: 1, hint: 2 }

/** What is a question rather than an answer comes behind what is as large. */
const LATE: ReadonlySet<FindingKind> = new Set(['unaccounted', 'unreachable', 'name', 'made-at'])

/** Certain ones first, then by bytes. */
function byRank(a: Finding, b: Finding): number {
  return (
    CERTAINTY[a.certainty] - CERTAINTY[b.certainty] ||
    Number(LATE.has(a.kind)) - Number(LATE.has(b.kind)) ||
    b.weight - a.weight ||
    a.example - b.example
  )
}

/** How much of a heap is reached, how much is lost, how much balances. O(rows). */
export async function heapFigures({ heap, holding }: Analyses, slice: Slice): Promise<HeapFigures> {
  const { numSvs, size } = heap.svs
  const reach = await holding.reach(slice)
  const { numBalanced } = await holding.audit(slice)
  const svs = [0, 0, 0]
  const bytes = [0, 0, 0]
  for (let row = 0; row < numSvs; row++) {
    svs[reach[row]]++
    bytes[reach[row]] += size[row]
  }
  const of = (part: Reach): SvSum => ({ svs: svs[part], bytes: bytes[part] })
  const outside = of(Reach.OUTSIDE)
  const lost = of(Reach.NOTHING)
  return {
    svs: numSvs,
    bytes: bytes[0] + bytes[1] + bytes[2],
    reachable: of(Reach.ROOTS),
    unreachable: { svs: outside.svs + lost.svs, bytes: outside.bytes + lost.bytes },
    lost,
    heldOutside: outside,
    balanced: numSvs === 0 ? 1 : numBalanced / numSvs,
  }
}
