import './loading.css'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatBytes } from '../../base/format-bytes.ts'
import type { Phase, Progress } from '../../query/protocol.ts'
import { groupDigits } from '../parts/format.ts'
import { OverviewBody } from '../views/overview/overview.tsx'
import type { Opening } from '../state/dump.ts'

/** Phases that count bytes; the others count SVs or nothing that anyone knows. */
const IN_BYTES: readonly Phase[] = ['reading', 'storing', 'loading']

export function Loading({ opening }: { readonly opening: Opening }): VNode {
  const { name, progress, preview, cancel } = opening
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <main class={`loading${preview ? ' with-preview' : ''}`}>
      <div class="loading-box">
        <h1 ref={heading} tabIndex={-1}>
          Opening <bdi>{name}</bdi>
        </h1>
        <ProgressBar progress={progress} />
        <p class="loading-words" role="status">
          {wordsOf(progress)}
        </p>
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </div>
      {preview && <OverviewBody facts={preview} />}
    </main>
  )
}

export function ProgressBar({ progress }: { readonly progress: Progress | null }): VNode {
  const share = shareOf(progress)
  return (
    <div
      class={`progress${share === null ? ' endless' : ''}`}
      role="progressbar"
      aria-label={progress ? phaseOf(progress) : 'Starting'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      aria-valuetext={wordsOf(progress)}
    >
      <div class="progress-done" style={{ width: `${((share ?? 0) * 100).toFixed(1)}%` }} />
    </div>
  )
}

function shareOf(progress: Progress | null): number | null {
  return progress && progress.total > 0 ? Math.min(progress.done / progress.total, 1) : null
}

/** `Reading: 12.0 MiB of 49.5 MiB, 30,412 SVs` */
export function wordsOf(progress: Progress | null): string {
  if (!progress) return 'Starting'
  const { phase, done, total, svs } = progress
  const share = shareOf(progress)
  const far = IN_BYTES.includes(phase)
    ? `: ${formatBytes(done)}${total > 0 ? ` of ${formatBytes(total)}` : ''}`
    : share === null
      ? ''
      : `: ${Math.floor(share * 100)} %`
  return `${phaseOf(progress)}${far}${svs > 0 ? `, ${groupDigits(svs)} SVs` : ''}`
}

export function phaseOf({ phase }: Progress): string {
  return phase[0].toUpperCase() + phase.slice(1)
}
