import type { VNode } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { RetainedGrouping, RetainedRow } from '../../../query/protocol-findings.ts'
import { type TreeColumn, TreeTable } from '../../grid/tree-table.tsx'
import { Explain } from '../../parts/explain.tsx'
import { groupDigits } from '../../parts/format.ts'
import { Nothing } from '../../parts/states.tsx'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { opened } from '../../state/dump.ts'
import { oneOf } from '../../state/options.ts'
import { useOptions, type ViewDefinition } from '../view.ts'
import { RetainedTree } from './retained-tree.ts'

/** What keeps how much: the dominator tree. */
export const retained: ViewDefinition = {
  name: 'retained',
  title: 'Retained',
  key: 'r',
  isInRail: true,
  Body: Retained,
}

const OPTIONS = { by: oneOf(['auto', 'sv', 'package', 'shape'], 'auto') }

const CHOICES: readonly (readonly [RetainedGrouping, string])[] = [
  ['auto', 'SVs, groups where there are many'],
  ['sv', 'SVs'],
  ['package', 'packages'],
  ['shape', 'shapes'],
]

function Retained(): VNode {
  const [{ by }, set] = useOptions(OPTIONS)
  const tree = useMemo(() => new RetainedTree(by), [by])
  useEffect(() => {
    void tree.start()
    return () => tree.stop()
  }, [tree])
  const heapBytes = opened.value?.heapBytes ?? 0
  const columns = useMemo(() => columnsFor(heapBytes), [heapBytes])
  return (
    <>
      <ViewHead
        title="Retained"
        commands={['dominators defstash']}
        controls={
          <label>
            Children by
            <select
              class="filter"
              value={by}
              onChange={(event) => set({ by: event.currentTarget.value as RetainedGrouping })}
            >
              {CHOICES.map(([value, title]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        }
      >
        Each line would take all below it along, if it went. <Explain word="retained size" />
      </ViewHead>
      <TreeTable
        label="Retained sizes"
        columns={columns}
        model={tree.model}
        svOf={(row) => row.sv}
        working="Finding dominators"
        empty={<Nothing title="The heap is empty" />}
      />
    </>
  )
}

function columnsFor(heapBytes: number): readonly TreeColumn<RetainedRow>[] {
  return [
    {
      name: 'retained',
      title: 'retained',
      help: 'What would go with it',
      track: '150px',
      isNumber: true,
      show: (row) => <Size bytes={row.retained} kind="retained" of={heapBytes} />,
      text: (row) => String(row.retained),
    },
    {
      name: 'bytes',
      title: 'SV size',
      track: '84px',
      isNumber: true,
      rank: 2,
      show: (row) => <Size bytes={row.bytes} kind="SV" />,
      text: (row) => String(row.bytes),
    },
    {
      name: 'what',
      title: 'what',
      track: 'minmax(max-content, 1fr)',
      isTree: true,
      show: (row) => (
        <>
          <bdi class="mono">{row.label}</bdi> {row.sv && <SvChip sv={row.sv} isInRow isShort />}
          {row.kind === 'group' && <span class="muted"> {groupDigits(row.count)} SVs</span>}
        </>
      ),
      text: (row) => `${row.label}${row.sv ? ` ${row.sv.description} at ${row.sv.address}` : ''}`,
    },
  ]
}
