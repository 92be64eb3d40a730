import './sv-page.css'
import type { VNode } from 'preact'
import type { SvDetails } from '../../../query/protocol.ts'
import { copyText } from '../../parts/copy.ts'
import { Failed, Working } from '../../parts/states.tsx'
import { SvChip } from '../../parts/sv-chip.tsx'
import { ViewHead } from '../../parts/view-head.tsx'
import { AsCommands } from '../../parts/as-command.tsx'
import { analysisStep, opened } from '../../state/dump.ts'
import { hrefOf } from '../../state/navigation.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Hold } from '../hold/hold.tsx'
import type { ViewDefinition, ViewProps } from '../view.ts'
import { Contents } from './contents.tsx'
import { Fields, sentenceOf, Sizes } from './facts.tsx'
import { References } from './references.tsx'

/** One SV: what it is, its sizes, what is in it, who holds it, what it holds. */
export const svPage: ViewDefinition = { name: 'sv', title: 'SV', key: '', isInRail: false, Body: SvPage }

function SvPage({ sv: word }: ViewProps): VNode {
  const { value: sv, error } = useAnswer((api, job) => api.sv(job, word), [word, analysisStep.value])
  if (error)
    return (
      <>
        <ViewHead title={<bdi class="mono">{word}</bdi>} />
        <Failed error={error} />
      </>
    )
  return sv ? <Page sv={sv} /> : <Working what={`Looking for ${word}`} />
}

function Page({ sv }: { readonly sv: SvDetails }): VNode {
  const { address, contents, commands } = sv
  return (
    <div class="sv-page">
      <ViewHead title={<SvChip sv={sv} />}>{sentenceOf(sv, opened.value?.heapBytes ?? 0)}</ViewHead>
      <div class="sv-actions">
        <a class="button" href={hrefOf({ view: 'identify', sv: address })}>
          Identify: who holds it
        </a>
        <button type="button" onClick={() => void copyText(address, 'address')}>
          Copy address
        </button>
        <AsCommands lines={commands} />
      </div>
      <div class="sv-facts">
        <Sizes sv={sv} />
        <Fields fields={sv.fields} />
      </div>
      {contents && contents.total > 0 && <Contents address={address} what={contents.what} total={contents.total} />}
      <div class="sv-references">
        <References address={address} direction="in" />
        <References address={address} direction="out" />
      </div>
      <Hold address={address} />
    </div>
  )
}
