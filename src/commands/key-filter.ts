import { compileFilter } from '../perl/regex/filter.ts'
import { typedName } from './typed-bytes.ts'

/**
 * Which keys `values` and `strtab` show: those whose bytes match `/PATTERN/FLAGS`; all, if there is no filter or an
 * empty one. Throws a PerlRegexError.
 */
export function keyFilter(text: string | undefined): (key: Uint8Array) => boolean {
  if (!text) return () => true
  const regex = compileFilter(typedName(text))
  return (key) => regex.testBytes(key)
}
