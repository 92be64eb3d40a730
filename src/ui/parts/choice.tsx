import './choice.css'
import type { VNode } from 'preact'
import { useId } from 'preact/hooks'

export interface ChoiceProps<Word extends string> {
  readonly label: string
  readonly words: readonly (readonly [word: Word, shown: string])[]
  readonly value: Word
  readonly onChange: (word: Word) => void
}

/** One of a few, all in sight. */
export function Choice<const Word extends string>({ label, words, value, onChange }: ChoiceProps<Word>): VNode {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend class="unseen">{label}</legend>
      {words.map(([word, shown]) => (
        <label key={word}>
          <input type="radio" name={name} checked={word === value} onChange={() => onChange(word)} />
          <span>{shown}</span>
        </label>
      ))}
    </fieldset>
  )
}
