import { PerlRegexError } from './errors.ts'
import { compileWhole, type PerlRegex } from './perl-regex.ts'
import { expandQuotes } from './quotes.ts'

/**
 * Compile a filter `/PATTERN/FLAGS`, as `strtab` and `values` of pmat 0.56 take it: `qr/(?$flags:$pattern)/` under
 * the feature unicode_strings.
 * @throws {PerlRegexError}
 */
export function compileFilter(filter: string): PerlRegex {
  const parts = /^\/([^\n]*)\/([adilmsux]*)\n?$/.exec(filter) // to the last slash
  if (!parts) throw new PerlRegexError('Filter must be a /PATTERN.../ with optional flags')
  const [, pattern, flags] = parts
  return compileWhole(`(?${flags}:${expandQuotes(pattern)})`, 'u')
}
