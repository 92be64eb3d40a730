import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { accept, activeOffer, closeOffers, completeNow, followTyping, hint, offered } from './completion.ts'
import { lineHistory } from './history.ts'
import { editedBy, splitPaste } from './line-keys.ts'
import { cancelRunning, clearConsole, closeConsole, hasMore, prompt, promptWanted, runLines } from './session.ts'
import { Offers } from './offers.tsx'

/** Ctrl+R: the line found, and the text it is looked for by. */
interface Search {
  readonly text: string
  readonly at: number
}

/** Where lines are typed, with the keys of a shell. */
export function Prompt(): VNode {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  /** Index into the history of the line shown; its length = the one being typed, kept in `draft`. */
  const place = useRef(lineHistory.lines.length)
  const draft = useRef('')
  const search = useSignal<Search | null>(null)
  const { text, cursor } = prompt.value

  // Before the next key comes in.
  useLayoutEffect(() => {
    input.current?.focus()
  }, [promptWanted.value])
  useLayoutEffect(() => {
    const element = input.current
    if (element && (element.value !== text || element.selectionStart !== cursor)) {
      element.value = text
      if (document.activeElement === element) element.setSelectionRange(cursor, cursor)
    }
  }, [text, cursor])

  const set = (line: string, at = line.length) => {
    prompt.value = { text: line, cursor: at }
    void followTyping()
  }
  const submit = () => {
    const line = search.value ? (lineHistory.lines[search.value.at] ?? '') : prompt.peek().text
    search.value = null
    closeOffers()
    if (line.trim() === '' && !hasMore.value) return
    runLines([line])
    place.current = lineHistory.lines.length + 1
    set('')
  }
  const recall = (step: number) => {
    const { lines } = lineHistory
    const from = Math.min(place.current, lines.length)
    if (from === lines.length) draft.current = prompt.peek().text
    place.current = Math.min(Math.max(from + step, 0), lines.length)
    set(place.current === lines.length ? draft.current : lines[place.current])
  }
  const lookBack = (wanted: string, before: number) => {
    search.value = { text: wanted, at: lineHistory.find(wanted, before) }
  }
  const endSearch = (keep: boolean) => {
    const line = lineHistory.lines[search.value?.at ?? -1]
    search.value = null
    if (keep && line !== undefined) set(line)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const done = search.value
      ? searchKey(event, search.value, { lookBack, endSearch, submit })
      : offerKey(event) || (event.ctrlKey ? controlKey(event, input.current, lookBack, set) : plainKey(event))
    if (done) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  const plainKey = (event: KeyboardEvent): boolean => {
    if (event.altKey || event.metaKey) return false
    if (event.key === 'Enter') submit()
    else if (event.key === 'ArrowUp') recall(-1)
    else if (event.key === 'ArrowDown') recall(1)
    else if (event.key === 'Tab' && !event.shiftKey && prompt.peek().text !== '') void completeNow()
    else if (event.key === 'Escape')
      input.current?.closest('.frame')?.querySelector<HTMLElement>('.grid, main')?.focus()
    else return false
    return true
  }
  const onPaste = (event: ClipboardEvent) => {
    const { run, rest } = splitPaste(event.clipboardData?.getData('text/plain') ?? '')
    const element = input.current
    if (run.length === 0 || !element) return
    event.preventDefault()
    const { value, selectionStart, selectionEnd } = element
    const first = value.slice(0, selectionStart ?? 0) + run[0]
    runLines([first, ...run.slice(1)])
    place.current = Infinity
    set(rest + value.slice(selectionEnd ?? 0), rest.length)
  }
  const follow = () => {
    const element = input.current
    if (!element || search.value) return
    if (element.value !== prompt.peek().text || element.selectionStart !== prompt.peek().cursor)
      set(element.value, element.selectionStart ?? element.value.length)
  }

  const list = offered.value
  const found = search.value && lineHistory.lines[search.value.at]
  return (
    <div class="prompt">
      <label class="prompt-sign" for={`${id}-input`}>
        <span aria-hidden="true">{search.value ? 'search:' : 'pmat>'}</span>
      </label>
      <div class="prompt-line">
        <input
          ref={input}
          id={`${id}-input`}
          type="text"
          aria-label="pmat command"
          aria-autocomplete="list"
          aria-controls={`${id}-offers`}
          aria-activedescendant={list ? `${id}-offer-${activeOffer.value}` : undefined}
          aria-describedby={`${id}-hint`}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onInput={(event) => {
            if (search.value) lookBack(event.currentTarget.value, Infinity)
            else follow()
          }}
          onSelect={follow}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={closeOffers}
        />
        <Offers id={id} completion={list} active={activeOffer.value} />
      </div>
      <div id={`${id}-hint`} class="prompt-hint">
        {search.value
          ? (found ?? 'No such line in the history')
          : text === '' && hasMore.value
            ? 'Enter shows the next page'
            : hint.value}
      </div>
    </div>
  )
}

/** Keys of the list while it is open. */
function offerKey({ key, shiftKey, ctrlKey }: KeyboardEvent): boolean {
  const list = offered.peek()
  if (!list || ctrlKey) return false
  const { length } = list.candidates
  const move = (step: number) => {
    activeOffer.value = (activeOffer.peek() + step + length) % length
  }
  if (key === 'ArrowDown' || (key === 'Tab' && !shiftKey)) move(1)
  else if (key === 'ArrowUp' || key === 'Tab') move(-1)
  else if (key === 'Enter') accept(list.candidates[activeOffer.peek()].text, list)
  else if (key === 'Escape') closeOffers()
  else return false
  return true
}

function controlKey(
  event: KeyboardEvent,
  input: HTMLInputElement | null,
  lookBack: (text: string, before: number) => void,
  set: (line: string, at?: number) => void,
): boolean {
  const { key } = event
  const line = prompt.peek()
  if (event.shiftKey || event.altKey || event.metaKey) return false
  if (key === 'c') {
    if (input && input.selectionStart !== input.selectionEnd) return false // copies
    if (!cancelRunning()) set('')
  } else if (key === 'r') lookBack(line.text, Infinity)
  else if (key === 'l') clearConsole()
  else if (key === 'd' && line.text === '') closeConsole()
  else {
    const edited = editedBy(key, line)
    if (!edited) return false
    set(edited.text, edited.cursor)
  }
  return true
}

interface SearchActions {
  lookBack(text: string, before: number): void
  endSearch(keep: boolean): void
  submit(): void
}

function searchKey({ key, ctrlKey }: KeyboardEvent, search: Search, actions: SearchActions): boolean {
  if (ctrlKey && key === 'r') {
    if (search.at > 0) actions.lookBack(search.text, search.at)
  } else if (key === 'Enter') actions.submit()
  else if (key === 'Escape' || (ctrlKey && (key === 'g' || key === 'c'))) actions.endSearch(false)
  else if (key.startsWith('Arrow') || key === 'Tab') actions.endSearch(true)
  else return false
  return true
}
