/** Why a dump could not be stored or had not been, for the page to tell apart. */
export type StoreErrorCode =
  | 'unavailable' // no IndexedDB here, or it does not let us
  | 'full' // no more room
  | 'missing' // no such dump
  | 'other-version' // of another version of pmatscope
  | 'damaged' // not what was written
  | 'failed' // anything else that went wrong

/** One sentence about the store. */
export class StoreError extends Error {
  override name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * What IndexedDB threw, in words. Browsers throw DOMExceptions, some with an empty message; WebKit rejects with null in
 * a private window. The error of a job that was cancelled stays what it is.
 */
export function storeErrorOf(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof StoreError || (signal?.aborted && error === signal.reason)) return error
  const name = nameOf(error)
  switch (name) {
    case '':
      return new StoreError('unavailable', 'This browser keeps nothing for this page (it may be a private window)')
    case 'QuotaExceededError':
      return new StoreError('full', 'The browser gives this page no more room')
    case 'VersionError':
      return new StoreError('unavailable', 'Another tab runs a newer pmatscope: reload this one to store dumps')
    case 'AbortError':
      return new StoreError('failed', 'The browser broke it off (it may be short of room or memory)')
    case 'SecurityError':
      return new StoreError('unavailable', 'The settings of this browser forbid pages to keep data')
    default: {
      const message = error instanceof Error && error.message !== '' ? `: ${error.message}` : ''
      return new StoreError('failed', `The browser could not do it (${name}${message})`)
    }
  }
}

/** `QuotaExceededError` and the like; '' for what is no error at all. */
export function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : ''
}
