import './size.css'
import type { VNode } from 'preact'
import { formatBytes } from '../../base/format-bytes.ts'
import { groupDigits } from './format.ts'

/** Which size: always said. */
export type SizeKind = 'SV' | 'structure' | 'owned' | 'retained' | 'total' | 'file' | 'stored'

export interface SizeProps {
  /** Null = not worked out yet. */
  readonly bytes: number | null
  readonly kind: SizeKind
  /** Bytes that make a full bar beside it. */
  readonly of?: number
}

/** A size, rounded as pmat does; the exact bytes on hover and for screen readers. */
export function Size({ bytes, kind, of }: SizeProps): VNode {
  if (bytes === null)
    return (
      <span class="size waiting" title={`The ${kind} size is being worked out`}>
        …<span class="unseen"> {kind} size not worked out yet</span>
      </span>
    )
  const exact = `${groupDigits(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
  return (
    <span class={of === undefined ? 'size' : 'size with-bar'} title={`${kind} size: ${exact}`}>
      {of !== undefined && <Bar share={bytes / of} />}
      <span class="size-text">{formatBytes(bytes)}</span>
      <span class="unseen">{bytes < 1024 ? ` ${kind} size` : `, exactly ${exact} ${kind} size`}</span>
    </span>
  )
}

/** A share from 0 to 1, as a bar. For the eye only: the number stands beside it. */
export function Bar({ share }: { readonly share: number }): VNode {
  const width = Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) * 100 : 0
  return (
    <span class="bar-track" aria-hidden="true">
      <span class="bar" style={{ width: `${width.toFixed(2)}%` }} />
    </span>
  )
}
