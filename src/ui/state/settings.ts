import { effect, type Signal, signal } from '@preact/signals'

/** Other sites may share our origin's storage, so names begin with ours. */
const PREFIX = 'pmatscope.'

/** A choice of the user that outlives the visit; where nothing can be stored, it holds until the tab closes. */
function setting<const Word extends string>(name: string, words: readonly Word[], standard: Word): Signal<Word> {
  const choice = signal(words.find((word) => word === readStored(name)) ?? standard)
  effect(() => writeStored(name, choice.value === standard ? null : choice.value))
  return choice
}

/** May dumps be stored in this browser? */
export const keepDumps = setting('keep dumps', ['yes', 'no'], 'yes')
/** Do single keys such as `/` and `j` act? (WCAG 2.1.4) */
export const singleKeys = setting('single keys', ['on', 'off'], 'on')
export const theme = setting('theme', ['system', 'light', 'dark'], 'system')
export const inspector = setting('inspector', ['shown', 'hidden'], 'shown')

/** What was stored under a name, or null, also where the browser refuses. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

/** Store a text; null removes it. */
export function writeStored(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, text)
  } catch {
    // A private window or a full store: the choice holds until the tab closes.
  }
}

effect(() => {
  const { documentElement } = document
  if (theme.value === 'system') delete documentElement.dataset.theme
  else documentElement.dataset.theme = theme.value
})
