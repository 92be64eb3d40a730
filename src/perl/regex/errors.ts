/** A pattern that is not taken: the message is Perl's own wherever Perl refuses the pattern too. */
export class PerlRegexError extends Error {
  override name = 'PerlRegexError'
}

/** A pattern that Perl takes and this translation does not: the message names the construct. */
export class UnsupportedRegexError extends PerlRegexError {
  override name = 'UnsupportedRegexError'
}

/** A match that was given up, because it took more steps than allowed or its deadline passed. */
export class RegexBudgetError extends Error {
  override name = 'RegexBudgetError'
}
