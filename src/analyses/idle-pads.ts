import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { decodeCode, PadnameFlag } from '../columns/code-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { padnamesOf, padsOf } from '../model/code.ts'
import { displayName } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import { Slack } from './container-slack.ts'

/** A slot of a pad that nobody uses now and that keeps a buffer. */
export interface IdleSlot {
  readonly row: SvIndex
  /** `$text`; null = a temporary of the op tree: the result of a join, a concatenation. */
  readonly name: string | null
  readonly isState: boolean
  readonly bytes: Bytes
}

/** A sub that is not running, or not as deep as it once was, and what its pads keep. */
export interface IdlePad {
  readonly sub: SvIndex
  /** Largest first. */
  readonly slots: readonly IdleSlot[]
  readonly bytes: Bytes
}

/** A buffer that is worth a line. */
const MIN_BYTES = 4096

/**
 * Buffers in pads of subs that are not running: perl keeps a lexical's buffer for the next call. Strings by their size,
 * arrays and hashes by the part of their buffer that is empty. Captured and package variables belong to others, and
 * constants to the op tree: left out. Most bytes first. O(subs and the slots of their pads).
 */
export async function idlePads(analyses: Analyses, slice: Slice): Promise<IdlePad[]> {
  const { heap } = analyses
  const { kind, flags, size, numSvs } = heap.svs
  const slack = new Slack(heap)
  const running = new Map<SvIndex, number>() // sub -> depth
  for (const { cv, depth } of heap.data.contexts) {
    if (cv !== NO_SV) running.set(cv, Math.max(running.get(cv) ?? 0, depth < 1 ? 1 : depth))
  }
  for (const { name, row } of heap.data.roots) if (name === 'main_cv') running.set(row, Number.POSITIVE_INFINITY)

  const bytesOf = (row: SvIndex): Bytes => {
    if (size[row] < MIN_BYTES) return 0
    if (kind[row] === SvKind.SCALAR && flags[row] & SvFlag.SCALAR_PV) return size[row]
    return kind[row] === SvKind.ARRAY || kind[row] === SvKind.HASH ? slack.of(row) : 0
  }

  const found: IdlePad[] = []
  for (let sub = 0; sub < numSvs; sub++) {
    if ((sub & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(sub, numSvs)
      await slice.next()
    }
    if (kind[sub] !== SvKind.CODE) continue
    const record = decodeCode(heap, sub, false)
    const { pads } = padsOf(heap, record)
    const busy = Math.max(running.get(sub) ?? 0, record.depth)
    const kept: { row: SvIndex; index: number }[] = []
    for (let d = 0; d < pads.length; d++) {
      if (d < busy || pads[d] === NO_SV) continue
      const { view, at, count } = elementsOf(heap, pads[d])
      for (let i = 1; i < count; i++) {
        const row = heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes)
        if (row !== NO_SV && !heap.isImmortal(row) && bytesOf(row) >= MIN_BYTES) kept.push({ row, index: i })
      }
    }
    if (kept.length === 0) continue
    const names = padnamesOf(heap, decodeCode(heap, sub))
    const constants = new Set(record.constantSlots)
    const slots = kept.flatMap(({ row, index }): IdleSlot[] => {
      const named = names[index]
      const nameFlags = named?.flags ?? 0
      if (constants.has(index) || nameFlags & (PadnameFlag.OUTER | PadnameFlag.OUR)) return []
      const name = named?.name && named.name.length > 0 ? displayName(decodeLatin1(named.name)) : null
      return [{ row, name, isState: (nameFlags & PadnameFlag.STATE) !== 0, bytes: bytesOf(row) }]
    })
    if (slots.length === 0) continue
    slots.sort((a, b) => b.bytes - a.bytes || a.row - b.row)
    found.push({ sub, slots, bytes: slots.reduce((sum, slot) => sum + slot.bytes, 0) })
  }
  return found.sort((a, b) => b.bytes - a.bytes || a.sub - b.sub)
}
