import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { RefCode } from '../../model/outref-buffer.ts'
import { type PerlStep, place, subOfPad, subPlace } from '../../model/perl-step.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import { type CycleEdge, CycleStructure } from '../cycle-structure.ts'
import type { Ground } from '../ground.ts'
import { perlOfCut, type StoryStep, storyOf, titleOf } from '../island-words.ts'
import type { IslandGroup, LostIslands } from '../lost-islands.ts'
import { perlText } from '../perl-text.ts'
import { counted, distinct, type Finding, listed, namedPackages, size } from './finding.ts'

/** Lost islands, each make of cycle a finding. */
export function lostIslandFindings(analyses: Analyses, ground: Ground, { groups }: LostIslands): Finding[] {
  const structure = new CycleStructure(analyses.model, ground.held.csr)
  return groups.map((group, i) => findingOf(analyses, ground, structure, group, i))
}

function findingOf(
  analyses: Analyses,
  ground: Ground,
  structure: CycleStructure,
  group: IslandGroup,
  index: number,
): Finding {
  const { heap, model } = analyses
  const { example, bytes, svs, isExact, components } = group
  const { steps: story, walk } = storyOf(analyses, structure, example)
  const path = pathOf(model, ground, story, walk)
  const fix = perlOfCut(analyses, structure, example, path)
  const packages = namedPackages(analyses, group.packages)
  const { closure, captured } = closureOf(analyses, example, story)
  const { file, line } = closure === NO_SV ? { file: null, line: 0 } : subPlace(heap, closure)
  const shown = story.find(({ row }) => heap.svs.blessed[row] !== NO_SV)?.row ?? story[0]?.row ?? example.members[0]
  const address = addressText(model, shown)
  return {
    kind: 'lost-island',
    certainty: isExact ? 'proven' : 'likely',
    why: isExact
      ? 'their refcounts are just the references that they have among themselves, and no root leads to them'
      : 'no root leads to them, but some have a lower refcount than references, so that a holder may be hidden',
    sentence: `${sentenceOf(analyses, group, story)} ${size(bytes)}.`,
    fix: fix && `${fix.advice}.`,
    instances: components.length,
    svs,
    bytes,
    retained: bytes,
    packages,
    names: namesIn([...story.map(({ label }) => label), example.cut?.label ?? '', ...captured]),
    file,
    line: line === 0 ? null : line,
    example: shown,
    path,
    commands: [`identify ${address}`, 'islands'],
    evidence: { view: 'islands', id: `${index}` },
    weight: bytes,
  }
}

function sentenceOf(analyses: Analyses, group: IslandGroup, story: readonly StoryStep[]): string {
  const { heap } = analyses
  const { blessed, kind } = heap.svs
  const numCycles = group.components.length
  const onCycles = [...namedPackages(analyses, group.cyclePackages)]
  const all = namedPackages(analyses, group.packages)
  const others = [...all].filter(([name]) => !onCycles.some(([onCycle]) => onCycle === name))
  const objects = ([name, count]: readonly [string, number]) => counted(count, `${name} object`)
  const along = others.length === 0 ? '' : `, and with them ${listed(others.map(objects))}`
  const [first, second] = story
  const isObject = (step: StoryStep | undefined) => step !== undefined && blessed[step.row] !== NO_SV
  const isClosure = (step: StoryStep | undefined) =>
    step !== undefined && kind[step.row] === SvKind.CODE && !isObject(step)

  if (onCycles.length === 0) {
    if (isClosure(first) && story.length === 1) {
      const { file, line } = subPlace(heap, first.row)
      const at = file === null ? '' : ` at ${place(file, line)}`
      return `${counted(numCycles, 'closure')}${at} ${numCycles === 1 ? 'is' : 'are'} lost${along}: each captured ${first.label}, the variable that holds it.`
    }
    const what = story.some(isClosure) ? 'cycle of closures' : 'cycle of plain data'
    const plural = story.some(isClosure) ? 'cycles of closures' : 'cycles of plain data'
    return `${counted(numCycles, what, plural)} ${numCycles === 1 ? 'is' : 'are'} lost${along}: ${titleOf(story)}.`
  }
  const lost = `${listed(onCycles.map(objects), 6)} ${onCycles.length === 1 && onCycles[0][1] === 1 ? 'is' : 'are'} lost${along}`
  if (story.length === 2 && isObject(first) && isClosure(second)) {
    const { file, line } = subPlace(heap, second.row)
    const at = file === null ? '' : ` (${place(file, line)})`
    const closure = second.label === '' ? 'the closure that it refers to' : `the closure in its own ${second.label}`
    return `${lost}: each is held only by ${closure}${at}, which captured ${first.label}.`
  }
  if (story.length === 1 && isObject(first)) return `${lost}: each holds itself by ${first.label}.`
  if (story.length === 2 && isObject(first) && isObject(second) && first.type !== second.type) {
    return `${lost}: ${first.type} holds ${second.type} by ${second.label}, which holds it by ${first.label}.`
  }
  return `${lost}: ${counted(numCycles, 'cycle')} ${titleOf(story)}.`
}

/** The closure that the story is about, or else one that lies on the cycle beside it; and what closures captured there. */
function closureOf(
  { heap }: Analyses,
  { edges }: IslandGroup['example'],
  story: readonly StoryStep[],
): { closure: SvIndex; captured: string[] } {
  const { kind, flags } = heap.svs
  const captures = edges.filter(({ code, isWeak }) => code === RefCode.PAD_SLOT && !isWeak)
  const told = story.find(({ row }) => kind[row] === SvKind.CODE)?.row
  const beside = captures
    .map(({ from }) => subOfPad(heap, from))
    .find((sub) => sub !== NO_SV && (flags[sub] & SvFlag.CODE_CLONED) !== 0)
  return { closure: told ?? beside ?? NO_SV, captured: captures.map(({ label }) => label).slice(0, 8) }
}

/** Labels, and the variables and keys in them one by one. */
function namesIn(labels: readonly string[]): string[] {
  const parts = labels.flatMap((label) => [...label.matchAll(/[$@%]\w+|\{[^{}*]+\}/g)].map(([part]) => part))
  return distinct([...parts, ...labels]).filter((name) => /[\w]/.test(name))
}

/** From the object to the next on its cycle: `$self->{on_close}`. */
function pathOf(
  model: Analyses['model'],
  { paths }: Ground,
  [first, second]: readonly StoryStep[],
  walk: readonly CycleEdge[],
): string | null {
  if (first === undefined || walk.length === 0) return null
  if (model.heap.svs.kind[first.row] === SvKind.CODE) return first.label
  const start = walk.findIndex(({ from }) => from === first.row)
  if (start < 0) return null
  const rows = [first.row, first.row]
  for (const { to } of walk.slice(start)) {
    rows.push(to)
    if (to === (second ?? first).row) break
  }
  const variable = model.heap.svs.blessed[first.row] === NO_SV ? '$x' : '$self'
  const steps = rows.slice(1).map((row, i): PerlStep => (i === 0 ? { kind: 'deref' } : paths.stepBetween(rows[i], row)))
  return perlText(model, { kind: 'outside', name: variable, variable, row: first.row, sub: NO_SV }, rows, steps)
}
