import './notices.css'
import type { VNode } from 'preact'
import { dismiss, notices } from '../state/notices.ts'

export function Notices(): VNode {
  return (
    <div class="notices" role="status" aria-live="polite">
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
