import { type Slice, STEP_MASK } from '../base/slice.ts'
import { elementsOf } from '../columns/array-record.ts'
import { decodeCode, PadnameFlag } from '../columns/code-record.ts'
import { type Bytes, NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { padnamesOf, padsOf } from '../model/code.ts'
import { stashName, symbolName } from '../model/names.ts'
import { subName, subPlace } from '../model/perl-step.ts'
import { displayName } from '../perl/escape.ts'
import { decodeLatin1 } from '../perl/utf8.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import type { Ground } from './ground.ts'
import { hasName } from './symbol-holder.ts'

/** What one name retains. */
export interface NamedSv {
  readonly kind: 'scalar' | 'array' | 'hash' | 'lexical' | 'package'
  /** `%main::cache`, `%seen of Foo::bar`, `code of Foo::Bar`. */
  readonly name: string
  /** The variable alone: `%main::cache`, `%seen`; the package. */
  readonly variable: string
  /** NO_SV for a package's code. */
  readonly row: SvIndex
  readonly svs: number
  readonly bytes: Bytes
  readonly retained: Bytes
  /** A lexical's sub, and whether it is running. */
  readonly sub: SvIndex
  readonly isLive: boolean
}

const KIND_OF_SIGIL: Readonly<Record<string, NamedSv['kind']>> = { $: 'scalar', '@': 'array', '%': 'hash' }

/**
 * Everything that has a name: package variables, lexicals of all subs, each package's code. A variable that closures
 * captured is listed once, with the sub that declares it if that is there. Most retained first. O(names).
 */
export async function nameTable(analyses: Analyses, ground: Ground, slice: Slice): Promise<NamedSv[]> {
  return [
    ...packageVariables(analyses, ground),
    ...(await lexicals(analyses, ground, slice)),
    ...packageCode(analyses, ground),
  ].sort((a, b) => b.retained - a.retained || a.row - b.row)
}

function packageVariables({ model, heap }: Analyses, { inrefs, retained, reach }: Ground): NamedSv[] {
  const { kind, size } = heap.svs
  const found: NamedSv[] = []
  for (const row of heap.data.globs.from) {
    if (kind[row] === SvKind.CODE || kind[row] === SvKind.STASH || kind[row] === SvKind.CLASS || heap.isImmortal(row)) {
      continue
    }
    if (reach[row] !== 0 || !hasName(model, inrefs, row)) continue
    const symbol = symbolName(heap, row)
    if (symbol === null) continue
    const name = displayName(symbol)
    const kindOfName = KIND_OF_SIGIL[name[0]] ?? 'scalar'
    found.push({
      kind: kindOfName,
      name,
      variable: name,
      row,
      svs: 1,
      bytes: size[row],
      retained: retained[row],
      sub: NO_SV,
      isLive: false,
    })
  }
  return found
}

/** Below this a lexical is an empty slot. */
const MIN_BYTES = 64

async function lexicals({ heap }: Analyses, { retained }: Ground, slice: Slice): Promise<NamedSv[]> {
  const { kind, flags, size, numSvs } = heap.svs
  const running = new Set<SvIndex>()
  for (const { cv } of heap.data.contexts) running.add(cv)
  for (const { name, row } of heap.data.roots) if (name === 'main_cv') running.add(row)

  const found = new Map<SvIndex, NamedSv & { isOuter: boolean }>()
  for (let sub = 0; sub < numSvs; sub++) {
    if ((sub & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(sub, numSvs)
      await slice.next()
    }
    // Variables of closures are told in the table of closures, by where these were written.
    if (kind[sub] !== SvKind.CODE || flags[sub] & SvFlag.CODE_CLONED) continue
    const { pads } = padsOf(heap, decodeCode(heap, sub, false))
    let names: ReturnType<typeof padnamesOf> | null = null
    let of = ''
    for (const pad of pads) {
      if (pad === NO_SV) continue
      const { view, at, count } = elementsOf(heap, pad)
      for (let i = 1; i < count; i++) {
        const row = heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes)
        if (row === NO_SV || heap.isImmortal(row) || retained[row] < MIN_BYTES) continue
        names ??= padnamesOf(heap, decodeCode(heap, sub))
        const padname = names[i]
        if (!padname?.name || padname.name.length < 2 || padname.flags & PadnameFlag.OUR) continue
        const isOuter = (padname.flags & PadnameFlag.OUTER) !== 0
        const earlier = found.get(row)
        if (earlier && (isOuter || !earlier.isOuter)) continue
        if (of === '') of = subName(heap, sub)
        const variable = displayName(decodeLatin1(padname.name))
        found.set(row, {
          kind: 'lexical',
          name: `${variable} of ${of}`,
          variable,
          row,
          svs: 1,
          bytes: size[row],
          retained: retained[row],
          sub,
          isLive: running.has(sub),
          isOuter,
        })
      }
    }
  }
  return [...found.values()]
}

function packageCode({ heap }: Analyses, ground: Ground): NamedSv[] {
  const { kind, size, numSvs } = heap.svs
  const subs = new Map<SvIndex, SvIndex[]>()
  for (let row = 0; row < numSvs; row++) {
    if (kind[row] !== SvKind.CODE) continue
    const { stash } = decodeCode(heap, row, false)
    if (stash === NO_SV) continue
    const known = subs.get(stash)
    if (known) known.push(row)
    else subs.set(stash, [row])
  }
  return [...subs].map(([stash, rows]) => {
    const variable = displayName(stashName(heap, stash) ?? '')
    return {
      kind: 'package',
      name: `code of ${variable}`,
      variable,
      row: NO_SV,
      svs: rows.length,
      bytes: rows.reduce((sum, row) => sum + size[row], 0),
      retained: ground.retainedBy(rows),
      sub: NO_SV,
      isLive: false,
    }
  })
}

/** Where a named lexical's sub was written. */
export function placeOf({ heap }: Analyses, { sub }: NamedSv): { file: string | null; line: number } {
  return sub === NO_SV ? { file: null, line: 0 } : subPlace(heap, sub)
}
