import './console.css'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { copyText } from '../parts/copy.ts'
import { Log } from './log.tsx'
import { Prompt } from './prompt.tsx'
import { clearConsole, closeConsole, entries, transcript } from './session.ts'
import { consoleHeight, Splitter } from './splitter.tsx'

/** pmat's shell, beside whatever view is shown. */
export function Console(): VNode {
  const region = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(document.activeElement)
  useEffect(() => {
    return () => {
      const back = cameFrom.current
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true })
      else document.getElementById('main')?.focus({ preventScroll: true })
    }
  }, [])
  const isEmpty = entries.value.length === 0
  return (
    <section
      ref={region}
      class="console"
      aria-label="Console"
      style={{ '--console-height': `${consoleHeight.value}px` }}
    >
      <Splitter />
      <div class="console-tools">
        <h2>Console</h2>
        <button
          type="button"
          class="quiet"
          disabled={isEmpty}
          onClick={() => void copyText(transcript(), 'transcript')}
        >
          Copy transcript
        </button>
        <button type="button" class="quiet" disabled={isEmpty} onClick={clearConsole}>
          Clear
        </button>
        <button
          type="button"
          class="quiet"
          aria-label="Close the console"
          title="Close (Ctrl+D)"
          onClick={closeConsole}
        >
          ✕
        </button>
      </div>
      <Log />
      <Prompt />
    </section>
  )
}
