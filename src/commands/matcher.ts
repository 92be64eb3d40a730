import { type PerlRegex, compilePerlRegex } from '../perl/regex/perl-regex.ts'

const encoder = new TextEncoder()

/** A test of lines against a Perl pattern, for `grep`. Throws a PerlRegexError. */
export function matcherOf(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  const regex: PerlRegex = compilePerlRegex(pattern, ignoreCase ? 'i' : '')
  return (text) => regex.testUtf8(encoder.encode(text))
}
