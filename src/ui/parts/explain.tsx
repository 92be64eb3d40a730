import './explain.css'
import type { VNode } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { isKeysDialogOpen } from '../state/dialogs.ts'
import { GLOSSARY, type GlossaryWord } from './glossary.ts'
import { placeBeside } from './place.ts'

/** A `?` beside a word: two sentences about it, and the way to all words. */
export function Explain({ word }: { readonly word: GlossaryWord }): VNode {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const card = useRef<HTMLDivElement>(null)
  const says = GLOSSARY.find((entry) => entry.word === word)?.says
  const place = (event: Event) => {
    if ((event as ToggleEvent).newState === 'open' && card.current && button.current)
      placeBeside(card.current, button.current.getBoundingClientRect())
  }
  return (
    <>
      <button ref={button} type="button" class="explain" aria-label={`What is ${word}?`} popovertarget={id}>
        ?
      </button>
      <div ref={card} id={id} class="explain-card" popover onToggle={place}>
        <p>
          <strong>{word}</strong>: {says}
        </p>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            card.current?.hidePopover()
            isKeysDialogOpen.value = true
          }}
        >
          All words
        </button>
      </div>
    </>
  )
}
