import './view-head.css'
import type { ComponentChildren, VNode } from 'preact'
import { AsCommand } from './as-command.tsx'

export interface ViewHeadProps {
  readonly title: ComponentChildren
  /** What the view found, in words and figures; the table below is the evidence. */
  readonly children?: ComponentChildren
  /** Console lines that give the same. */
  readonly commands?: readonly string[]
  /** Filters and choices of the view. */
  readonly controls?: ComponentChildren
}

/** What every view opens with. */
export function ViewHead({ title, children, commands = [], controls }: ViewHeadProps): VNode {
  return (
    <header class="view-head">
      <div class="view-head-line">
        <h1 tabIndex={-1}>{title}</h1>
        {commands.length > 0 && <AsCommand line={commands[0]} />}
      </div>
      {children && <p class="sentence">{children}</p>}
      {controls && <div class="view-controls">{controls}</div>}
    </header>
  )
}
