import './facts.css'
import type { VNode } from 'preact'
import type { SvDetails, SvField } from '../../../query/protocol.ts'
import { Explain } from '../../parts/explain.tsx'
import { counted, groupDigits } from '../../parts/format.ts'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'

/** The three sizes and the refcount. */
export function Sizes({ sv }: { readonly sv: SvDetails }): VNode {
  const { size, structureSize, ownedSize, refcount, isMortal } = sv
  const of = Math.max(size, structureSize, ownedSize ?? 0)
  return (
    <dl class="facts sizes">
      <dt>
        SV size
        <Explain word="SV size" />
      </dt>
      <dd>
        <Size bytes={size} kind="SV" of={of} />
      </dd>
      <dt>
        structure
        <Explain word="structure size" />
      </dt>
      <dd>
        <Size bytes={structureSize} kind="structure" of={of} />
      </dd>
      <dt>
        owned
        <Explain word="owned size" />
      </dt>
      <dd>
        <Size bytes={ownedSize} kind="owned" of={of} />
      </dd>
      <dt>
        refcount
        <Explain word="refcount" />
      </dt>
      <dd>
        {groupDigits(refcount)}
        {isMortal && ', mortal: soon to be freed'}
      </dd>
    </dl>
  )
}

/** What it is: value, package, magic, location, as far as there is any. */
export function Fields({ fields }: { readonly fields: readonly SvField[] }): VNode | null {
  if (fields.length === 0) return null
  return (
    <dl class="facts">
      {fields.map(({ label, value, sv }, i) => (
        <Field key={i} label={label} value={value} sv={sv} />
      ))}
    </dl>
  )
}

function Field({ label, value, sv }: SvField): VNode {
  return (
    <>
      <dt>
        <bdi>{label}</bdi>
      </dt>
      <dd>
        {value !== '' && <bdi class="mono value">{value}</bdi>}
        {sv && <SvChip sv={sv} />}
      </dd>
    </>
  )
}

/** What an SV is and how big, in a sentence. */
export function sentenceOf(sv: SvDetails): string {
  const { refcount, contents, isMortal } = sv
  const held = refcount === 0 ? 'nothing holds it' : `refcount ${groupDigits(refcount)}`
  const holds = contents && contents.total > 0 ? `, ${counted(contents.total, contents.what.replace(/s$/, ''))}` : ''
  return `${sv.description}${sv.package === null ? '' : ` of package ${sv.package}`}, ${held}${isMortal ? ', mortal' : ''}${holds}.`
}
