import { UnsupportedRegexError } from './errors.ts'

/**
 * Write out \Q...\E: what is in between stands for itself. Perl does it when it compiles a program, so in pmat, which gets
 * its patterns at run time, \Q is a Q; here it means what its user means. Other escapes of that kind are refused.
 */
export function expandQuotes(pattern: string): string {
  return pattern.replace(/\\Q(.*?)(?:\\E|$)|\\(.)/gs, (all: string, quoted: string | undefined, escaped: string) => {
    if (quoted !== undefined) return quoted.replace(/[^A-Za-z0-9_]/gu, '\\$&')
    if (escaped === 'E') return ''
    if ('ULFul'.includes(escaped)) {
      throw new UnsupportedRegexError(
        `\\${escaped} changes case in a program's text, in a pattern typed here it is not supported`,
      )
    }
    return all
  })
}
