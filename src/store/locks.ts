/**
 * Run while no other tab has the lock of this name: writers of one dump wait for each other, and nobody takes what another is
 * still writing for left over. Where there are no locks (plain http) it just runs: what is stored is then still checked.
 */
export async function withLock<Value>(
  name: string,
  signal: AbortSignal | undefined,
  run: () => Promise<Value>,
): Promise<Value> {
  const locks = lockManager()
  if (!locks) return run()
  return locks.request(name, signal ? { signal } : {}, run)
}

/** Run if nobody has the lock; null if somebody has. */
export async function withFreeLock<Value>(name: string, run: () => Promise<Value>): Promise<Value | null> {
  const locks = lockManager()
  if (!locks) return run()
  return locks.request(name, { ifAvailable: true }, (lock) => (lock ? run() : Promise.resolve(null)))
}

function lockManager(): LockManager | undefined {
  return (globalThis.navigator as { locks?: LockManager } | undefined)?.locks
}
