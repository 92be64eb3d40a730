import './states.css'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { QueryError } from '../../query/protocol.ts'
import { groupDigits } from './format.ts'

/** There is nothing to show, and that is all right: say why, and what to do. */
export function Nothing({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children && <div class="state-more">{children}</div>}
    </div>
  )
}

/** A question did not come to an answer. */
export function Failed({ error, children }: { error: QueryError; children?: ComponentChildren }): VNode | null {
  if (error.code === 'cancelled') return null
  return (
    <div class="state failed" role="alert">
      <p class="state-title">
        <bdi>{error.message}</bdi>
      </p>
      {error.offset >= 0 && <p>At byte {groupDigits(error.offset)} of the dump.</p>}
      {children}
    </div>
  )
}

/** Quick answers come before anyone could read this. */
const PATIENCE_MS = 250

export function Working({ what }: { what: string }): VNode {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div class="state working" role="status">
      {isSlow && <p>{what}…</p>}
    </div>
  )
}

/** Something to know above the rest: a partial dump, a dump that was not kept. */
export function Banner({ kind, children }: { kind: 'warn' | 'bad' | 'note'; children: ComponentChildren }): VNode {
  return <div class={`banner ${kind}`}>{children}</div>
}
