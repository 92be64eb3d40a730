import './identify.css'
import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { SvDetails } from '../../../query/protocol.ts'
import { TreeTable } from '../../grid/tree-table.tsx'
import { Explain } from '../../parts/explain.tsx'
import { Failed, Nothing, Working } from '../../parts/states.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { count, flag } from '../../state/options.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useOptions, type ViewDefinition, type ViewProps } from '../view.ts'
import { columns } from './columns.tsx'
import { CopyText } from './copy-text.tsx'
import { treeOf } from './holder-tree.ts'

/** From an SV back to the roots: who holds it, and who holds them. */
export const identify: ViewDefinition = {
  name: 'identify',
  title: 'Identify',
  key: '',
  isInRail: false,
  Body: Identify,
}

/** pmat's own depth, and more than anyone reads. */
const OPTIONS = { weak: flag(), all: flag(), elide: flag(true), depth: count(10, 1, 100) }

function Identify({ sv: word }: ViewProps): VNode {
  const { value: sv, error } = useAnswer((api, job) => api.sv(job, word), [word])
  if (error) return <Failed error={error} />
  return sv ? <Tree sv={sv} /> : <Working what={`Looking for ${word}`} />
}

function Tree({ sv }: { readonly sv: SvDetails }): VNode {
  const [{ weak, all, elide, depth }, set] = useOptions(OPTIONS)
  const { address } = sv
  const tree = useMemo(() => treeOf(sv, { weak, all, elide }), [address, weak, all, elide])
  const treeColumns = useMemo(() => columns(tree), [tree])
  const command = commandOf(address, { weak, all, elide, depth })
  return (
    <>
      <ViewHead
        title={
          <>
            Who holds <SvChip sv={sv} />
          </>
        }
        commands={[command]}
        controls={
          <>
            <Check label="weak too" isOn={weak || all} isOff={all} onChange={(to) => set({ weak: to })} />
            <Check label="all, also inferred" isOn={all} onChange={(to) => set({ all: to })} />
            <span>
              <Check
                label="leave out RVs, pads and symbol-table steps"
                isOn={elide}
                onChange={(to) => set({ elide: to })}
              />
              <Explain word="elide" />
            </span>
            <CopyText command={command} depth={depth} onDepth={(to) => set({ depth: to })} />
          </>
        }
      >
        Each line holds the one above it; the walk ends at roots.
      </ViewHead>
      <TreeTable
        label={`Holders of ${address}`}
        columns={treeColumns}
        model={tree.model}
        svOf={(step) => step.sv}
        working="Looking for holders"
        empty={<Nothing title="Nothing in the dump holds it" />}
      />
    </>
  )
}

interface CheckProps {
  readonly label: string
  readonly isOn: boolean
  readonly isOff?: boolean
  readonly onChange: (isOn: boolean) => void
}

function Check({ label, isOn, isOff = false, onChange }: CheckProps): VNode {
  return (
    <label>
      <input
        type="checkbox"
        checked={isOn}
        disabled={isOff}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  )
}

interface Given {
  readonly weak: boolean
  readonly all: boolean
  readonly elide: boolean
  readonly depth: number
}

function commandOf(address: string, { weak, all, elide, depth }: Given): string {
  const words = ['identify', address]
  if (depth !== 10) words.push('--depth', String(depth))
  if (all) words.push('--all')
  else if (weak) words.push('--weak')
  if (!elide) words.push('--no-elide')
  return words.join(' ')
}
