import './keys-dialog.css'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { GLOSSARY } from '../parts/glossary.ts'
import { isKeysDialogOpen } from '../state/dialogs.ts'
import { singleKeys } from '../state/settings.ts'
import { VIEWS } from '../views/registry.ts'

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['/', 'search: an address, a symbol, a package, a command'],
  [':', 'console'],
  ['`', 'console: open or close'],
  ['o', 'open a dump (Ctrl+O too)'],
  ['?', 'these keys and words'],
  ['[ ]', 'back, forward'],
  ['j k ↓ ↑', 'next and previous row'],
  ['Home End PgUp PgDn', 'far in a table'],
  ['#', 'to a row by its number'],
  ['w', 'widths of columns: ← → change one, Tab goes on, Enter ends'],
  ['→ ← Space *', 'in a tree: open, close, toggle, open all of a level'],
  ['Enter', 'open the page of the SV'],
  ['u', 'up to who holds it'],
  ['y', 'copy the address'],
  ['Y', 'copy the row as text'],
  ['i', 'insert the address at the prompt'],
]

const CONSOLE_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['Tab', 'complete'],
  ['↑ ↓', 'lines typed before'],
  ['Ctrl+R', 'search them'],
  ['Ctrl+C', 'stop what runs, or drop the line'],
  ['Ctrl+L', 'clear'],
  ['Ctrl+A E U K', 'start, end, delete to the start, to the end'],
  ['Ctrl+D', 'close the console'],
  ['Esc', 'back to the view'],
  ['Alt+click', 'insert an address or symbol'],
]

export function KeysDialog(): VNode | null {
  const dialog = useRef<HTMLDialogElement>(null)
  const isOpen = isKeysDialogOpen.value
  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
  }, [isOpen])
  if (!isOpen) return null
  const close = () => {
    isKeysDialogOpen.value = false
  }
  const views = VIEWS.filter(({ key }) => key !== '').map(({ key, title }) => [`g ${key}`, title] as const)
  return (
    <dialog
      ref={dialog}
      class="keys-dialog"
      aria-label="Keys and words"
      onClose={close}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="keys-content">
        <header>
          <h1>Keys and words</h1>
          <button type="button" class="quiet" aria-label="Close" onClick={() => dialog.current?.close()}>
            ✕
          </button>
        </header>
        <div class="keys-columns">
          <KeyList title="Everywhere" keys={KEYS} />
          <div>
            <KeyList title="Views" keys={views} />
            <KeyList title="Console" keys={CONSOLE_KEYS} />
          </div>
        </div>
        <label class="keys-switch">
          <input
            type="checkbox"
            checked={singleKeys.value === 'on'}
            onChange={(event) => {
              singleKeys.value = event.currentTarget.checked ? 'on' : 'off'
            }}
          />
          Single keys act (switch off if they get in the way of speech input)
        </label>
        <h2>Words</h2>
        <dl class="words">
          {GLOSSARY.map(({ word, says }) => (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  )
}

function KeyList({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }): VNode {
  return (
    <section>
      <h2>{title}</h2>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
