import type { VNode } from 'preact'
import { visibleText } from '../../base/visible-text.ts'
import { percent } from '../parts/format.ts'
import { Banner } from '../parts/states.tsx'
import { lastCrash } from '../state/lifecycle.ts'

/** The tab died while a dump was being opened: say so, as nothing could be said then. */
export function LastCrash(): VNode | null {
  const crash = lastCrash.value
  if (!crash) return null
  const { name, stage, done } = crash
  return (
    <Banner kind="warn">
      <p>
        <strong>This tab died last time</strong> while it opened <bdi>{visibleText(name)}</bdi>: phase “{stage}”,{' '}
        {percent(done, 1)} done. The browser may have run out of memory. Close other tabs before you open it again, or
        read it with the command line.
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
