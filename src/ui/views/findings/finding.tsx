import type { ComponentChildren, VNode } from 'preact'
import type { EvidenceView, FindingRow } from '../../../query/protocol-findings.ts'
import { AsCommands } from '../../parts/as-command.tsx'
import { copyText } from '../../parts/copy.ts'
import { counted, groupDigits } from '../../parts/format.ts'
import { Size } from '../../parts/size.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { opened } from '../../state/dump.ts'
import { hrefOf } from '../../state/navigation.ts'
import { CERTAINTY, kindTitle } from './kinds.ts'

/** One verdict: how sure, what, how much; the evidence behind it; what to do. */
export function Finding({ row }: { readonly row: FindingRow }): VNode {
  const { kind, certainty, why, sentence, fix, instances, svs, bytes, retained, example, path, commands } = row
  const heapBytes = opened.value?.heapBytes ?? 0
  return (
    <li class={`finding ${certainty}`}>
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
    </li>
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
