import type { ComponentChildren, VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { EvidenceView, FindingRow } from '../../../query/protocol-findings.ts'
import { AsCommands } from '../../parts/as-command.tsx'
import { copyText } from '../../parts/copy.ts'
import { counted, groupDigits } from '../../parts/format.ts'
import { memo } from '../../parts/memo.ts'
import { useNear } from '../../parts/near.ts'
import { isPrinting } from '../../parts/printing.ts'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { hrefOf } from '../../state/navigation.ts'
import { CERTAINTY, kindTitle } from './kinds.ts'

export interface FindingProps {
  readonly row: FindingRow
  readonly heapBytes: number
  /** In sight whatever the height of the window. */
  readonly isFirst: boolean
}

/** One verdict: how sure, what, how much; the evidence behind it and what to do once it comes near. */
export const Finding = memo(
  ({ row, heapBytes, isFirst }: FindingProps): VNode => {
    const { kind, certainty, why, sentence, bytes, retained } = row
    const item = useRef<HTMLLIElement>(null)
    const isNear = useNear(item, isFirst) || isPrinting.value
    return (
      <li ref={item} class={`finding ${certainty}${isNear ? '' : ' far'}`}>
        <div class="finding-head">
          <span class="finding-kind">{kindTitle(kind)}</span>
          <span class={`certainty ${certainty}`} title={why}>
            {CERTAINTY[certainty]}
          </span>
          <span class="finding-size">
            <Size bytes={Math.max(bytes, retained)} kind={retained >= bytes ? 'retained' : 'SV'} of={heapBytes} />
          </span>
        </div>
        <p class="finding-sentence">
          <bdi>{sentence}</bdi>
        </p>
        {isNear && <Details row={row} />}
      </li>
    )
  },
  // A finding is sent again with its rank; it says the same.
  (before, now) => before.row.id === now.row.id && before.heapBytes === now.heapBytes,
)

function Details({ row }: { readonly row: FindingRow }): VNode {
  const { why, fix, instances, svs, bytes, example, path, commands } = row
  return (
    <>
      <dl class="finding-facts">
        <Fact title="why">{why}</Fact>
        <Fact title="how many">
          {instances > 0 && `${groupDigits(instances)} × · `}
          {counted(svs, 'SV')}, <Size bytes={bytes} kind="SV" />
        </Fact>
        <Fact title="packages">
          {row.packages.slice(0, MOST_NAMES).map(({ name, count }) => (
            <span key={name} class="finding-name">
              {groupDigits(count)} <bdi class="mono">{name}</bdi>
            </span>
          ))}
        </Fact>
        <Fact title="names">
          {row.names.slice(0, MOST_NAMES).map((name) => (
            <bdi key={name} class="mono finding-name">
              {name}
            </bdi>
          ))}
        </Fact>
        <Fact title="where">
          {row.file !== null && <bdi class="mono">{`${row.file}${row.line === null ? '' : ` line ${row.line}`}`}</bdi>}
        </Fact>
        <Fact title="path">{path !== null && <bdi class="mono">{path}</bdi>}</Fact>
        <Fact title="example">{example && <SvChip sv={example} />}</Fact>
        <Fact title="what to do">
          {fix !== null && (
            <>
              <bdi class="finding-fix mono">{fix}</bdi>{' '}
              <button type="button" class="quiet" onClick={() => void copyText(fix, 'fix')}>
                copy
              </button>
            </>
          )}
        </Fact>
      </dl>
      <div class="finding-actions">
        {row.evidence && (
          <a class="button" href={evidenceHref(row.evidence)}>
            Show the evidence
          </a>
        )}
        <AsCommands lines={commands} />
      </div>
    </>
  )
}

const MOST_NAMES = 12

/** Left out when there is nothing in it. */
function Fact({ title, children }: { readonly title: string; readonly children?: ComponentChildren }): VNode | null {
  if (!children || (Array.isArray(children) && children.every((child) => !child))) return null
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  )
}

function evidenceHref({ view, id }: EvidenceView): string {
  // An SV's page shows what dominates it, which is its place in the retained tree.
  if (view === 'sv' || (view === 'retained' && id !== '')) return hrefOf({ view: 'sv', sv: id })
  return hrefOf({ view, options: id === '' ? new Map() : new Map([['open', id]]) })
}
