import type { VNode } from 'preact'
import { Banner } from '../parts/states.tsx'
import { lastCrash } from '../state/lifecycle.ts'

/** The tab died while a dump was being opened: say so, as nothing could be said then. */
export function LastCrash(): VNode | null {
  const crash = lastCrash.value
  if (!crash) return null
  return (
    <Banner kind="warn">
      <p>
        <strong>Last time this tab stopped</strong> while it was {crash.stage} <bdi>{crash.name}</bdi>. The browser may
        have run out of memory: close other tabs before you open it again.
      </p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          lastCrash.value = null
        }}
      >
        Dismiss
      </button>
    </Banner>
  )
}
