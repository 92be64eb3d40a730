import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementOf } from '../columns/array-record.ts'
import { decodeCode, PadnameFlag } from '../columns/code-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { NO_COMPONENT } from '../graph/components.ts'
import { padnamesOf, padsOf } from '../model/code.ts'
import { subName, subPlace } from '../model/perl-step.ts'
import { displayName } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { Ground } from './ground.ts'

/** A variable that closures of a group captured. */
export interface Capture {
  /** `$self` */
  readonly name: string
  /** Closures that captured something under this name, and the SVs, each once. */
  readonly count: number
  readonly rows: Int32Array
  /** What these SVs retain, counted once. */
  readonly retained: Bytes
  /** How many of these captures lie on a cycle with the closure. */
  readonly onCycle: number
}

/** Closures that were written at one place: they share an op tree. */
export interface ClosureGroup {
  /** `the sub at Session.pm line 41`, or its name. */
  readonly name: string
  readonly file: string | null
  readonly line: number
  readonly prototype: SvIndex
  /** Ascending. */
  readonly rows: readonly SvIndex[]
  /** SVs of their own: the sub and its pads. */
  readonly bytes: Bytes
  readonly retained: Bytes
  readonly onCycle: number
  readonly captures: readonly Capture[]
}

/** All closures by where they were written, most retained first. O(closures and their slots). */
export async function closureGroups(analyses: Analyses, ground: Ground, slice: Slice): Promise<ClosureGroup[]> {
  const { heap, model } = analyses
  const { kind, flags, size, numSvs } = heap.svs
  const groups = new Map<string, { row: SvIndex; pad: SvIndex }[]>()
  const bytes = new Map<string, Bytes>()
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    if (kind[row] !== SvKind.CODE || !(flags[row] & SvFlag.CODE_CLONED)) continue
    const record = decodeCode(heap, row, false)
    const { oproot, file, line } = record
    const { pads } = padsOf(heap, record)
    const isWritten = (oproot.lo | oproot.hi) !== 0
    const key = isWritten ? `${oproot.hi}:${oproot.lo}` : `${line} ${file === null ? '' : decodeLatin1(file)}`
    const own = pads.reduce((sum, pad) => sum + (pad === NO_SV ? 0 : size[pad]), size[row])
    bytes.set(key, (bytes.get(key) ?? 0) + own)
    const closure = { row, pad: pads[0] ?? NO_SV }
    const group = groups.get(key)
    if (group) group.push(closure)
    else groups.set(key, [closure])
  }

  const { component } = ground.cycles
  const isGlobal = globalCycles(analyses, ground)
  const cycleOf = (row: SvIndex) =>
    component[row] === NO_COMPONENT || isGlobal[component[row]] ? NO_COMPONENT : component[row]
  const found: ClosureGroup[] = []
  for (const [key, closures] of groups) {
    if (slice.isOver()) {
      slice.progress(found.length, groups.size)
      await slice.next()
    }
    const rows = closures.map(({ row }) => row)
    const first = decodeCode(heap, rows[0])
    const captures: Capture[] = []
    for (const { name, index } of capturedNames(padnamesOf(heap, first))) {
      if (slice.isOver()) await slice.next()
      const captured = new Set<SvIndex>()
      let count = 0
      let onCycle = 0
      for (const { row, pad } of closures) {
        const held = pad === NO_SV ? NO_SV : elementOf(heap, pad, index)
        if (held === NO_SV || heap.isImmortal(held)) continue
        count++
        captured.add(held)
        if (cycleOf(row) !== NO_COMPONENT && cycleOf(row) === cycleOf(held)) onCycle++
      }
      if (count === 0) continue
      const capturedRows = Int32Array.from(captured).sort()
      captures.push({ name, count, rows: capturedRows, retained: ground.retainedBy(capturedRows), onCycle })
    }
    captures.sort((a, b) => b.retained - a.retained)
    const place = subPlace(heap, rows[0])
    found.push({
      name: subName(heap, rows[0]),
      ...place,
      prototype: model.outrefs.protosubs.of(rows[0], first.oproot),
      rows,
      bytes: bytes.get(key) ?? 0,
      retained: ground.retainedBy(rows),
      onCycle: rows.filter((row) => cycleOf(row) !== NO_COMPONENT).length,
      captures,
    })
  }
  return found.sort((a, b) => b.retained - a.retained || a.rows[0] - b.rows[0])
}

/** Component -> 1 for cycles through a package: whatever variables and subs of it refer to each other is on such a one. */
function globalCycles({ heap }: Analyses, { cycles }: Ground): Uint8Array {
  const { kind, numSvs } = heap.svs
  const isGlobal = new Uint8Array(cycles.numComponents)
  for (let row = 0; row < numSvs; row++) {
    if (cycles.component[row] === NO_COMPONENT) continue
    if (kind[row] === SvKind.STASH || kind[row] === SvKind.CLASS) isGlobal[cycles.component[row]] = 1
  }
  return isGlobal
}

type Padnames = ReturnType<typeof padnamesOf>

/** Slots of captured variables. Formats that do not tell them from a sub's own give all that have a name. */
function capturedNames(names: Padnames): { name: string; index: number }[] {
  const knows = names.some((padname) => padname && padname.flags !== 0)
  const captured: { name: string; index: number }[] = []
  names.forEach((padname, index) => {
    if (!padname?.name || padname.name.length < 2) return
    const { flags } = padname
    if (flags & PadnameFlag.OUR || (knows && !(flags & PadnameFlag.OUTER))) return
    captured.push({ name: displayName(decodeLatin1(padname.name)), index })
  })
  return captured
}
