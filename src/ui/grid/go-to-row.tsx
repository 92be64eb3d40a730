import type { RefObject, VNode } from 'preact'
import { groupDigits } from '../parts/format.ts'

/** Shorter tables are scrolled through sooner. */
export const LEAST_ROWS = 200

export interface GoToRowProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly numRows: number
  /** From 0; -1 = none. */
  readonly active: number
  readonly onGo: (row: number) => void
  /** Back to the table. */
  readonly onLeave: () => void
}

/** Below a long table: `Row [1,204] of 2,000,000`. Enter goes there. */
export function GoToRow({ input, numRows, active, onGo, onLeave }: GoToRowProps): VNode {
  const go = (element: HTMLInputElement) => {
    const row = rowOf(element.value, numRows)
    element.setAttribute('aria-invalid', String(row === null))
    if (row === null) return
    element.value = ''
    onGo(row)
  }
  return (
    <div class="go-to-row">
      <label>
        Row{' '}
        <input
          ref={input}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          aria-label={`Go to row, of ${numRows}`}
          placeholder={active < 0 ? '' : groupDigits(active + 1)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(event.currentTarget)
            else if (event.key === 'Escape') onLeave()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
          onInput={(event) => event.currentTarget.removeAttribute('aria-invalid')}
        />{' '}
      </label>
      of {groupDigits(numRows)}
    </div>
  )
}

/** `1,204` -> 1203; what is beyond the end leads to it. Null = no number. */
function rowOf(text: string, numRows: number): number | null {
  const digits = text.replace(/[\s,._']/g, '')
  return /^\d{1,15}$/.test(digits) ? Math.min(Math.max(Number(digits), 1), numRows) - 1 : null
}
