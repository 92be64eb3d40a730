import type { VNode } from 'preact'
import { textOf } from '../../console/session.ts'
import { copyText } from '../../parts/copy.ts'
import type { ConsoleLine } from '../../../query/protocol.ts'
import { ask } from '../../state/engine.ts'
import { notice } from '../../state/notices.ts'

export interface CopyTextProps {
  readonly command: string
  readonly depth: number
  readonly onDepth: (depth: number) => void
}

/** Copies the tree as pmat prints it, to the depth given. */
export function CopyText({ command, depth, onDepth }: CopyTextProps): VNode {
  return (
    <span class="copy-text">
      <label>
        depth
        <input
          type="number"
          min={1}
          max={100}
          value={depth}
          onChange={(event) => onDepth(Number(event.currentTarget.value) || 10)}
        />
      </label>
      <button type="button" onClick={() => void copyAnswer(command)}>
        Copy as text
      </button>
    </span>
  )
}

async function copyAnswer(command: string): Promise<void> {
  const lines: ConsoleLine[] = []
  const result = await ask((api, job) => api.runLine(job, command, (more) => void lines.push(...more)))
  if (result.ok) await copyText(textOf(lines), 'tree')
  else notice(result.error.message)
}
