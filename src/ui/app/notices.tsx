import './notices.css'
import type { VNode } from 'preact'
import { consoleHeight } from '../console/splitter.tsx'
import { dismiss, notices } from '../state/notices.ts'
import { route } from '../state/navigation.ts'

export function Notices(): VNode {
  const height = route.value.isConsoleOpen ? consoleHeight.value : 0
  return (
    <div class="notices" role="status" aria-live="polite" style={{ '--console-height': `${height}px` }}>
      {notices.value.map(({ id, text, action }) => (
        <div key={id} class="notice">
          <bdi>{text}</bdi>
          {action && (
            <button
              type="button"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
          {action && (
            <button type="button" class="quiet" onClick={() => dismiss(id)}>
              Not now
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
