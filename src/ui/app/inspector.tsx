import './inspector.css'
import type { VNode } from 'preact'
import type { Reference as Ref, RowWindow, SvDetails } from '../../query/protocol.ts'
import { AsCommands } from '../parts/as-command.tsx'
import { copyText } from '../parts/copy.ts'
import { groupDigits } from '../parts/format.ts'
import { Reference } from '../parts/reference.tsx'
import { Failed, Nothing } from '../parts/states.tsx'
import { SvChip } from '../parts/sv-chip.tsx'
import { analysisStep } from '../state/dump.ts'
import { hrefOf, replace, route } from '../state/navigation.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Fields, Sizes } from '../views/sv/facts.tsx'

/** References shown of either kind; the page of the SV has all. */
const FEW = 8

const HINTS = [
  ['↓', 'select the next row'],
  ['Enter', 'open its page'],
  ['u', 'go up to who holds it'],
  ['y', 'copy its address'],
  ['?', 'all keys'],
] as const

/** The SV that is selected, beside the view. Below 900 px it is a sheet over the view, and only there when needed. */
export function Inspector(): VNode {
  const { sv, selected: chosen } = route.value
  const selected = chosen === sv ? null : chosen // the page itself says it all
  return (
    <aside class={`inspector${selected === null ? ' idle' : ''}`} aria-label="Inspector">
      {selected === null ? (
        <Nothing title="Nothing selected">
          <p>Select a row, and its SV is shown here.</p>
          <dl class="inspector-keys">
            {HINTS.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Nothing>
      ) : (
        <Inspected address={selected} />
      )}
    </aside>
  )
}

function Inspected({ address }: { readonly address: string }): VNode {
  const details = useAnswer((api, job) => api.sv(job, address), [address, analysisStep.value])
  const { value: sv, error } = details
  return (
    <>
      <header class="inspector-head">
        {sv ? <SvChip sv={sv} /> : <span class="mono">{address}</span>}
        <button
          type="button"
          class="quiet"
          aria-label="Close the inspector"
          title="Close"
          onClick={() => replace({ selected: null })}
        >
          ✕
        </button>
      </header>
      {error && <Failed error={error} />}
      {sv && <Facts sv={sv} isOld={details.isWaiting} />}
    </>
  )
}

function Facts({ sv, isOld }: { readonly sv: SvDetails; readonly isOld: boolean }): VNode {
  const { address } = sv
  const inrefs = useAnswer((api, job) => api.inrefs(job, address, 0, FEW), [address])
  const outrefs = useAnswer((api, job) => api.outrefs(job, address, 0, FEW), [address])
  return (
    <div class={`inspector-body${isOld ? ' old' : ''}`}>
      <p class="inspector-actions">
        <a class="button" href={hrefOf({ view: 'sv', sv: address })}>
          Open
        </a>
        <a class="button" href={hrefOf({ view: 'identify', sv: address })}>
          Identify
        </a>
        <button type="button" onClick={() => void copyText(address, 'address')}>
          Copy address
        </button>
      </p>
      <Sizes sv={sv} />
      <Fields fields={sv.fields} />
      <FewReferences title="Held by" none="Nothing in the dump refers to it." refs={inrefs.value} address={address} />
      <FewReferences title="Holds" none="It refers to nothing." refs={outrefs.value} address={address} />
      {analysisStep.value === 'ready' && <PathFromRoot address={address} />}
      <AsCommands lines={sv.commands} />
    </div>
  )
}

/** How the roots lead to it, as Perl would write it; its page has more paths. */
function PathFromRoot({ address }: { readonly address: string }): VNode | null {
  const { value } = useAnswer((api, job) => api.paths(job, address, 1, []), [address])
  if (!value) return null
  return (
    <section>
      <h2>Path from a root</h2>
      {value.length === 0 ? <p class="none">None leads here.</p> : <bdi class="mono path">{value[0].text}</bdi>}
    </section>
  )
}

interface FewReferencesProps {
  readonly title: string
  readonly none: string
  readonly refs: RowWindow<Ref> | undefined
  readonly address: string
}

function FewReferences({ title, none, refs, address }: FewReferencesProps): VNode {
  return (
    <section>
      <h2>
        {title} {refs && refs.total > 0 && <span class="count">{groupDigits(refs.total)}</span>}
      </h2>
      {!refs && <p class="none">…</p>}
      {refs?.total === 0 && <p class="none">{none}</p>}
      <ul>
        {refs?.rows.map((reference, i) => (
          <li key={i}>
            <Reference reference={reference} />
          </li>
        ))}
      </ul>
      {refs && refs.total > FEW && (
        <a href={hrefOf({ view: 'sv', sv: address })}>{groupDigits(refs.total - FEW)} more on its page</a>
      )}
    </section>
  )
}
