/** Room of this origin, in bytes; null where the browser does not say. */
export interface Room {
  readonly used: number | null
  readonly available: number | null
  /** The browser has promised not to throw away what is stored. */
  readonly isPersistent: boolean
}

/** Some browsers never answer. */
const ANSWER_MS = 1000

export async function roomOfOrigin(): Promise<Room> {
  const storage = (globalThis.navigator as { storage?: Partial<StorageManager> } | undefined)?.storage
  const [estimate, isPersistent] = await Promise.all([orNull(storage?.estimate?.()), orNull(storage?.persisted?.())])
  const used = estimate?.usage ?? null
  const quota = estimate?.quota ?? null
  return {
    used,
    available: quota === null ? null : Math.max(0, quota - (used ?? 0)),
    isPersistent: isPersistent === true,
  }
}

async function orNull<Value>(asked: Promise<Value> | undefined): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS)
  })
  try {
    return await Promise.race([asked?.catch(() => null) ?? null, late])
  } finally {
    clearTimeout(timer)
  }
}
