import './bar.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useId } from 'preact/hooks'
import { formatBytes } from '../../base/format-bytes.ts'
import type { OpenedDump } from '../../query/protocol.ts'
import { toggleConsole } from '../console/session.ts'
import { counted, groupDigits } from '../parts/format.ts'
import { analysis } from '../state/dump.ts'
import { hrefOf, route } from '../state/navigation.ts'
import { isKeysDialogOpen } from '../state/dialogs.ts'
import { phaseOf, ProgressBar, wordsOf } from './loading.tsx'
import { Rail } from './rail.tsx'
import { SearchBox } from './search-box.tsx'
import { ThemeButton } from './theme-button.tsx'

/** At all times: which dump, how sure, how far the analyses are; and the way to everything. */
export function Bar({ dump }: { readonly dump: OpenedDump }): VNode {
  const { name, perl, isThreaded, svs, heapBytes } = dump
  return (
    <header class="top-bar" aria-busy={analysis.value.state === 'running'}>
      <RailMenu />
      <a class="brand" href="#/" title="Start page">
        pmatscope
      </a>
      <p class="dump-words">
        <bdi class="dump-name" title={name}>
          {name}
        </bdi>
        <span class="dump-facts">
          perl {perl}
          {isThreaded ? ' threaded' : ''} · {groupDigits(svs)} SVs · {formatBytes(heapBytes)}
        </span>
        <Warnings dump={dump} />
        <AnalysisWords />
      </p>
      <SearchBox />
      <div class="bar-buttons">
        <button
          type="button"
          class="quiet"
          title="Console ( : )"
          aria-label="Console"
          aria-pressed={route.value.isConsoleOpen}
          onClick={toggleConsole}
        >
          <span class="mono">&gt;_</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Keys and words ( ? )"
          aria-label="Keys and words"
          onClick={() => {
            isKeysDialogOpen.value = true
          }}
        >
          ?
        </button>
        <ThemeButton />
      </div>
    </header>
  )
}

/** The rail where there is no room for it. */
function RailMenu(): VNode {
  const isOpen = useSignal(false)
  const id = useId()
  return (
    <div class="rail-menu" onKeyDown={(event) => event.key === 'Escape' && (isOpen.value = false)}>
      <button
        type="button"
        class="quiet"
        aria-label="Views"
        aria-expanded={isOpen.value}
        aria-controls={id}
        onClick={() => {
          isOpen.value = !isOpen.value
        }}
      >
        ☰
      </button>
      <div
        id={id}
        hidden={!isOpen.value}
        onClick={() => {
          isOpen.value = false
        }}
      >
        {isOpen.value && <Rail />}
      </div>
    </div>
  )
}

/** `3 warnings`, which the overview lists; `partial` before it. */
function Warnings({ dump }: { readonly dump: OpenedDump }): VNode {
  const { damage, warnings } = dump
  return (
    <>
      {damage && (
        <a class="badge warn" href={hrefOf({ view: 'overview' })} title={damage.problem}>
          partial
        </a>
      )}
      {warnings.length > 0 && (
        <a class="badge warn" href={hrefOf({ view: 'overview' })} title={warnings.join('\n')}>
          {counted(warnings.length, 'warning')}
        </a>
      )}
    </>
  )
}

function AnalysisWords(): VNode | null {
  const now = analysis.value
  if (now.state === 'failed')
    return (
      <span class="badge bad" title={now.error.message}>
        analyses failed
      </span>
    )
  if (now.state !== 'running' || !now.progress) return null
  return (
    <span class="analysis" title={wordsOf(now.progress)}>
      <ProgressBar progress={now.progress} />
      <span>{phaseOf(now.progress)}</span>
    </span>
  )
}
