import { useEffect, useState } from 'preact/hooks'

/** A browser that tells nothing of idle times gets a pause of this length between two portions; others wait no longer than this. */
const LONGEST_WAIT_MS = 200

/** How many of `total` items to draw now: the first ones at once, the others portion by portion, when the page has nothing to do. */
export function usePortions(total: number, first: number, portion: number): number {
  const [limit, setLimit] = useState(first)
  useEffect(() => (limit < total ? whenIdle(() => setLimit(limit + portion)) : undefined), [limit < total, limit])
  return Math.min(limit, total)
}

/** Call once when the page is idle; what is returned takes it back. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(act, LONGEST_WAIT_MS)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(act, { timeout: LONGEST_WAIT_MS })
  return () => cancelIdleCallback(request)
}
