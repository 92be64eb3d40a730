import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import { svWithValue } from '../model/describe.ts'
import type { Model } from '../model/model.ts'
import { plain, type Span } from '../perl/span.ts'

/** An SV with a glance at its value, or `NULL` for a pointer that leads nowhere. */
export function valueOrNull(model: Model, row: SvIndex): Span[] {
  return row === NO_SV ? [plain('NULL')] : svWithValue(model, row)
}
