import './frame.css'
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { visibleText } from '../../base/visible-text.ts'
import { Console } from '../console/console.tsx'
import type { OpenedDump } from '../../query/protocol.ts'
import { route } from '../state/navigation.ts'
import { inspector } from '../state/settings.ts'
import { viewNamed } from '../views/registry.ts'
import { Bar } from './bar.tsx'
import { DumpBanners } from './dump-banners.tsx'
import { Inspector } from './inspector.tsx'
import { Rail } from './rail.tsx'
import { UnknownView } from './unknown-view.tsx'

/** A dump that is open: bar, rail, the view, the inspector, the console below them. */
export function Frame({ dump }: { readonly dump: OpenedDump }): VNode {
  const { view, sv, isConsoleOpen } = route.value
  const definition = viewNamed(view)
  const main = useRef<HTMLElement>(null)
  const isFirst = useRef(true)
  /** Bar and rail, then the view, then the inspector: all at once takes too long, as the worker begins with the analyses now. */
  const [numParts, setNumParts] = useState(1)
  useEffect(() => setNumParts((count) => Math.min(count + 1, 3)), [numParts])

  useEffect(() => {
    const title = definition?.title ?? 'No such view'
    document.title = [sv === null ? title : `${title} ${short(sv)}`, short(dump.name), 'pmatscope'].join(' · ')
  }, [definition, sv, dump])
  // A new place: the keyboard and the screen reader start at its heading.
  useEffect(() => {
    if (!isFirst.current && main.current && !isTyping())
      (main.current.querySelector('h1') ?? main.current).focus({ preventScroll: true })
    isFirst.current = false
  }, [view, sv])

  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => skipTo(event, main.current)}>
        Skip to the view
      </a>
      <Bar dump={dump} />
      <div class={`frame-middle${inspector.value === 'shown' ? ' with-inspector' : ''}`}>
        <Rail />
        <main id="main" ref={main} class="frame-main" tabIndex={-1}>
          <DumpBanners dump={dump} />
          {definition && numParts > 1 && <definition.Body key={`${definition.name} ${sv}`} sv={sv ?? ''} />}
          {!definition && <UnknownView name={view} />}
        </main>
        {numParts > 2 && <Inspector />}
      </div>
      {isConsoleOpen && <Console />}
    </div>
  )
}

const TITLE_CHARS = 40

function short(name: string): string {
  const text = visibleText(name)
  return text.length > TITLE_CHARS ? `${text.slice(0, TITLE_CHARS - 1)}…` : text
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') === true
}

function skipTo(event: MouseEvent, main: HTMLElement | null): void {
  event.preventDefault()
  main?.focus()
}
