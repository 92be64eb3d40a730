import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { RootPath } from '../../../query/protocol-findings.ts'
import { AsCommand } from '../../parts/as-command.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { useAnswer } from '../../state/use-answer.ts'

const MOST_PATHS = 3

/** How the roots lead to an SV: independent paths, shortest first; a holder can be ignored, to see who else there is. */
export function Paths({ address }: { readonly address: string }): VNode | null {
  const [ignored, setIgnored] = useState<readonly string[]>([])
  const { value } = useAnswer((api, job) => api.paths(job, address, MOST_PATHS, ignored), [address, ignored])
  if (!value || (value.length === 0 && ignored.length === 0)) return null
  return (
    <div class="paths">
      <h2>
        Paths from the roots <AsCommand line={`paths ${address}`} />
      </h2>
      {value.length === 0 && <p>Without what is ignored, no root leads here.</p>}
      <ol>
        {value.map((path, i) => (
          <li key={i}>
            <Path path={path} target={address} onIgnore={(holder) => setIgnored([...ignored, holder])} />
          </li>
        ))}
      </ol>
      {ignored.length > 0 && (
        <button type="button" class="quiet" onClick={() => setIgnored([])}>
          Ignore nobody ({ignored.length} ignored)
        </button>
      )}
    </div>
  )
}

interface PathProps {
  readonly path: RootPath
  readonly target: string
  readonly onIgnore: (address: string) => void
}

function Path({ path, target, onIgnore }: PathProps): VNode {
  const last = path.steps.at(-2)
  return (
    <>
      <bdi class="mono">{path.text}</bdi>
      <div class="path-steps">
        {path.steps.map(({ label, sv }, i) => (
          <span key={i} class="path-step">
            <bdi class="mono">{label}</bdi> <SvChip sv={sv} />
          </span>
        ))}
        {last && last.sv.address !== target && (
          <button type="button" class="quiet" onClick={() => onIgnore(last.sv.address)}>
            ignore its holder
          </button>
        )}
      </div>
    </>
  )
}
