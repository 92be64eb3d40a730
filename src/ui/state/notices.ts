import { visibleText } from '../../base/visible-text.ts'
import { signal } from '@preact/signals'

export interface Notice {
  readonly id: number
  readonly text: string
  /** What the user may do about it; the notice stays until then. */
  readonly action: { readonly label: string; readonly run: () => void } | null
}

/** Short words to the user, the latest last. Read out by screen readers. */
export const notices = signal<readonly Notice[]>([])

const SHOWN_MS = 4000
let lastId = 0

export function notice(words: string, action: Notice['action'] = null): void {
  const text = visibleText(words)
  const id = ++lastId
  notices.value = [...notices.peek().filter((other) => other.text !== text), { id, text, action }].slice(-4)
  if (!action) setTimeout(() => dismiss(id), SHOWN_MS + text.length * 40)
}

export function dismiss(id: number): void {
  notices.value = notices.peek().filter((other) => other.id !== id)
}
