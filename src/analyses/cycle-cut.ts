import { relatedTo, type SvIndex } from '../columns/sv-table.ts'
import type { Cascade } from '../graph/cascade.ts'
import type { Model } from '../model/model.ts'
import { RefCode } from '../model/outref-buffer.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { CycleEdge, CycleStructure } from './cycle-structure.ts'

/** How a reference would be made weak, in Perl. */
export type CutKind =
  | 'recursion' // a sub that captured the variable it is held by, to call itself
  | 'capture' // a variable that a closure captured
  | 'value' // an element, a value under a key, a field
  | 'variable' // any other scalar

/** References of one sort that break a cycle when they are weak. */
export interface CycleCut {
  readonly kind: CutKind
  /** The references themselves, from an RV to what it refers to: of one line of Perl, perhaps to many SVs. */
  readonly edges: readonly CycleEdge[]
  /** What holds the RV: a hash, an array, a pad, an object; -1 = nothing on the cycle. And as which label. */
  readonly holder: SvIndex
  readonly label: string
  /** A capture's closure. */
  readonly closure: SvIndex
  /** What weak references would free: SVs of the cycle, SVs in all, bytes. */
  readonly numMembersFreed: number
  readonly svs: number
  readonly bytes: number
}

/** Sorts of references that are tried. */
const MAX_TRIALS = 60
/** References that the trials may look at. */
const MAX_STEPS = 2_000_000

/**
 * The best references of a lost cycle to make weak: those that free all of it, or as much as can be, at the place where a
 * Perl programmer would do it: a closure's captured variable rather than the closure, a child's way back to its parent
 * rather than a parent's to its child. By the refcount cascade, every sort of reference (the same key of the same
 * package, the same variable of the same closure) on trial.
 */
export function bestCut(
  model: Model,
  structure: CycleStructure,
  members: Uint32Array,
  edges: readonly CycleEdge[],
  cascade: Cascade,
): CycleCut | null {
  const holders = new Map<SvIndex, CycleEdge>() // RV -> the reference that holds it
  for (const edge of edges) {
    if (!edge.isWeak && model.heap.svs.kind[edge.to] === SvKind.REF && !holders.has(edge.to)) holders.set(edge.to, edge)
  }
  const sorts = new Map<string, Candidate>()
  for (const edge of edges) {
    if (edge.code !== RefCode.REFERENT || !edge.isCounted) continue
    const candidate = candidateOf(model, structure, edge, holders.get(edge.from))
    const key = `${structure.typeOf(candidate.holder < 0 ? edge.from : candidate.holder)} ${candidate.closureType} ${candidate.label} ${structure.typeOf(edge.to)}`
    const sort = sorts.get(key)
    if (sort) sort.edges.push(edge)
    else sorts.set(key, { ...candidate, edges: [edge] })
  }

  const isMember = new Set(members)
  const firstStep = cascade.steps
  let best: CycleCut | null = null
  let bestMerit = Number.NEGATIVE_INFINITY
  const ordered = [...sorts.values()].sort((a, b) => b.merit - a.merit || a.edges[0].from - b.edges[0].from)
  for (const { merit, closureType: _, ...candidate } of ordered.slice(0, MAX_TRIALS)) {
    if (cascade.steps - firstStep > MAX_STEPS && best) break
    cascade.cut(candidate.edges.map(({ edge }) => edge))
    let numMembersFreed = 0
    for (const row of cascade.freed) if (isMember.has(row)) numMembersFreed++
    const cut = { ...candidate, numMembersFreed, svs: cascade.freed.length, bytes: cascade.bytes }
    cascade.undo()
    if (numMembersFreed === 0) continue
    // First what frees the whole cycle, then the likeliest place.
    const whole = numMembersFreed === isMember.size ? 1000 : (numMembersFreed / isMember.size) * 500
    if (whole + merit <= bestMerit) continue
    best = cut
    bestMerit = whole + merit
    if (whole === 1000) break // the rest has less merit
  }
  return best
}

interface Candidate {
  readonly kind: CutKind
  readonly holder: SvIndex
  readonly label: string
  readonly closure: SvIndex
  readonly closureType: string
  /** How likely this is the reference that should have been weak. */
  readonly merit: number
  readonly edges: CycleEdge[]
}

const BACK_NAMES = /^\{_*(parent|owner|prev|previous|back|up|container|outer|super|root|backref)(_?\w*)\}$/i
const OTHER_BACK_NAMES =
  /^\{_*(app|application|c|ctrl|controller|tx|manager|master|host|server|ioloop|loop|reactor|session|self|me|this|list|tree|graph|doc|document|schema|context|ctx|env|bus|registry|page|window|delegate|caller|invocant|object|obj)\}$/i

function candidateOf(
  model: Model,
  structure: CycleStructure,
  edge: CycleEdge,
  held: CycleEdge | undefined,
): Omit<Candidate, 'edges'> {
  const { kind, flags, blessed } = model.heap.svs
  const isToCode = kind[edge.to] === SvKind.CODE
  const isToObject = blessed[edge.to] >= 0
  const none = { closure: -1, closureType: '' }
  if (!held) return { kind: 'variable', holder: -1, label: '', ...none, merit: 5 }
  const { from: holder, label } = held
  if (held.code === RefCode.PAD_SLOT) {
    const closure = relatedTo(model.heap.data.padOwners, holder)
    const closureType = closure < 0 ? '' : structure.typeOf(closure)
    const isCapture = closure >= 0 && (flags[closure] & SvFlag.CODE_CLONED) !== 0
    if (isCapture && edge.to === closure) return { kind: 'recursion', holder, label, closure, closureType, merit: 90 }
    return {
      kind: isCapture ? 'capture' : 'variable',
      holder,
      label,
      closure,
      closureType,
      merit: isCapture ? (isToObject ? 80 : 60) : 15,
    }
  }
  // Making the one reference to a closure weak would free the closure at once.
  if (isToCode) return { kind: 'value', holder, label, ...none, merit: 8 }
  const merit = BACK_NAMES.test(label) ? 70 : OTHER_BACK_NAMES.test(label) ? 55 : label.startsWith('[') ? 20 : 30
  return { kind: 'value', holder, label, ...none, merit: merit + (isToObject ? 5 : 0) }
}
