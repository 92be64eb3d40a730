import type { CycleEdge as HeapEdge } from '../analyses/cycle-structure.ts'
import { CycleStructure } from '../analyses/cycle-structure.ts'
import { namedPackages } from '../analyses/findings/finding.ts'
import { perlOfCut, storyOf, titleOf } from '../analyses/island-words.ts'
import type { IslandGroup } from '../analyses/lost-islands.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { SvKind } from '../reader/sv-types.ts'
import { namedCounts } from './finding-rows.ts'
import { stage } from './jobs.ts'
import type { OpenDump } from './open-dump.ts'
import type { RowWindow } from './protocol.ts'
import type { CycleDrawing, CycleEdge, IslandRow } from './protocol-findings.ts'

/** SVs of a cycle that are drawn. */
const MAX_NODES = 16

/** Lost islands by make, each with a cycle to draw. */
export async function islandRows(
  dump: OpenDump,
  start: number,
  count: number,
  signal: AbortSignal,
): Promise<RowWindow<IslandRow>> {
  const { analyses } = dump
  const { groups } = await stage(signal, (slice) => analyses.evidence.islands(slice))
  const { csr } = await stage(signal, (slice) => analyses.holding.held(slice))
  const structure = new CycleStructure(analyses.model, csr)
  const rows = groups.slice(start, start + count).map((group, i) => islandRow(dump, structure, group, `${start + i}`))
  return { start, rows, total: groups.length }
}

function islandRow(dump: OpenDump, structure: CycleStructure, group: IslandGroup, id: string): IslandRow {
  const { analyses, chips } = dump
  const { blessed } = analyses.heap.svs
  const { steps, walk } = storyOf(analyses, structure, group.example)
  const fix = perlOfCut(analyses, structure, group.example)
  const { cut, members } = group.example
  const example = steps.find(({ row }) => blessed[row] !== NO_SV)?.row ?? steps[0]?.row ?? members[0]
  return {
    id,
    title: titleOf(steps),
    islands: group.components.length,
    svs: group.svs,
    bytes: group.bytes,
    packages: namedCounts(namedPackages(analyses, group.packages)),
    example: chips.chip(example),
    drawing: drawingOf(dump, structure, group, walk),
    cut: fix?.advice ?? null,
    perl: fix?.perl ?? null,
    freed: cut && { svs: cut.svs, bytes: cut.bytes },
  }
}

/** The walk around the cycle first, then what else belongs to it, RVs and pads passed over, so far as there is room. */
function drawingOf(
  { chips, heap }: OpenDump,
  structure: CycleStructure,
  { example }: IslandGroup,
  walk: readonly HeapEdge[],
): CycleDrawing {
  const { kind, blessed } = heap.svs
  const isPassed = (row: SvIndex) =>
    blessed[row] === NO_SV && (kind[row] === SvKind.REF || kind[row] === SvKind.PAD || kind[row] === SvKind.PADLIST)
  const cutEdges = new Set(example.cut?.edges.map(({ edge }) => edge))
  const out = new Map<SvIndex, HeapEdge[]>()
  for (const edge of example.edges) {
    const known = out.get(edge.from)
    if (known) known.push(edge)
    else out.set(edge.from, [edge])
  }
  const inOrder = [...walk.map(({ from }) => from), ...example.members].filter((row) => !isPassed(row))
  const nodes = [...new Set(inOrder)]
  const drawn = nodes.slice(0, MAX_NODES)
  const placeOf = new Map(drawn.map((row, i) => [row, i]))

  const edges: CycleEdge[] = []
  for (const [from, row] of drawn.entries()) {
    // From each SV over what is passed over to the next that is drawn.
    const ends = (out.get(row) ?? []).map((edge) => ({ edge, label: edge.label, isWeak: edge.isWeak, isCut: false }))
    for (let i = 0; i < ends.length && i < 200; i++) {
      const { edge, label, isWeak, isCut } = ends[i]
      const isCutHere = isCut || cutEdges.has(edge.edge)
      const to = placeOf.get(edge.to)
      if (to !== undefined) {
        edges.push({ from, to, label: shownLabel(label), isWeak: isWeak || edge.isWeak, isCut: isCutHere })
      } else if (isPassed(edge.to)) {
        for (const next of out.get(edge.to) ?? []) {
          ends.push({ edge: next, label: `${label}\0${next.label}`, isWeak: isWeak || edge.isWeak, isCut: isCutHere })
        }
      }
    }
  }
  return {
    nodes: drawn.map((row) => ({ sv: chips.chip(row), label: structure.typeOf(row) })),
    edges,
    numLeftOut: nodes.length - drawn.length,
  }
}

const SILENT = new Set(['->', 'pad', 'scope', '$', '@', '%', '&'])

function shownLabel(labels: string): string {
  return labels
    .split('\0')
    .filter((label) => !SILENT.has(label))
    .join(' ')
}
