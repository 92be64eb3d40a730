import type { Heap } from '../../columns/heap.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { ScalarFields, pvOf } from '../../model/scalar.ts'
import { quotePv } from '../../perl/quote.ts'
import type { Span } from '../../perl/span.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { typedBytes } from '../typed-bytes.ts'
import type { Filter, Meter } from './filter.ts'
import { type PvTest, pvTest } from './pv-test.ts'

/** `pv`: SCALARs with a string, of which as much is searched as the dump holds. */
export class PvFilter implements Filter {
  readonly kinds = [SvKind.SCALAR]
  readonly #heap: Heap
  readonly #fields: ScalarFields
  readonly #test: PvTest

  /** @throws {PerlRegexError} */
  constructor(heap: Heap, { options, args }: FilterUse & { name: 'pv' }, meter: Meter) {
    this.#heap = heap
    this.#fields = new ScalarFields(heap)
    this.#test = pvTest(typedBytes(args.pattern), options, meter)
  }

  /** @throws {RegexBudgetError} */
  accept(row: SvIndex): SvIndex {
    if (!this.#fields.locatePv(row)) return NO_SV
    const { bytes, start, end } = this.#fields
    return this.#test(bytes, start, end, this.#isUtf8(row)) ? row : NO_SV
  }

  spansOf(row: SvIndex): Span[] {
    const pv = pvOf(this.#heap, row)
    return pv === null ? [] : [{ text: quotePv(pv, this.#isUtf8(row)), kind: 'value' }]
  }

  #isUtf8(row: SvIndex): boolean {
    return (this.#heap.svs.flags[row] & SvFlag.SCALAR_UTF8) !== 0
  }
}
