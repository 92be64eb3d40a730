import './findings.css'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { formatBytes } from '../../../base/format-bytes.ts'
import type { FindingKind, FindingRow, Findings as Found, HeapFigures } from '../../../query/protocol-findings.ts'
import type { QueryError } from '../../../query/protocol.ts'
import { counted, percent } from '../../parts/format.ts'
import { Failed, Nothing, Working } from '../../parts/states.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { ask } from '../../state/engine.ts'
import { oneOf } from '../../state/options.ts'
import { useOptions, type ViewDefinition } from '../view.ts'
import { FindingList, NUM_FIRST } from './finding-list.tsx'
import { KINDS, kindTitle } from './kinds.ts'

/** What leaks, and what to do about it: where a dump opens. */
export const findings: ViewDefinition = {
  name: 'findings',
  title: 'Findings',
  key: 'f',
  isInRail: true,
  Body: Findings,
}

const OPTIONS = { kind: oneOf(['all', ...KINDS], 'all') }

function Findings(): VNode {
  const [{ kind }, set] = useOptions(OPTIONS)
  const { ready, early, error } = useFindings()
  if (error) return <Failed error={error} />
  const rows = ready?.findings ?? early
  const shown = kind === 'all' ? rows : rows.filter((row) => row.kind === kind)
  return (
    <div class="findings">
      <ViewHead
        title="Findings"
        commands={['findings']}
        controls={rows.length > 0 && <KindChoice rows={rows} kind={kind} onKind={(to) => set({ kind: to })} />}
      >
        {ready ? sentence(ready.heap) : soFar(early.length)}
      </ViewHead>
      {!ready && <Working what="Looking for what leaks" />}
      {ready && shown.length === 0 && <Nothing title="Nothing to report of this kind" />}
      <FindingList key={kind} rows={ready ? shown : shown.slice(0, NUM_FIRST)} />
    </div>
  )
}

function soFar(count: number): string {
  if (count <= NUM_FIRST) return 'Looking through the whole heap; what is found so far stands below.'
  return `Looking through the whole heap: ${counted(count, 'finding')} so far, of which the first stand below.`
}

interface FindingsState {
  readonly ready: Found | null
  /** As they come, not yet ranked. */
  readonly early: readonly FindingRow[]
  readonly error: QueryError | null
}

const NONE: FindingsState = { ready: null, early: [], error: null }

function useFindings(): FindingsState {
  const [state, setState] = useState(NONE)
  useEffect(() => {
    const cancel = new AbortController()
    const wait = async () => {
      const onFindings = (found: readonly FindingRow[]) => {
        if (!cancel.signal.aborted) setState((before) => ({ ...before, early: [...before.early, ...found] }))
      }
      const result = await ask((api, job) => api.findings(job, onFindings), cancel.signal)
      if (cancel.signal.aborted) return
      setState((before) =>
        result.ok ? { ready: result.value, early: [], error: null } : { ...before, error: result.error },
      )
    }
    void wait()
    return () => cancel.abort()
  }, [])
  return state
}

/** `12.1 MiB in 4,410 SVs are proven lost. 98.9 % of all refcounts are explained by the dump.` */
function sentence({ bytes, lost, heldOutside, balanced }: HeapFigures): string {
  const lostWords =
    lost.svs === 0
      ? 'Nothing is proven lost.'
      : `${formatBytes(lost.bytes)} in ${counted(lost.svs, 'SV')} are proven lost, ${percent(lost.bytes, bytes)} of the heap.`
  const outside =
    heldOutside.svs === 0
      ? ''
      : ` Unreachable but held from outside Perl: ${formatBytes(heldOutside.bytes)} in ${counted(heldOutside.svs, 'SV')}.`
  return `${lostWords}${outside} The dump explains ${(balanced * 100).toFixed(1)} % of all refcounts.`
}

interface KindChoiceProps {
  readonly rows: readonly FindingRow[]
  readonly kind: FindingKind | 'all'
  readonly onKind: (kind: FindingKind | 'all') => void
}

function KindChoice({ rows, kind, onKind }: KindChoiceProps): VNode {
  const present = KINDS.filter((one) => rows.some((row) => row.kind === one))
  return (
    <label>
      Kind
      <select
        class="filter"
        value={kind}
        onChange={(event) => onKind(event.currentTarget.value as FindingKind | 'all')}
      >
        <option value="all">{`all (${rows.length})`}</option>
        {present.map((one) => (
          <option key={one} value={one}>
            {`${kindTitle(one)} (${rows.filter((row) => row.kind === one).length})`}
          </option>
        ))}
      </select>
    </label>
  )
}
