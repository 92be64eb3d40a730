import type { Slice } from '../base/slice.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { whatIfWeak, type WhatIf } from '../graph/what-if.ts'
import { OutrefBuffer, RefCode } from '../model/outref-buffer.ts'
import { Strength, StrengthSet } from '../model/strength.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Analyses } from './analyses.ts'
import { counted, listed, packagesOf, size } from './findings/finding.ts'

/** An outref that could be weak. */
export interface CutChoice {
  /** Position among the direct outrefs of the SV: what `whatIf` takes. */
  readonly ref: number
  readonly code: RefCode
  readonly arg: number
  readonly target: SvIndex
}

export interface WhatIfAnswer extends WhatIf {
  /** The reference itself, from an RV to what it refers to. */
  readonly source: SvIndex
  readonly target: SvIndex
  readonly sentence: string
  /** `weaken($self->{cb})`; null = how to get there is not known. */
  readonly perl: string | null
}

/** The outrefs of an SV that hold what they lead to. */
export function cutChoices({ model }: Analyses, row: SvIndex): CutChoice[] {
  const buffer = new OutrefBuffer()
  model.outrefs.collect(row, StrengthSet.DIRECT, buffer)
  const choices: CutChoice[] = []
  for (let i = 0; i < buffer.length; i++) {
    if (buffer.strength[i] !== Strength.STRONG || model.heap.isImmortal(buffer.target[i])) continue
    choices.push({ ref: i, code: buffer.code[i] as RefCode, arg: buffer.arg[i], target: buffer.target[i] })
  }
  return choices
}

/**
 * "What if this reference were weak?" Of a container's reference to an RV the RV's own is meant: that is what Perl's
 * weaken makes weak.
 *
 * @param ref position among the direct outrefs of the SV: see cutChoices
 */
export async function whatIf(analyses: Analyses, row: SvIndex, ref: number, slice: Slice): Promise<WhatIfAnswer> {
  const { holding, heap, model } = analyses
  const { csr } = await holding.held(slice)
  const ground = await analyses.evidence.ground(slice)
  const choice = cutChoices(analyses, row).find((cut) => cut.ref === ref)
  if (!choice) throw new Error(`SV ${row} has no reference ${ref} that holds anything`)
  const isRv = heap.svs.kind[choice.target] === SvKind.REF && !(heap.svs.flags[choice.target] & SvFlag.REF_WEAK)
  const isThroughRv = isRv && choice.code !== RefCode.REFERENT && model.outrefs.referentOf(choice.target) !== NO_SV
  const source = isThroughRv ? choice.target : row
  const edge = csr.offsets[source] + (isThroughRv ? 0 : ref)
  const target = isThroughRv ? model.outrefs.referentOf(source) : choice.target
  const cascade = await holding.cascade(slice)
  const answer = whatIfWeak({ source, edge }, cascade, ground.inrefs, { idom: ground.idom, children: ground.tree })
  const path = heap.svs.kind[source] === SvKind.REF ? ground.paths.of(source) : null
  const isWritable = path !== null && /^[$*]/.test(path.text)
  return {
    ...answer,
    source,
    target,
    sentence: sentenceOf(analyses, answer),
    perl: isWritable ? `weaken(${path.text.replace(/ (of|captured by) .*$/, '')})` : null,
  }
}

function sentenceOf(analyses: Analyses, { freed, staying, island }: WhatIf): string {
  const objects = [...packagesOf(analyses, freed.rows)].map(([name, count]) => counted(count, `${name} object`))
  const among = objects.length === 0 ? '' : `, among them ${listed(objects)}`
  const gone =
    freed.rows.length === 0
      ? 'Nothing would be freed'
      : `${counted(freed.rows.length, 'SV')} (${size(freed.bytes)}) would be freed${among}`
  const others = staying.filter(({ holders }) => holders.length > 0).length
  const outside = staying.filter(({ holders, outside: more }) => holders.length === 0 && more > 0).length
  const stays = [
    others > 0 && `${counted(others, 'SV')} would stay because others hold ${others === 1 ? 'it' : 'them'} too`,
    outside > 0 && `${counted(outside, 'SV')} because something outside of Perl does`,
  ].filter(Boolean)
  const lost =
    island.rows.length === 0
      ? ''
      : ` ${counted(island.rows.length, 'SV')} (${size(island.bytes)}) would become an island that nothing leads to: a leak.`
  return `${gone}${stays.length === 0 ? '' : `; ${stays.join(', ')}`}.${lost}`
}
