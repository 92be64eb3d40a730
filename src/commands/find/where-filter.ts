import type { Analyses } from '../../analyses/analyses.ts'
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
import {
  ATTRIBUTES,
  type Comparison,
  type Condition,
  type FlagAttribute,
  type NumberAttribute,
} from './where-condition.ts'
import { cheapestFirst, flagsOf, kindsOf } from './where-plan.ts'
import { nameTest } from './where-names.ts'

/** What conditions are asked of. */
interface Subject {
  readonly analyses: Analyses
  readonly slice: Slice
  readonly meter: Meter
}

type Test = (row: SvIndex) => boolean

/** `where`: SVs of which a condition holds. Sizes and reachability are worked out first, if the condition asks for them. */
export async function whereFilter(condition: Condition, subject: Subject): Promise<Filter> {
  const test = await testOf(condition, subject)
  const shown = await Promise.all(
    [...numberAttributes(condition)].map(async (attribute) => ({ attribute, of: await numberOf(attribute, subject) })),
  )
  return {
    kinds: kindsOf(condition),
    anyFlag: flagsOf(condition),
    accept: (row) => (test(row) ? row : NO_SV),
    columns: Object.fromEntries(shown.map(({ attribute, of }) => [attribute, (row: SvIndex) => numberCell(of(row))])),
    spansOf: (row) => shown.flatMap(({ attribute, of }, i) => numberSpans(attribute, of(row), i === 0 ? '' : ', ')),
  }
}

async function testOf(condition: Condition, subject: Subject): Promise<Test> {
  switch (condition.is) {
    case 'and': {
      const tests = await Promise.all(cheapestFirst(condition.parts).map((part) => testOf(part, subject)))
      return tests.reduceRight((later, first) => (row) => first(row) && later(row))
    }
    case 'or': {
      const tests = await Promise.all(cheapestFirst(condition.parts).map((part) => testOf(part, subject)))
      return tests.reduceRight((later, first) => (row) => first(row) || later(row))
    }
    case 'not': {
      const test = await testOf(condition.part, subject)
      return (row) => !test(row)
    }
    case 'number': {
      const column = await columnOf(condition.attribute, subject)
      if (column) return columnTest(column, condition.comparison, condition.value)
      const compare = COMPARE[condition.comparison]
      const of = await numberOf(condition.attribute, subject)
      return (row) => compare(of(row), condition.value)
    }
    case 'name':
    case 'pattern':
      return nameTest(condition, subject.analyses, subject.meter)
    case 'flag':
      return flagTest(condition.attribute, subject)
  }
}

/** NaN, for what an SV has not, is nothing of all this. */
const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b && !Number.isNaN(a),
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

type Column = Float64Array | Uint32Array

/** The column of a number that every SV has; null for one that only some have. */
async function columnOf(attribute: NumberAttribute, { analyses, slice }: Subject): Promise<Column | null> {
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

/** COMPARE with no call in it: such a test is asked of each SV of the heap. */
function columnTest(column: Column, comparison: Comparison, value: number): Test {
  switch (comparison) {
    case '=':
      return (row) => column[row] === value
    case '!=':
      return (row) => column[row] !== value
    case '<':
      return (row) => column[row] < value
    case '<=':
      return (row) => column[row] <= value
    case '>':
      return (row) => column[row] > value
    case '>=':
      return (row) => column[row] >= value
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

async function flagTest(attribute: FlagAttribute, { analyses, slice }: Subject): Promise<Test> {
  const { heap } = analyses
  switch (attribute) {
    case 'blessed':
      return (row) => heap.svs.blessed[row] !== NO_SV
    case 'mortal':
      return (row) => heap.isMortal(row)
    case 'reachable': {
      const reach = await analyses.holding.reach(slice)
      return (row) => reach[row] === Reach.ROOTS
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
