import type { VNode } from 'preact'
import type { FindingRow } from '../../../query/protocol-findings.ts'
import { usePortions } from '../../parts/portions.ts'
import { opened } from '../../state/dump.ts'
import { Finding } from './finding.tsx'

/** About a screenful, drawn at once; the others in portions that take no longer than a frame. */
export const NUM_FIRST = 5
const PORTION = 8

/** Findings in their order. All are drawn in the end, so that the browser finds words in them; in full those that were near. */
export function FindingList({ rows }: { readonly rows: readonly FindingRow[] }): VNode {
  const numDrawn = usePortions(rows.length, NUM_FIRST, PORTION)
  const heapBytes = opened.value?.heapBytes ?? 0
  return (
    <ol class="finding-list" aria-busy={numDrawn < rows.length}>
      {rows.slice(0, numDrawn).map((row, i) => (
        <Finding key={row.id} row={row} heapBytes={heapBytes} isFirst={i === 0} />
      ))}
    </ol>
  )
}
