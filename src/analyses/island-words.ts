import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { RefCode } from '../model/outref-buffer.ts'
import { place, subPlace } from '../model/perl-step.ts'
import { SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { CycleEdge, CycleStructure } from './cycle-structure.ts'
import type { IslandExample } from './lost-islands.ts'

/** An SV of a cycle that has a part in the story: objects, closures, plain containers; RVs and pads are passed over. */
export interface StoryStep {
  readonly row: SvIndex
  /** `Web::Session`, `closure (Session.pm line 41)`, `HASH`. */
  readonly type: string
  /** How the step before leads here: `{on_close}`, `$self`, `{on}{close}`; of the first how the last does. */
  readonly label: string
}

export interface Story {
  readonly steps: readonly StoryStep[]
  /** All references of the walk, from the first step's SV back to it. */
  readonly walk: readonly CycleEdge[]
}

/**
 * A cycle told as a walk around it: from the object that matters along the references to the one to cut, which leads back.
 * A shortest such walk. O(references of the cycle).
 */
export function storyOf({ heap }: Analyses, structure: CycleStructure, { edges, members, cut }: IslandExample): Story {
  const { kind, blessed } = heap.svs
  const out = new Map<SvIndex, CycleEdge[]>()
  for (const edge of edges) {
    if (edge.isWeak) continue
    const known = out.get(edge.from)
    if (known) known.push(edge)
    else out.set(edge.from, [edge])
  }
  const start = cut ? cut.edges[0].to : (members.find((row) => blessed[row] >= 0) ?? members[0])
  const around = shortestWalk(out, start, cut ? cut.edges[0].from : null)
  if (around.length === 0) return { steps: [], walk: [] }
  if (cut) around.push(cut.edges[0])

  // Labels of what is passed over are put together.
  const steps: StoryStep[] = []
  let label = ''
  for (const edge of around) {
    label = joined(label, edge.label)
    const isObject = blessed[edge.to] !== NO_SV
    if (!isObject && edge.to !== start && kind[edge.to] !== SvKind.CODE) continue
    if (!isObject && (kind[edge.to] === SvKind.REF || kind[edge.to] === SvKind.PAD)) continue
    steps.push({ row: edge.to, type: structure.typeOf(edge.to), label })
    label = ''
  }
  // The walk ends where it began: begin there.
  const last = steps.pop() ?? { row: start, type: structure.typeOf(start), label }
  return { steps: [last, ...steps], walk: around }
}

/** Steps that do not show in Perl code. */
const SILENT = new Set(['->', 'pad', 'scope', '$', '@', '%', '&'])

function joined(before: string, label: string): string {
  if (SILENT.has(label)) return before
  if (/^[@%]\w+$/.test(before) && label === '[]') return before
  const needsArrow = /^\$\w+$/.test(before) && /^[[{]/.test(label)
  const needsBlank = before !== '' && !/^[[{]/.test(label)
  return `${before}${needsArrow ? '->' : needsBlank ? ' ' : ''}${label}`
}

/** Edges from `start` back to it, or to `goal`. */
function shortestWalk(
  out: ReadonlyMap<SvIndex, readonly CycleEdge[]>,
  start: SvIndex,
  goal: SvIndex | null,
): CycleEdge[] {
  const met = new Map<SvIndex, CycleEdge | null>([[start, null]])
  const queue = [start]
  for (const row of queue) {
    for (const edge of out.get(row) ?? []) {
      const isEnd = goal === null ? edge.to === start : edge.to === goal
      if (isEnd) return walkTo(edge, met)
      if (met.has(edge.to)) continue
      met.set(edge.to, edge)
      queue.push(edge.to)
    }
  }
  return []
}

function walkTo(end: CycleEdge, met: ReadonlyMap<SvIndex, CycleEdge | null>): CycleEdge[] {
  const walk = [end]
  for (let edge = met.get(end.from); edge; edge = met.get(edge.from)) walk.unshift(edge)
  return walk
}

/** `Web::Session -> {on_close} -> closure (Session.pm line 41) -> $self`. */
export function titleOf(story: readonly StoryStep[]): string {
  if (story.length === 0) return 'a cycle'
  const [first, ...rest] = story
  const parts = [first.type]
  for (const { type, label } of rest) parts.push(label === '' ? '->' : label, type)
  parts.push(first.label === '' ? 'itself' : first.label)
  return parts.slice(0, 13).join(' -> ') + (parts.length > 13 ? ' -> ...' : '')
}

/**
 * The Perl that makes the references of a cut weak, and how to say it.
 *
 * @param path how the object gets to the closure, if it is known
 */
export function perlOfCut(
  analyses: Analyses,
  structure: CycleStructure,
  { edges, cut }: IslandExample,
  path: string | null = null,
): { perl: string; advice: string } | null {
  if (cut === null) return null
  const { blessed, kind } = analyses.heap.svs
  const where = cut.closure === NO_SV ? '' : closurePlace(analyses, cut.closure)
  switch (cut.kind) {
    case 'recursion':
      return {
        perl: `use feature 'current_sub';  # __SUB__->(...) in place of ${cut.label}->(...)`,
        advice: `The sub${where} captured ${cut.label}, which holds it: let it call itself as __SUB__->(...) (use feature 'current_sub')`,
      }
    case 'capture': {
      const weak = `$weak_${cut.label.replace(/^\W+/, '')}`
      const perl = `weaken(my ${weak} = ${cut.label});`
      const which = path !== null && /[\]}]$/.test(path) ? ` in ${path}` : ''
      return { perl, advice: `Let the closure${which}${where} capture a weak copy: ${perl} and use ${weak} in it` }
    }
    case 'variable': {
      const perl = `weaken(${cut.label === '' ? '$reference' : cut.label});`
      return { perl, advice: `Make the reference weak: ${perl.slice(0, -1)}` }
    }
    case 'value': {
      const isField = kind[cut.holder] === SvKind.OBJECT
      const perl = `weaken(${isField ? cut.label : accessTo(analyses, edges, cut.holder) + subscriptOf(cut.label)});`
      const by = blessed[cut.holder] === NO_SV ? 'where it is set' : `where ${structure.typeOf(cut.holder)} sets it`
      return { perl, advice: `Make it weak ${by}: ${perl.slice(0, -1)}` }
    }
  }
}

/** `{parent}`, `[$i]`, `{$key}`. */
function subscriptOf(label: string): string {
  return label === '[]' ? '[$i]' : label === '{*}' ? '{$key}' : label
}

/** How to get to what is in a container of a cycle: `$self->`, `$opts->`, `$self->{on}`, `$all`. */
function accessTo(analyses: Analyses, edges: readonly CycleEdge[], container: SvIndex): string {
  const { kind, blessed } = analyses.heap.svs
  let subscripts = ''
  let at = container
  for (let steps = 0; steps < 5 && (steps === 0 || at !== container); steps++) {
    if (blessed[at] !== NO_SV) return `$self->${subscripts}`
    let into = edges.find((edge) => edge.to === at && !edge.isWeak)
    const isReferred = into?.code === RefCode.REFERENT
    const rv = into?.from
    if (isReferred) into = edges.find((edge) => edge.to === rv && !edge.isWeak)
    if (!into) break
    if (into.code === RefCode.PAD_SLOT)
      return isReferred ? `${into.label}->${subscripts}` : `$${into.label.slice(1)}${subscripts}`
    if (kind[into.from] === SvKind.GLOB) return `*$handle->${subscripts}`
    subscripts = subscriptOf(into.label) + subscripts
    at = into.from
  }
  return '$x->' // held by itself alone
}

function closurePlace({ heap }: Analyses, closure: SvIndex): string {
  const { file, line } = subPlace(heap, closure)
  return file === null ? '' : ` at ${place(file, line)}`
}
