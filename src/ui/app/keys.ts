import { insertAtPrompt, openConsole, toggleConsole } from '../console/session.ts'
import { copyText } from '../parts/copy.ts'
import { focusSearch, isKeysDialogOpen } from '../state/dialogs.ts'
import { opened } from '../state/dump.ts'
import { pickFile } from '../state/intake.ts'
import { goTo, route } from '../state/navigation.ts'
import { openHolder } from '../state/selection.ts'
import { singleKeys } from '../state/settings.ts'
import { VIEWS } from '../views/registry.ts'

/** Milliseconds in which the second key of `g f` must come. */
const SEQUENCE_MS = 1500

let goAt = -Infinity

/** Keys of the whole page. Those of a table or of the console are handled there, and do not come here. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const { key, ctrlKey, metaKey, altKey } = event
  if ((ctrlKey || metaKey) && !altKey && key === 'o') {
    event.preventDefault()
    pickFile()
    return
  }
  if ((ctrlKey || metaKey) && !altKey && key === 'k' && opened.peek()) {
    event.preventDefault()
    openConsole()
    return
  }
  if (ctrlKey || metaKey || altKey || singleKeys.peek() === 'off' || isTyping(event.target)) return
  if (document.querySelector('dialog[open]')) return
  if (actOn(event, key)) event.preventDefault()
}

function actOn(event: KeyboardEvent, key: string): boolean {
  if (performance.now() - goAt < SEQUENCE_MS) {
    goAt = -Infinity
    const view = VIEWS.find((one) => one.key !== '' && one.key === key)
    if (!view || !opened.peek()) return false
    goTo({ view: view.name })
    return true
  }
  if (key === '?') isKeysDialogOpen.value = true
  else if (key === 'o') pickFile()
  else if (key === '[') history.back()
  else if (key === ']') history.forward()
  else if (!opened.peek()) return false
  else if (key === '/') focusSearch()
  else if (key === ':') openConsole()
  else if (key === '`') toggleConsole()
  else if (key === 'g') goAt = performance.now()
  else return enterTable(event) || svKey(event.target, key)
  return true
}

/** The first table of the view takes the keys that move in tables, from wherever no other table has the focus. */
function enterTable(event: KeyboardEvent): boolean {
  if (!['ArrowDown', 'ArrowUp', 'j', 'k', 'End', '#'].includes(event.key)) return false
  if (event.target instanceof Element && event.target.closest('.grid, .console, .inspector, [role=listbox]'))
    return false
  const grid = document.querySelector<HTMLElement>('.frame-main .grid')
  if (!grid) return false
  grid.focus()
  grid.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, cancelable: true }))
  return true
}

/** On the chip that has the focus, else on the SV that the view is about, else on the one in the inspector. */
function svKey(target: EventTarget | null, key: string): boolean {
  const { sv, selected } = route.peek()
  const chip = target instanceof Element ? target.closest<HTMLElement>('[data-sv]') : null
  const address = chip?.dataset.sv ?? sv ?? selected
  if (address === null) return false
  if (key === 'y') void copyText(address, 'address')
  else if (key === 'Y') void copyText(chip ? wordsOf(chip) : address, 'text')
  else if (key === 'u') void openHolder(address)
  else if (key === 'i') insertAtPrompt(address)
  else return false
  return true
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  )
}

/** What a chip says: not its sigil, which is for the eye. */
function wordsOf(chip: HTMLElement): string {
  const copy = chip.cloneNode(true) as HTMLElement
  for (const hidden of copy.querySelectorAll('[aria-hidden]')) hidden.remove()
  return copy.textContent.trim()
}
