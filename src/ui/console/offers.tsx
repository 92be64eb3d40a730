import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { visibleText } from '../../base/visible-text.ts'
import type { Completion } from '../../query/protocol.ts'
import { accept } from './completion.ts'

export interface OffersProps {
  readonly id: string
  readonly completion: Completion | null
  readonly active: number
}

/** What Tab offers; the focus stays in the prompt. */
export function Offers({ id, completion, active }: OffersProps): VNode {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active, completion])
  return (
    <ul
      ref={list}
      id={`${id}-offers`}
      class="offers"
      role="listbox"
      aria-label="Completions"
      hidden={completion === null}
    >
      {completion?.candidates.map((candidate, i) => (
        <li
          key={candidate.text}
          id={`${id}-offer-${i}`}
          role="option"
          aria-selected={i === active}
          onMouseDown={(event) => {
            event.preventDefault()
            accept(candidate.text, completion)
          }}
        >
          <bdi class="mono">{visibleText(candidate.text)}</bdi>
          <span class="offer-help">{helpBeside(candidate)}</span>
        </li>
      ))}
    </ul>
  )
}

/** `--all, -a - include ...`: without the name, which stands beside it. */
function helpBeside({ text, help }: Completion['candidates'][number]): string {
  return help.startsWith(text) ? help.slice(text.length).replace(/^(, | - )/, '') : help
}
