import type { Analyses } from '../../analyses/analyses.ts'
import { merged, without } from '../../base/ascending.ts'
import type { ByteColumn } from '../../base/byte-column.ts'
import type { Slice } from '../../base/slice.ts'
import type { Cell } from '../../base/table-text.ts'
import { elementsOf } from '../../columns/array-record.ts'
import { isHashLike } from '../../columns/build-heap.ts'
import { isArrayLike } from '../../columns/fixups.ts'
import { numKeys } from '../../columns/hash-record.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { Reach } from '../../graph/preorder.ts'
import { ScalarFields } from '../../model/scalar.ts'
import { formatBytes } from '../../perl/numbers.ts'
import { type Span, plain } from '../../perl/span.ts'
import { SvFlag, SvKind } from '../../reader/sv-types.ts'
import type { Filter, Meter } from './filter.ts'
import { ATTRIBUTES, type Condition, type FlagAttribute, type NumberAttribute } from './where-condition.ts'
import { lengthNarrow } from './where-lengths.ts'
import { cheapestFirst, flagsOf, kindsOf } from './where-plan.ts'
import { type Narrow, isInRange, keep, keepInRange, rangeOf } from './where-narrow.ts'
import { nameNarrow } from './where-names.ts'

/** What conditions are asked of. */
interface Subject {
  readonly analyses: Analyses
  readonly slice: Slice
  readonly meter: Meter
}

/** `where`: SVs of which a condition holds. Sizes and reachability are worked out first, if the condition asks for them. */
export async function whereFilter(condition: Condition, subject: Subject): Promise<Filter> {
  const narrow = await narrowOf(condition, subject)
  const shown = await Promise.all(
    [...numberAttributes(condition)].map(async (attribute) => ({ attribute, of: await numberOf(attribute, subject) })),
  )
  const one = new Uint32Array(1)
  return {
    kinds: kindsOf(condition),
    anyFlag: flagsOf(condition),
    // A pattern may take long over the keys of one SV: there must be a look at the clock before the next.
    ...(!hasPattern(condition) && { narrow }),
    accept(row) {
      one[0] = row
      return narrow(one, 1) === 1 ? row : NO_SV
    },
    columns: Object.fromEntries(shown.map(({ attribute, of }) => [attribute, (row: SvIndex) => numberCell(of(row))])),
    spansOf: (row) => shown.flatMap(({ attribute, of }, i) => numberSpans(attribute, of(row), i === 0 ? '' : ', ')),
  }
}

async function narrowOf(condition: Condition, subject: Subject): Promise<Narrow> {
  switch (condition.is) {
    case 'and': {
      const parts = await Promise.all(cheapestFirst(condition.parts).map((part) => narrowOf(part, subject)))
      return (rows, length) => parts.reduce((left, narrow) => narrow(rows, left), length)
    }
    case 'or': {
      const parts = await Promise.all(cheapestFirst(condition.parts).map((part) => narrowOf(part, subject)))
      return (rows, length) => {
        let left: Uint32Array = rows.slice(0, length)
        let found: Uint32Array = new Uint32Array(0)
        for (const narrow of parts) {
          const more = passing(left, narrow)
          found = merged(found, more)
          left = without(left, more)
        }
        rows.set(found)
        return found.length
      }
    }
    case 'not': {
      const narrow = await narrowOf(condition.part, subject)
      return (rows, length) => {
        const all = rows.subarray(0, length)
        const rest = without(all, passing(all, narrow))
        rows.set(rest)
        return rest.length
      }
    }
    case 'number': {
      const range = rangeOf(condition.comparison, condition.value)
      const column = await columnOf(condition.attribute, subject)
      if (column) return (rows, length) => keepInRange(rows, length, column, range)
      const of = await numberOf(condition.attribute, subject)
      const strings = condition.attribute === 'length' && subject.analyses.ready('packed strings')
      if (strings) return lengthNarrow(strings, of, range)
      return (rows, length) => keep(rows, length, (row) => isInRange(of(row), range))
    }
    case 'name':
    case 'pattern':
      return nameNarrow(condition, subject.analyses, subject.meter, subject.slice)
    case 'flag':
      return flagNarrow(condition.attribute, subject)
  }
}

function passing(rows: Uint32Array, narrow: Narrow): Uint32Array {
  const some = rows.slice()
  return some.subarray(0, narrow(some, some.length))
}

/** Whether a pattern is asked of each SV. */
function hasPattern(condition: Condition): boolean {
  if (condition.is === 'and' || condition.is === 'or') return condition.parts.some(hasPattern)
  return condition.is === 'not'
    ? hasPattern(condition.part)
    : condition.is === 'pattern' && condition.attribute !== 'package'
}

/** The column of a number that every SV has; null for one that only some have. */
async function columnOf(attribute: NumberAttribute, { analyses, slice }: Subject): Promise<ByteColumn | null> {
  switch (attribute) {
    case 'size':
      return analyses.heap.svs.size
    case 'structure':
      return analyses.structureSizes(slice)
    case 'owned':
      return analyses.ownedSizes(slice)
    case 'retained':
      return analyses.holding.retained(slice)
    case 'refcount':
      return analyses.heap.svs.refcount
    default:
      return null
  }
}

/** Reads a number of an SV, NaN if it has none. */
async function numberOf(attribute: NumberAttribute, subject: Subject): Promise<(row: SvIndex) => number> {
  const column = await columnOf(attribute, subject)
  if (column) return (row) => column[row]
  const { heap } = subject.analyses
  const { kind, flags } = heap.svs
  switch (attribute) {
    case 'length': {
      const fields = new ScalarFields(heap)
      return (row) => {
        return kind[row] === SvKind.SCALAR && flags[row] & SvFlag.SCALAR_PV ? fields.pvLengthOf(row) : Number.NaN
      }
    }
    case 'elements':
      return (row) => {
        return isArrayLike(kind[row]) || kind[row] === SvKind.OBJECT ? elementsOf(heap, row).count : Number.NaN
      }
    default: // keys
      return (row) => (isHashLike(kind[row]) ? numKeys(heap, row) : Number.NaN)
  }
}

async function flagNarrow(attribute: FlagAttribute, { analyses, slice }: Subject): Promise<Narrow> {
  const { heap } = analyses
  switch (attribute) {
    case 'blessed':
      return (rows, length) => keepInRange(rows, length, heap.svs.blessed, rangeOf('>', NO_SV))
    case 'mortal':
      return (rows, length) => keep(rows, length, (row) => heap.isMortal(row))
    case 'reachable': {
      const reach = await analyses.holding.reach(slice)
      return (rows, length) => keepInRange(rows, length, reach, rangeOf('=', Reach.ROOTS))
    }
  }
}

/** Those that a condition asks for, in its order: the answer shows what they are. */
function numberAttributes(condition: Condition, into = new Set<NumberAttribute>()): Set<NumberAttribute> {
  if (condition.is === 'number') into.add(condition.attribute)
  else if (condition.is === 'not') numberAttributes(condition.part, into)
  else if (condition.is === 'and' || condition.is === 'or') {
    for (const part of condition.parts) numberAttributes(part, into)
  }
  return into
}

function numberCell(value: number): Cell {
  return Number.isNaN(value) ? null : value
}

function numberSpans(attribute: NumberAttribute, value: number, before: string): Span[] {
  if (Number.isNaN(value)) return []
  const text = ATTRIBUTES[attribute].kind === 'bytes' ? formatBytes(value) : String(value)
  return [plain(`${before}${attribute} `), { text, kind: 'value' }]
}
