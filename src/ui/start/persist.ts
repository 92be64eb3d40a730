import { notice } from '../state/notices.ts'

/** Some browsers ask the user, and never answer if the question is closed. */
const PATIENCE_MS = 15_000

/** Ask the browser to keep what we store, when room runs out too. Only from a click. */
export async function askToPersist(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined // missing on plain http, and in some WebKits
  const answer = await Promise.race([
    storage?.persist?.().catch(() => false),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ])
  notice(
    answer
      ? 'The browser will not clear stored dumps by itself'
      : 'The browser made no promise: when it runs out of room, it may clear stored dumps',
  )
}
