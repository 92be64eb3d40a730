import type { Analyses } from '../../analyses/analyses.ts'
import type { Slice } from '../../base/slice.ts'
import type { Heap } from '../../columns/heap.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { ScalarFields, pvOf } from '../../model/scalar.ts'
import { quotePv } from '../../perl/quote.ts'
import type { Span } from '../../perl/span.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { FilterUse } from '../shell/find-line.ts'
import { typedBytes } from '../typed-bytes.ts'
import type { Filter, Meter } from './filter.ts'
import { searchStrings } from './pv-search.ts'
import { type PvTest, pvTest } from './pv-test.ts'

/** `pv`: SCALARs with a string, of which as much is searched as the dump holds. */
export class PvFilter implements Filter {
  readonly kinds = [SvKind.SCALAR]
  readonly #analyses: Analyses
  readonly #heap: Heap
  readonly #fields: ScalarFields
  readonly #test: PvTest
  readonly #meter: Meter

  /** @throws {PerlRegexError} */
  constructor(analyses: Analyses, { options, args }: FilterUse & { name: 'pv' }, meter: Meter) {
    this.#analyses = analyses
    this.#heap = analyses.heap
    this.#fields = new ScalarFields(analyses.heap)
    this.#test = pvTest(typedBytes(args.pattern), options, meter)
    this.#meter = meter
  }

  /** @throws {RegexBudgetError} */
  async findAll(slice: Slice): Promise<Uint32Array | null> {
    const strings = this.#analyses.ready('packed strings')
    return strings && searchStrings(strings, this.#test, this.#meter, slice)
  }

  /** @throws {RegexBudgetError} */
  accept(row: SvIndex): SvIndex {
    if (!this.#fields.locatePv(row)) return NO_SV
    const { bytes, start, end } = this.#fields
    return this.#test.passes(bytes, start, end, this.#isUtf8(row)) ? row : NO_SV
  }

  spansOf(row: SvIndex): Span[] {
    const pv = pvOf(this.#heap, row)
    return pv === null ? [] : [{ text: quotePv(pv, this.#isUtf8(row)), kind: 'value' }]
  }

  #isUtf8(row: SvIndex): boolean {
    return (this.#heap.svs.flags[row] & SvFlag.SCALAR_UTF8) !== 0
  }
}
