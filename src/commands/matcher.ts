/** A test of texts against a Perl pattern, for `grep`. Throws a PerlRegexError. */
export function matcherOf(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  const regexp = new RegExp(pattern, ignoreCase ? 'iu' : 'u')
  return (text) => regexp.test(text)
}
