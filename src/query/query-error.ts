import { LookupError } from '../model/lookup.ts'
import { ShellError } from '../commands/shell/shell-error.ts'
import { PerlRegexError, RegexBudgetError } from '../perl/regex/errors.ts'
import { DumpError } from '../reader/dump-error.ts'
import { StoreError } from '../store/store-error.ts'
import type { QueryError } from './protocol.ts'

/** Ends a call with an error of the protocol. */
export class QueryFailure extends Error {
  override name = 'QueryFailure'
  readonly code: QueryError['code']

  constructor(code: QueryError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** What the page is told of something that was thrown. */
export function queryErrorOf(error: unknown): QueryError {
  if (isAbort(error)) return { code: 'cancelled', message: 'Cancelled.', offset: -1 }
  if (error instanceof DumpError) return { code: error.code, message: error.message, offset: error.offset }
  if (error instanceof QueryFailure) return { code: error.code, message: error.message, offset: -1 }
  if (error instanceof StoreError) return { code: 'not-stored', message: error.message, offset: -1 }
  if (isOfTyping(error)) return { code: 'not-found', message: error.message, offset: -1 }
  if (isOutOfMemory(error)) {
    return {
      code: 'too-large',
      message: 'There is not enough memory for this: close other tabs and try again',
      offset: -1,
    }
  }
  return {
    code: 'engine',
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    offset: -1,
  }
}

/** Of a job that was cancelled: our own error, or that of a browser. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** What somebody typed is not there, or not right. */
function isOfTyping(error: unknown): error is Error {
  return (
    error instanceof LookupError ||
    error instanceof ShellError ||
    error instanceof PerlRegexError ||
    error instanceof RegexBudgetError
  )
}

/** Array buffers that cannot be had are RangeErrors, worded by each browser in its way; Firefox throws a string. */
function isOutOfMemory(error: unknown): boolean {
  if (error === 'out of memory') return true
  return (
    error instanceof RangeError &&
    /alloc|memory|array (buffer )?length|invalid array|size too large/i.test(error.message)
  )
}
