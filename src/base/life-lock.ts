/*
 * How a page knows at once that its worker is no more: the worker holds a Web Lock for as long as it lives, the page asks for the
 * same one, and gets it when the worker has ended, by whatever way. No event says so.
 */

/** Hold the lock of this name until this thread ends. Resolves when it is held; at once where there are no locks. */
export function holdLifeLock(name: string): Promise<void> {
  const locks = lockManager()
  if (!locks) return Promise.resolve()
  return new Promise((resolve) => {
    const forEver = () => {
      resolve()
      return new Promise(() => {})
    }
    locks.request(name, forEver).catch(() => resolve())
  })
}

/** Call back when whoever holds the lock has ended. Not at all where there are no locks, or once the signal is aborted. */
export function watchLifeLock(name: string, signal: AbortSignal, onEnd: () => void): void {
  lockManager()
    ?.request(name, { signal }, onEnd)
    .catch(() => {})
}

/** Undefined on plain http. */
function lockManager(): LockManager | undefined {
  return (globalThis.navigator as { locks?: LockManager } | undefined)?.locks
}
