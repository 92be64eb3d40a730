import type { Analyses } from '../../analyses/analyses.ts'
import type { FilterUse } from '../shell/find-line.ts'
import type { Filter, Meter } from './filter.ts'
import { lexicalFilter } from './lexical.ts'
import { magicFilter, magicV2Filter } from './magic.ts'
import { NumFilter } from './num.ts'
import { blessedFilter, cvFilter, ioFilter, structFilter } from './of-kind.ts'
import { PvFilter } from './pv.ts'

/** The filters of a `find` line, ready to be asked. Throws a ShellError or PerlRegexError. */
export function makeFilters(analyses: Analyses, uses: readonly FilterUse[], meter: Meter): Filter[] {
  return uses.map((use) => makeFilter(analyses, use, meter))
}

function makeFilter(analyses: Analyses, use: FilterUse, meter: Meter): Filter {
  const { heap, model } = analyses
  switch (use.name) {
    case 'blessed':
      return blessedFilter(heap, use)
    case 'cv':
      return cvFilter(heap, use)
    case 'io':
      return ioFilter(heap, use)
    case 'lexical':
      return lexicalFilter(model, use)
    case 'magic':
      return magicFilter(model, use)
    case 'magicv2':
      return magicV2Filter(model, use)
    case 'num':
      return new NumFilter(analyses, use)
    case 'pv':
      return new PvFilter(analyses, use, meter)
    case 'struct':
      return structFilter(heap, use)
  }
}
