import { EDGE_ROW_MASK } from '../../graph/edge.ts'
import { addressText } from '../../model/describe.ts'
import type { Analyses } from '../analyses.ts'
import type { Ground } from '../ground.ts'
import type { IdlePad } from '../idle-pads.ts'
import type { OversizedGroup } from '../oversized-buffers.ts'
import { placeOfSub, titleOfSub } from '../sub-place.ts'
import { counted, distinct, type Finding, listed, packagesOf, size, sumOf } from './finding.ts'

const MAX_FINDINGS = 100

/** Buffers far larger than what is in them. */
export function oversizedFindings(analyses: Analyses, ground: Ground, groups: readonly OversizedGroup[]): Finding[] {
  const { model } = analyses
  const { paths } = ground
  // What only the interpreter names is its own.
  const shown = groups.filter(({ rows }) => paths.of(rows[0])?.anchor.kind !== 'root')
  return shown.slice(0, MAX_FINDINGS).map(({ pattern, what, rows, bytes, used, slack }) => {
    const example = rows[0]
    const path = paths.of(example)
    const one = rows.length === 1
    const subject = one
      ? `The ${what} ${path?.text ?? pattern.text}`
      : `${counted(rows.length, what, PLURALS[what])} ${pattern.text}`
    const isString = what === 'string'
    const text = one ? (path?.text ?? '') : /^[[{]/.test(pattern.name) ? `$self->${pattern.name}` : ''
    const perl = /^[$@%][\w:]+([^ ]*)$/.test(text) ? text : { string: '$string', array: '@array', hash: '%hash' }[what]
    return {
      kind: 'oversized-buffer',
      certainty: 'likely',
      why: isString
        ? 'the size of the SV is that of its buffer, and the string in it is shorter'
        : 'its size is more than its elements need, by the leanest of this dump',
      sentence: `${subject} ${one ? 'keeps a buffer' : 'keep buffers'} of ${size(slack + used)} for ${used === 0 ? 'nothing' : size(used)}: ${size(slack)} ${one ? 'is' : 'are'} not used.`,
      fix: isString
        ? `Give the buffer back when it is done with: undef ${perl}, and not ${perl} = ''.`
        : `Give the memory back when it is done with: undef ${perl}, and not ${perl} = () or delete.`,
      instances: rows.length,
      svs: rows.length,
      bytes,
      retained: bytes,
      packages: packagesOf(analyses, owners(analyses, ground, rows)),
      names: distinct([pattern.name, pattern.text, path?.anchor.variable, path?.text]),
      ...placeOfSub(analyses.heap, path?.anchor.sub ?? -1),
      example,
      path: path?.text ?? null,
      commands: [`show ${addressText(model, example)}`, `identify ${addressText(model, example)}`],
      evidence: { view: 'sv', id: addressText(model, example) },
      weight: slack,
    }
  })
}

const PLURALS = { string: 'strings', array: 'arrays', hash: 'hashes' } as const

/** The objects that hold them directly. */
function owners({ heap }: Analyses, { inrefs }: Ground, rows: readonly number[]): number[] {
  const found = new Set<number>()
  for (const row of rows) {
    const e = inrefs.offsets[row]
    const holder = e < inrefs.offsets[row + 1] ? inrefs.targets[e] & EDGE_ROW_MASK : -1
    if (heap.svs.blessed[row] >= 0) found.add(row)
    else if (holder >= 0 && heap.svs.blessed[holder] >= 0) found.add(holder)
  }
  return [...found]
}

/** Buffers in pads of subs that are not running. */
export function idlePadFindings({ heap, model }: Analyses, { inrefs }: Ground, pads: readonly IdlePad[]): Finding[] {
  return pads.slice(0, MAX_FINDINGS).map(({ sub, slots, bytes }) => {
    const name = titleOfSub(heap, inrefs, sub)
    const named = slots.map((slot) => slot.name ?? 'a temporary')
    const address = addressText(model, sub)
    const [first] = slots
    const isState = slots.every((slot) => slot.isState)
    const variable = slots.find((slot) => slot.name !== null)?.name
    return {
      kind: 'idle-pad',
      certainty: 'likely',
      why: isState
        ? 'a state variable keeps its value on purpose'
        : 'the sub is not running, and its pad still has them',
      sentence: `${name} is not running and still holds ${size(bytes)}: ${listed(
        slots.map(
          (slot) => `${slot.name ?? 'the result of an operator'}${slot.isState ? ' (state)' : ''} ${size(slot.bytes)}`,
        ),
      )}.`,
      fix: variable
        ? `Give it back at the end of the sub: undef ${variable};`
        : 'Work on smaller pieces, or put the code that makes the large string into an anonymous sub or a string eval that goes away.',
      instances: slots.length,
      svs: slots.length,
      bytes: sumOf(
        slots.map(({ row }) => row),
        heap.svs.size,
      ),
      retained: bytes,
      packages: new Map(),
      names: distinct([name, ...named]),
      ...placeOfSub(heap, sub),
      example: first.row,
      path: `${first.name ?? 'a temporary'} of ${name}`,
      commands: [`show ${address}`, `show ${addressText(model, first.row)}`],
      evidence: { view: 'sv', id: addressText(model, first.row) },
      weight: bytes,
    }
  })
}
