import { useEffect, useState } from 'preact/hooks'
import { whenIdle } from './idle.ts'

/** How many of `total` items to draw now: the first ones at once, the others portion by portion, when the page has nothing to do. */
export function usePortions(total: number, first: number, portion: number): number {
  const [limit, setLimit] = useState(first)
  useEffect(() => (limit < total ? whenIdle(() => setLimit(limit + portion)) : undefined), [limit < total, limit])
  return Math.min(limit, total)
}
