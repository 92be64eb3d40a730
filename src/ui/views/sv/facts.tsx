import './facts.css'
import type { VNode } from 'preact'
import { formatBytes } from '../../../base/format-bytes.ts'
import type { SvDetails, SvField } from '../../../query/protocol.ts'
import { Explain } from '../../parts/explain.tsx'
import { counted, groupDigits, percent } from '../../parts/format.ts'
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
        Structure
        <Explain word="structure size" />
      </dt>
      <dd>
        <Size bytes={structureSize} kind="structure" of={of} />
      </dd>
      <dt>
        Owned
        <Explain word="owned size" />
      </dt>
      <dd>
        <Size bytes={ownedSize} kind="owned" of={of} />
      </dd>
      <dt>
        Refcount
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
        {value !== '' && value !== sv?.description && <bdi class="mono value">{value}</bdi>}
        {sv && <SvChip sv={sv} />}
      </dd>
    </>
  )
}

/** How big it is and how much is in it: `It takes 24.9 MiB, 58 % of the heap, and is held once.` */
export function sentenceOf({ size, ownedSize, refcount, contents, isMortal }: SvDetails, heapBytes: number): string {
  const most = Math.max(size, ownedSize ?? 0)
  const share = most * 1000 > heapBytes ? `, ${percent(most, heapBytes)} of the heap` : ''
  const owned = ownedSize !== null && ownedSize > size ? `, ${formatBytes(ownedSize)} with what it alone holds` : ''
  const inIt = contents && contents.total > 0 ? ` There ${countedContents(contents)} in it.` : ''
  const times = refcount === 1 ? 'once' : `${groupDigits(refcount)} times`
  const held = isMortal ? `is held ${times}, and mortal` : refcount === 0 ? 'is held by nothing' : `is held ${times}`
  return `It takes ${formatBytes(size)}${owned}${share}, and ${held}.${inIt}`
}

function countedContents({ what, total }: NonNullable<SvDetails['contents']>): string {
  return `${total === 1 ? 'is' : 'are'} ${counted(total, what.replace(/s$/, ''))}`
}
