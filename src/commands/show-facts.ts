import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { svSpan } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { type Line, plain } from '../perl/span.ts'

/** A line `  NAME=TEXT` of `show`. */
export function fact(name: string, text: string): Line {
  return [plain(`  ${name}=${text}`)]
}

export function valueFact(name: string, text: string): Line {
  return [plain(`  ${name}=`), { text, kind: 'value' }]
}

/** A line `  NAME=SV`, none if there is no SV. */
export function svFact(model: Model, name: string, row: SvIndex): Line[] {
  return row === NO_SV ? [] : [[plain(`  ${name}=`), svSpan(model, row)]]
}
