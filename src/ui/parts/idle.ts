/** A browser that tells nothing of idle times gets a pause of this length; others wait no longer than this. */
const LONGEST_WAIT_MS = 200

/** Call once when the page is idle; what is returned takes it back. */
export function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(act, LONGEST_WAIT_MS)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(act, { timeout: LONGEST_WAIT_MS })
  return () => cancelIdleCallback(request)
}
