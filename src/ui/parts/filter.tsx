import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface FilterProps {
  readonly label: string
  readonly value: string
  /** Told when typing has paused. */
  readonly onChange: (value: string) => void
}

const PAUSE = 150

/** A text that narrows a table. It is of the dump, so it is not kept in the hash. */
export function Filter({ label, value, onChange }: FilterProps): VNode {
  const [typed, setTyped] = useState(value)
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(waiting.current), [])
  const type = (text: string) => {
    setTyped(text)
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => onChange(text), PAUSE)
  }
  return (
    <label>
      {label}
      <input
        class="filter"
        type="text"
        value={typed}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => type(event.currentTarget.value)}
      />
    </label>
  )
}
