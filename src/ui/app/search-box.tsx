import './search-box.css'
import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { setSearchInput } from '../state/dialogs.ts'
import { chooseHit, type Hit, hitsFor } from './search.ts'

const PLACEHOLDER = 'Search, address, symbol or command'

/** Finds SVs, symbols, packages, views and commands by their name. */
export function SearchBox(): VNode {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const text = useSignal('')
  const hits = useSignal<readonly Hit[]>([])
  const active = useSignal(0)
  const isOpen = useSignal(false)
  const latest = useRef(0)

  useEffect(() => {
    setSearchInput(input.current)
    return () => setSearchInput(null)
  }, [])

  const look = async (typed: string) => {
    text.value = typed
    isOpen.value = typed.trim() !== ''
    const turn = ++latest.current
    const found = isOpen.value ? await hitsFor(typed) : []
    if (turn !== latest.current) return
    hits.value = found
    active.value = 0
  }
  const choose = (hit: Hit) => {
    isOpen.value = false
    input.current?.blur()
    chooseHit(hit)
  }
  const onKeyDown = async (event: KeyboardEvent) => {
    if (event.isComposing) return
    const { key } = event
    if (key === 'Escape') {
      if (isOpen.value) isOpen.value = false
      else input.current?.blur()
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      const step = key === 'ArrowDown' ? 1 : -1
      isOpen.value = hits.value.length > 0
      active.value = Math.min(Math.max(active.value + step, 0), hits.value.length - 1)
    } else if (key === 'Enter') {
      event.preventDefault()
      const typed = text.value
      const found = hits.value.length > 0 ? hits.value : await hitsFor(typed)
      const hit = found[Math.min(active.value, found.length - 1)]
      if (hit) choose(hit)
    }
  }
  return (
    <div class="search-box" role="search">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={PLACEHOLDER}
        aria-autocomplete="list"
        aria-expanded={isOpen.value}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen.value && hits.value.length > 0 ? `${id}-${active.value}` : undefined}
        placeholder={PLACEHOLDER}
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => void look(event.currentTarget.value)}
        onFocus={() => void look(text.value)}
        onBlur={() => {
          isOpen.value = false
        }}
        onKeyDown={(event) => void onKeyDown(event)}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul id={`${id}-list`} class="search-hits" role="listbox" aria-label="Found" hidden={!isOpen.value}>
        {hits.value.map((hit, i) => (
          <li
            key={`${hit.kind} ${hit.text}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active.value}
            onMouseDown={(event) => {
              event.preventDefault()
              choose(hit)
            }}
          >
            <span class="search-kind">{hit.kind}</span>
            <bdi class="mono search-text">{hit.text}</bdi>
            <bdi class="search-detail">{hit.detail}</bdi>
          </li>
        ))}
        {hits.value.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled="true" class="search-none">
            Nothing of that name. Press Enter to run it in the console.
          </li>
        )}
      </ul>
    </div>
  )
}
