import './hold.css'
import type { VNode } from 'preact'
import { formatBytes } from '../../../base/format-bytes.ts'
import type { SvHold } from '../../../query/protocol-findings.ts'
import { Explain } from '../../parts/explain.tsx'
import { counted, groupDigits } from '../../parts/format.ts'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import { Paths } from './paths.tsx'
import { WhatIf } from './what-if.tsx'

/** Why an SV is alive, and what would happen if it were not: a part of its page. */
export function Hold({ address }: { readonly address: string }): VNode {
  const { value } = useAnswer((api, job) => api.hold(job, address), [address])
  const total = useAnswer((api, job) => api.total(job, address), [address])
  return (
    <section class="hold" aria-label="What holds it">
      {value && <Facts hold={value} total={total.value?.bytes ?? null} />}
      <Paths address={address} />
      <WhatIf address={address} />
    </section>
  )
}

const REACH: Readonly<Record<SvHold['reach'], string>> = {
  roots: 'reached from the roots',
  outside: 'reached from no root, but held from outside Perl',
  nothing: 'lost: nothing leads here',
}

function Facts({ hold, total }: { readonly hold: SvHold; readonly total: number | null }): VNode {
  const { reach, depth, retained, path, dominators, audit, cycle } = hold
  const { refcount, seen, excess, verdict } = audit
  return (
    <dl class="facts">
      <dt>
        retained <Explain word="retained size" />
      </dt>
      <dd>
        <Size bytes={retained} kind="retained" />
      </dd>
      <dt>total</dt>
      <dd>
        <Size bytes={total} kind="total" /> with all that it reaches
      </dd>
      <dt>reach</dt>
      <dd>
        {REACH[reach]}
        {depth !== null && `, ${counted(depth, 'reference')} away`}
        {cycle > 1 && `; on a cycle of ${counted(cycle, 'SV')}`}
      </dd>
      {path !== null && (
        <>
          <dt>path</dt>
          <dd>
            <bdi class="mono">{path}</bdi>
          </dd>
        </>
      )}
      <dt>refcount</dt>
      <dd>
        {groupDigits(refcount)}, of which the dump shows {groupDigits(seen)}
        {excess !== 0 && `: ${excess > 0 ? `${groupDigits(excess)} more` : `${groupDigits(-excess)} fewer`}`}
        {verdict !== '' && `. ${verdict}`}
      </dd>
      {dominators.length > 0 && (
        <>
          <dt>dominated by</dt>
          <dd>
            <ol class="dominators">
              {dominators.map(({ label, sv, retained: bytes }, i) => (
                <li key={i} title={`retains ${formatBytes(bytes)}`}>
                  <bdi class="mono">{label}</bdi> {sv && <SvChip sv={sv} />}
                </li>
              ))}
            </ol>
          </dd>
        </>
      )}
    </dl>
  )
}
