import './reference.css'
import type { VNode } from 'preact'
import type { Reference as Ref, Strength } from '../../query/protocol.ts'
import { SvChip } from './sv-chip.tsx'

/** pmat's letters for strengths, and what they mean. */
const STRENGTHS = {
  strong: { letter: 's', help: 'Strong: counted in the refcount of what it refers to' },
  weak: { letter: 'w', help: 'Weak: not counted, it holds nothing' },
  indirect: { letter: 'i', help: 'Indirect: through an RV that stands in between' },
  inferred: { letter: '~', help: 'Inferred: stored nowhere, concluded from the structure around' },
} as const satisfies Record<Strength, { letter: string; help: string }>

/** The strength of a reference: pmat's letter and a line, solid, dashed or dotted. */
export function StrengthMark({ strength }: { readonly strength: Strength }): VNode {
  const { letter, help } = STRENGTHS[strength]
  return (
    <span class={`strength ${strength}`} title={help}>
      <span aria-hidden="true">{letter}</span>
      <span class="unseen">{strength}</span>
    </span>
  )
}

/** A reference in one line: strength, name, and the SV at its other end. */
export function Reference({ reference }: { readonly reference: Pick<Ref, 'name' | 'strength' | 'sv'> }): VNode {
  const { name, strength, sv } = reference
  return (
    <span class="reference">
      <StrengthMark strength={strength} />{' '}
      <span class="reference-words">
        <bdi class="reference-name" title={name}>
          {name}
        </bdi>{' '}
        {sv && <SvChip sv={sv} />}
      </span>
    </span>
  )
}
