import type { SvIndex } from '../columns/sv-table.ts'
import { findSv } from '../model/lookup.ts'
import type { Model } from '../model/model.ts'
import { ShellError } from './shell/shell-error.ts'

/** The SV that a command was given, by address, root name or symbol. Throws a ShellError or LookupError. */
export function givenSv(model: Model, word: string | undefined): SvIndex {
  if (word === undefined) throw new ShellError('Need an SV address')
  return findSv(model, word)
}
