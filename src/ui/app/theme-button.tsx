import type { VNode } from 'preact'
import { notice } from '../state/notices.ts'
import { theme } from '../state/settings.ts'

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const
const WORDS = { system: 'as the system', light: 'light', dark: 'dark' } as const

export function ThemeButton(): VNode {
  const words = `Theme: ${WORDS[theme.value]}`
  return (
    <button
      type="button"
      class="quiet"
      title={words}
      aria-label={words}
      onClick={() => {
        theme.value = NEXT[theme.value]
        notice(`Theme: ${WORDS[theme.value]}`)
      }}
    >
      <span aria-hidden="true">{theme.value === 'light' ? '○' : theme.value === 'dark' ? '●' : '◐'}</span>
    </button>
  )
}
