import type { VNode } from 'preact'
import type { KeyCost, MergedPathRow } from '../../../query/protocol-findings.ts'
import { groupDigits } from '../../parts/format.ts'
import { Failed, Working } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { useAnswer } from '../../state/use-answer.ts'

export interface PopulationPanelProps {
  readonly id: string
  readonly onClose: () => void
}

/** One population: what its keys cost, and who holds all of it. */
export function PopulationPanel({ id, onClose }: PopulationPanelProps): VNode {
  const { value, error } = useAnswer((api, job) => api.population(job, id), [id])
  if (error) return <Failed error={error} />
  if (!value) return <Working what="Summing up its keys" />
  return (
    <section class="population" aria-label="Details">
      <h2>
        <bdi class="mono">{value.name}</bdi>
        <button type="button" class="quiet" onClick={onClose}>
          close
        </button>
      </h2>
      <p>
        For example <SvChip sv={value.example} />
      </p>
      <div class="population-parts">
        {value.keys.length > 0 && <Keys keys={value.keys} />}
        {value.heldBy.length > 0 && <HeldBy steps={value.heldBy} />}
      </div>
    </section>
  )
}

function Keys({ keys }: { readonly keys: readonly KeyCost[] }): VNode {
  return (
    <table class="plain-table">
      <caption>What each key costs</caption>
      <thead>
        <tr>
          <th scope="col">key</th>
          <th scope="col">in</th>
          <th scope="col">SV size</th>
          <th scope="col">retained</th>
        </tr>
      </thead>
      <tbody>
        {keys.map(({ key, count, bytes, retained }) => (
          <tr key={key}>
            <th scope="row">
              <bdi class="mono">{key}</bdi>
            </th>
            <td>{groupDigits(count)}</td>
            <td>
              <Size bytes={bytes} kind="SV" />
            </td>
            <td>
              <Size bytes={retained} kind="retained" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function HeldBy({ steps }: { readonly steps: readonly MergedPathRow[] }): VNode {
  return (
    <div>
      <h3>Who holds them all</h3>
      <ul class="merged-paths">
        {steps.map(({ level, label, sv, count }, i) => (
          <li key={i} style={{ paddingLeft: `${level * 16}px` }}>
            {groupDigits(count)} × <bdi class="mono">{label}</bdi> {sv && <SvChip sv={sv} />}
          </li>
        ))}
      </ul>
    </div>
  )
}
