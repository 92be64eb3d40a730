import { packagesOf } from '../analyses/findings/finding.ts'
import type { Ground } from '../analyses/ground.ts'
import { verdictOf } from '../analyses/refcount-verdict.ts'
import { rootPaths } from '../analyses/root-paths.ts'
import { cutChoices, whatIf } from '../analyses/what-if.ts'
import type { SvIndex } from '../columns/sv-table.ts'
import { NO_COMPONENT } from '../graph/components.ts'
import { NO_DEPTH } from '../graph/depth.ts'
import { ClassMask } from '../graph/edge.ts'
import { Reach } from '../graph/preorder.ts'
import { totalSize } from '../graph/total-size.ts'
import { outrefName } from '../model/outref-names.ts'
import { Strength } from '../model/strength.ts'
import { namedCounts } from './finding-rows.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { CutChoice, DominatorStep, RootPath, SvHold, SvSum, WhatIfAnswer } from './protocol-findings.ts'
import { QueryFailure } from './query-error.ts'

const REACH = { [Reach.ROOTS]: 'roots', [Reach.OUTSIDE]: 'outside', [Reach.NOTHING]: 'nothing' } as const

/** What holds an SV, and what it holds: retained size, dominators, refcount. */
export async function holdOf(dump: OpenDump, row: SvIndex, signal: AbortSignal): Promise<SvHold> {
  const { analyses, heap } = dump
  const ground = await stage(signal, (slice) => analyses.evidence.ground(slice))
  const depth = await stage(signal, (slice) => analyses.holding.depths(slice))
  const { component, members } = ground.cycles
  const own = component[row]
  const refcount = heap.svs.refcount[row]
  const seen = ground.audit.seen[row]
  return {
    reach: REACH[ground.reach[row] as Reach],
    depth: depth[row] === NO_DEPTH ? null : depth[row],
    retained: ground.retained[row],
    path: ground.paths.of(row)?.text ?? null,
    dominators: dominatorChain(dump, ground, row),
    audit: { refcount, seen, excess: refcount - seen, verdict: verdictOf(analyses, ground, row) },
    cycle: own === NO_COMPONENT ? 0 : members.offsets[own + 1] - members.offsets[own],
  }
}

/** Steps of the chain that are sent: the nearest ones. */
const MAX_CHAIN = 200

function dominatorChain({ chips, heap }: OpenDump, { idom, retained, paths }: Ground, row: SvIndex): DominatorStep[] {
  const nodes: number[] = []
  for (let node = row; node >= 0 && nodes.length < MAX_CHAIN; node = idom[node]) nodes.push(node)
  nodes.reverse()
  return nodes.map((node, i) => {
    if (node >= heap.svs.numRows) return { label: 'a lost cycle', sv: null, retained: retained[node] }
    const name = paths.nameOf(node)
    const before = i > 0 ? nodes[i - 1] : -1
    const step = before >= 0 && before < heap.svs.numRows ? paths.stepBetween(before, node) : null
    const label = step && 'text' in step && step.text !== '?' ? step.text : (name?.name ?? '')
    return { label: name?.kind === 'symbol' ? name.name : label, sv: chips.chip(node), retained: retained[node] }
  })
}

/** All that an SV reaches. */
export async function totalOf({ analyses, heap }: OpenDump, row: SvIndex, signal: AbortSignal): Promise<SvSum> {
  const { csr } = await stage(signal, (slice) => analyses.holding.held(slice))
  const { size, numSvs } = heap.svs
  const total = await stage(signal, (slice) => totalSize(row, csr, ClassMask.HELD, size, numSvs, slice))
  return { svs: total.numSvs, bytes: total.bytes }
}

export function cutRows(
  { analyses, chips, heap }: OpenDump,
  row: SvIndex,
  start: number,
  count: number,
): RowWindow<CutChoice> {
  const choices = cutChoices(analyses, row)
  const rows = choices.slice(start, start + count).map(({ ref, code, arg, target }) => ({
    ref,
    ...chips.reference(outrefName(heap, row, code, arg), Strength.STRONG, target),
  }))
  return { start, rows, total: choices.length }
}

const MAX_EXAMPLES = 20
const MAX_HOLDERS = 10

export async function whatIfOf(dump: OpenDump, row: SvIndex, ref: number, signal: AbortSignal): Promise<WhatIfAnswer> {
  const { analyses, chips } = dump
  if (!cutChoices(analyses, row).some((choice) => choice.ref === ref)) {
    throw new QueryFailure('not-found', 'This SV has no such reference')
  }
  const { sentence, perl, freed, staying, island } = await stage(signal, (slice) => whatIf(analyses, row, ref, slice))
  return {
    sentence,
    perl,
    freed: { svs: freed.rows.length, bytes: freed.bytes },
    freedPackages: namedCounts(packagesOf(analyses, freed.rows)),
    freedExamples: Array.from(freed.rows.subarray(0, MAX_EXAMPLES), (freedRow) => chips.chip(freedRow)),
    staying: staying.slice(0, MAX_EXAMPLES).map(({ row: stays, left, holders, outside }) => ({
      sv: chips.chip(stays),
      left,
      holders: holders.slice(0, MAX_HOLDERS).map((holder) => chips.chip(holder)),
      numHolders: holders.length,
      outside,
    })),
    numStaying: staying.length,
    island: { svs: island.rows.length, bytes: island.bytes },
  }
}

export async function pathsOf(
  { analyses, chips }: OpenDump,
  row: SvIndex,
  count: number,
  ignored: readonly SvIndex[],
  signal: AbortSignal,
): Promise<readonly RootPath[]> {
  const found = await stage(signal, (slice) => rootPaths(analyses, row, count, ignored, slice))
  const { paths } = await stage(signal, (slice) => analyses.evidence.ground(slice))
  return found.map(({ text, rows, steps }) => ({
    text,
    steps: rows.map((stepRow, i) => {
      const step = steps[i - 1]
      const label = i === 0 ? (paths.nameOf(stepRow)?.name ?? 'a root') : step.kind === 'deref' ? '->' : step.text
      return { label, sv: chips.chip(stepRow) }
    }),
  }))
}
