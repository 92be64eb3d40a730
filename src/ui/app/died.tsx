import './died.css'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { restart } from '../state/lifecycle.ts'

/** The worker is no more, and with it the dump that was open. */
export function Died({ reason }: { readonly reason: string }): VNode {
  const again = useRef<HTMLButtonElement>(null)
  useEffect(() => again.current?.focus(), [])
  return (
    <main class="died">
      <div role="alert">
        <h1>The worker that held the dump stopped</h1>
        <p>
          <bdi>{reason}</bdi>
        </p>
      </div>
      <p>
        Stored dumps are safe. If this was a very large dump, the browser may have run out of memory: close other tabs
        and try again, or read it with the command line.
      </p>
      <button ref={again} type="button" class="main" onClick={restart}>
        Start again
      </button>
    </main>
  )
}
