import { useSignal } from '@preact/signals'
import { memo } from '../parts/memo.ts'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { visibleText } from '../../base/visible-text.ts'
import type { ConsoleLine, ConsoleSpan } from '../../query/protocol.ts'
import { copyText } from '../parts/copy.ts'
import { groupDigits } from '../parts/format.ts'
import { hrefOf } from '../state/navigation.ts'
import { Exported } from './exported.tsx'
import { type Entry, entries, insertAtPrompt, textOf } from './session.ts'

/** What was run and answered. It stays at its end while new lines come, unless someone has scrolled up. */
export function Log(): VNode {
  const log = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const lastTop = useRef(0)
  const all = entries.value
  useEffect(() => {
    const element = log.current
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight
  }, [all])
  return (
    <div
      ref={log}
      class="log"
      role="log"
      aria-label="Answers"
      aria-busy={all.at(-1)?.isRunning === true}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        const isNearEnd = scrollTop + clientHeight > scrollHeight - 40
        // Lines that turn out higher when they are drawn move the end away: nobody has scrolled up then.
        isAtEnd.current = isNearEnd || (isAtEnd.current && scrollTop >= lastTop.current)
        lastTop.current = scrollTop
      }}
      onClick={insertClicked}
    >
      {all.length === 0 && (
        <p class="log-empty">
          The commands of pmat. Type <code>help</code>, press Tab to complete, Alt+click an address to insert it.
        </p>
      )}
      {all.map((entry) => (
        <LogEntry key={entry.id} entry={entry} />
      ))}
    </div>
  )
}

/** Alt+click on anything that can be named puts it at the prompt; a command is put there by any click. */
function insertClicked(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-insert]') : null
  const word = target?.dataset.insert
  if (word === undefined || !(event.altKey || target?.tagName === 'BUTTON')) return
  event.preventDefault()
  insertAtPrompt(word)
}

/** Lines drawn at first of one answer: all of a million would stop the page. */
const FIRST_LINES = 1000
const CHUNK = 100

const LogEntry = memo(({ entry }: { readonly entry: Entry }): VNode => {
  const { line, lines, isRunning, file } = entry
  const limit = useSignal(FIRST_LINES)
  const shown = Math.min(lines.length, limit.value)
  const chunks: VNode[] = []
  for (let start = 0; start < shown; start += CHUNK) {
    const end = Math.min(start + CHUNK, shown)
    chunks.push(<Chunk key={start} lines={lines} start={start} end={end} />)
  }
  return (
    <div class="log-entry">
      <div class="log-line">
        <span class="log-prompt">pmat&gt; </span>
        <bdi>{visibleText(line)}</bdi>
        {!isRunning && lines.length > 0 && (
          <button
            type="button"
            class="quiet log-copy"
            aria-label={`Copy the answer to ${line}`}
            onClick={() => void copyText(textOf(lines), 'answer')}
          >
            copy
          </button>
        )}
      </div>
      {chunks}
      {shown < lines.length && (
        <button
          type="button"
          onClick={() => {
            limit.value += FIRST_LINES
          }}
        >
          {groupDigits(lines.length - shown)} more lines: show the next {groupDigits(FIRST_LINES)}
        </button>
      )}
      {file && <Exported file={file} />}
      {isRunning && <div class="log-running">…</div>}
    </div>
  )
})

interface ChunkProps {
  readonly lines: readonly ConsoleLine[]
  readonly start: number
  readonly end: number
}

/** Lines never change once they are there, so a chunk is drawn again only when it grows. */
const Chunk = memo(
  ({ lines, start, end }: ChunkProps): VNode => (
    <pre class="chunk" style={{ '--lines': `${end - start}` }}>
      {lines.slice(start, end).map((line, i) => (
        <div key={i} class="log-text">
          {line.map(drawSpan)}
          {line.length === 0 && '\n'}
        </div>
      ))}
    </pre>
  ),
  (before, now) => before.start === now.start && before.end === now.end,
)

function drawSpan({ text, kind, address }: ConsoleSpan, index: number): VNode | string {
  if (address !== undefined)
    return (
      <a
        key={index}
        class={`span ${kind ?? 'sv'}`}
        href={hrefOf({ view: 'sv', sv: address })}
        data-sv={address}
        data-insert={address}
      >
        {text}
      </a>
    )
  const symbol = kind === 'symbol' ? /[$@%&*][\w:']+/.exec(text)?.[0] : undefined
  if (symbol)
    return (
      <a key={index} class="span symbol" href={hrefOf({ view: 'sv', sv: symbol })} data-insert={symbol}>
        {text}
      </a>
    )
  if (kind === 'command')
    return (
      <button key={index} type="button" class="span command" data-insert={`${text} `}>
        {text}
      </button>
    )
  return kind === undefined ? (
    text
  ) : (
    <span key={index} class={`span ${kind}`}>
      {text}
    </span>
  )
}
