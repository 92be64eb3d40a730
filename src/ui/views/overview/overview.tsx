import './overview.css'
import type { VNode } from 'preact'
import { formatBytes } from '../../../base/format-bytes.ts'
import { visibleText } from '../../../base/visible-text.ts'
import type { OpenedDump, Overview as Facts } from '../../../query/protocol.ts'
import { counted, groupDigits, percent } from '../../parts/format.ts'
import { Failed, Working } from '../../parts/states.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { Explain } from '../../parts/explain.tsx'
import { useAnswer } from '../../state/use-answer.ts'
import type { ViewDefinition } from '../view.ts'
import { Counts } from './counts.tsx'
import { Distribution } from './distribution.tsx'

/** What the heap is made of. */
export const overview: ViewDefinition = {
  name: 'overview',
  title: 'Overview',
  key: 'o',
  isInRail: true,
  Body: Overview,
}

function Overview(): VNode {
  const { value, error } = useAnswer((api) => api.overview(), [])
  if (error) return <Failed error={error} />
  return value ? <OverviewBody facts={value} commands={['summary', 'count']} /> : <Working what="Counting" />
}

export interface OverviewBodyProps {
  readonly facts: Facts
  readonly commands?: readonly string[]
}

/** Also what is shown of a stored dump while it is being loaded. */
export function OverviewBody({ facts, commands = [] }: OverviewBodyProps): VNode {
  const { dump, byType, byPackage, sizeBins } = facts
  return (
    <div class="overview">
      <ViewHead title="Overview" commands={commands}>
        {sentence(facts)} <Explain word="SV" />
      </ViewHead>
      <DumpFacts dump={dump} />
      {dump.warnings.length > 0 && (
        <section class="overview-warnings" aria-label="Warnings">
          <h2>{counted(dump.warnings.length, 'warning')}</h2>
          <ul>
            {dump.warnings.map((warning) => (
              <li key={warning}>
                <bdi>{warning}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="overview-counts">
        <Counts title="By type" rows={byType} isByType />
        <Counts title="By package" rows={byPackage} />
      </div>
      <Distribution bins={sizeBins} />
    </div>
  )
}

/** `78,348 SVs make up 43.3 MiB. Most of it, 82 %, is of type SCALAR: 35.6 MiB in 30,514 SVs.` */
function sentence({ dump, byType }: Facts): string {
  const biggest = byType.toSorted((a, b) => b.bytes - a.bytes)[0]
  const heap = `${counted(dump.svs, 'SV makes', 'SVs make')} up ${formatBytes(dump.heapBytes)}`
  if (!biggest) return `${heap}.`
  const { name, bytes, count } = biggest
  const part = bytes * 2 > dump.heapBytes ? 'Most of it' : 'The largest part'
  return `${heap}. ${part}, ${percent(bytes, dump.heapBytes)}, is of type ${name}: ${formatBytes(bytes)} in ${counted(count, 'SV')}.`
}

function DumpFacts({ dump }: { readonly dump: OpenedDump }): VNode {
  const { name, perl, isThreaded, format, fileBytes, roots, id } = dump
  const facts: readonly (readonly [string, VNode | string])[] = [
    ['dump', <bdi key="name">{visibleText(name)}</bdi>],
    ['perl', `${perl}${isThreaded ? ', threaded' : ', not threaded'}`],
    ['format', format],
    ['file', `${formatBytes(fileBytes)} (${groupDigits(fileBytes)} bytes)`],
    ['roots', groupDigits(roots)],
    [
      'fingerprint',
      <span key="id" class="mono">
        {id}
      </span>,
    ],
  ]
  return (
    <dl class="overview-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
