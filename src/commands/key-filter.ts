import { decodeLatin1 } from '../perl/utf8.ts'
import { matcherOf } from './matcher.ts'
import { ShellError } from './shell/shell-error.ts'

/** Keys that `values` and `strtab` show: those whose bytes match `/PATTERN/FLAGS`. No filter, or an empty one, takes all. */
export function keyFilter(text: string | undefined): (key: Uint8Array) => boolean {
  if (!text) return () => true
  const parts = /^\/([^]*)\/([adilmsux]*)$/.exec(text)
  if (!parts) throw new ShellError('Filter must be a /PATTERN.../ with optional flags')
  const [, pattern, flags] = parts
  const matches = matcherOf(pattern, flags.includes('i'))
  return (key) => matches(decodeLatin1(key))
}
