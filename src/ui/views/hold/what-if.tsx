import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { CutChoice, WhatIfAnswer } from '../../../query/protocol-findings.ts'
import { copyText } from '../../parts/copy.ts'
import { counted, groupDigits } from '../../parts/format.ts'
import { Failed, Working } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { useAnswer } from '../../state/use-answer.ts'

/** The first outrefs; an SV with more is a container, whose references are cut from the other side. */
const MOST_CHOICES = 200

/** "What if this reference were weak?", for any strong reference of an SV. */
export function WhatIf({ address }: { readonly address: string }): VNode | null {
  const [ref, setRef] = useState(-1)
  const { value } = useAnswer((api, job) => api.cutChoices(job, address, 0, MOST_CHOICES), [address])
  if (!value || value.rows.length === 0) return null
  const chosen = value.rows.find((choice) => choice.ref === ref)
  return (
    <div class="what-if">
      <h2>What if a reference were weak?</h2>
      <label>
        Reference
        <select class="filter" value={String(ref)} onChange={(event) => setRef(Number(event.currentTarget.value))}>
          <option value="-1">choose one</option>
          {value.rows.map((choice) => (
            <option key={choice.ref} value={String(choice.ref)}>
              {titleOf(choice)}
            </option>
          ))}
        </select>
      </label>
      {value.total > value.rows.length && <p>{groupDigits(value.total - value.rows.length)} more are not listed.</p>}
      {chosen && <Answer address={address} choice={chosen} />}
    </div>
  )
}

function titleOf({ name, sv }: CutChoice): string {
  return sv ? `${name}: ${sv.description} at ${sv.address}` : name
}

function Answer({ address, choice }: { readonly address: string; readonly choice: CutChoice }): VNode {
  const { ref } = choice
  const { value, error } = useAnswer((api, job) => api.whatIf(job, address, ref), [address, ref])
  if (error) return <Failed error={error} />
  return value ? <Consequences answer={value} /> : <Working what="Counting down refcounts" />
}

function Consequences({ answer }: { readonly answer: WhatIfAnswer }): VNode {
  const { sentence, perl, freed, freedPackages, staying, numStaying, island } = answer
  return (
    <div class="what-if-answer" role="status">
      <p>
        <bdi>{sentence}</bdi>
      </p>
      {perl !== null && (
        <p>
          <bdi class="mono">{perl}</bdi>{' '}
          <button type="button" class="quiet" onClick={() => void copyText(perl, 'line')}>
            copy
          </button>
        </p>
      )}
      <dl class="facts">
        <dt>freed</dt>
        <dd>
          {counted(freed.svs, 'SV')}, <Size bytes={freed.bytes} kind="SV" />
          {freedPackages.map(({ name, count }) => `, ${count} ${name}`).join('')}
        </dd>
        {island.svs > 0 && (
          <>
            <dt>becomes an island</dt>
            <dd>
              {counted(island.svs, 'SV')}, <Size bytes={island.bytes} kind="SV" />
            </dd>
          </>
        )}
        {numStaying > 0 && (
          <>
            <dt>stays</dt>
            <dd>
              {staying.map(({ sv, holders, numHolders, outside }) => (
                <div key={sv.address}>
                  <SvChip sv={sv} /> because of{' '}
                  {holders.map((holder) => (
                    <SvChip key={holder.address} sv={holder} isShort />
                  ))}
                  {numHolders > holders.length && ` and ${groupDigits(numHolders - holders.length)} more`}
                  {outside > 0 && ` and ${groupDigits(outside)} from outside`}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}
