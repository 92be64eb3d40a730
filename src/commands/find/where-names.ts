import type { Analyses } from '../../analyses/analyses.ts'
import { NO_KEY_SET } from '../../analyses/key-sets.ts'
import { ListCursor } from '../../base/ascending.ts'
import type { Slice } from '../../base/slice.ts'
import { isHashLike } from '../../columns/build-heap.ts'
import { someKey } from '../../columns/hash-record.ts'
import type { Heap } from '../../columns/heap.ts'
import { NO_SV, type SvIndex } from '../../columns/sv-table.ts'
import { KIND_NAMES, typeName } from '../../model/describe.ts'
import type { Model } from '../../model/model.ts'
import { packageOf } from '../../model/names.ts'
import { compileFilter } from '../../perl/regex/filter.ts'
import { encodeLatin1 } from '../../perl/utf8.ts'
import { typedBytes, typedName } from '../typed-bytes.ts'
import { SvKind } from '../../reader/sv-types.ts'
import type { Meter } from './filter.ts'
import { regexTest } from './pv-test.ts'
import type { Condition } from './where-condition.ts'
import { type Narrow, keep } from './where-narrow.ts'

/** Asks of a name or key, which is bytes[start, end). */
type BytesTest = (bytes: Uint8Array, start: number, end: number) => boolean

/** What a condition on a type, package or key does. @throws {PerlRegexError} */
export async function nameNarrow(
  condition: Condition & { is: 'name' | 'pattern' },
  analyses: Analyses,
  meter: Meter,
  slice: Slice,
): Promise<Narrow> {
  const { attribute, isNegated } = condition
  const passes = condition.is === 'name' ? equals(typedBytes(condition.name)) : matches(condition.filter, meter)
  if (attribute === 'key') return keeping(keyTest(analyses, passes))
  const remembered = new Map<string, boolean>()
  const passesName = (name: string): boolean => {
    const known = remembered.get(name)
    if (known !== undefined) return known
    const bytes = encodeLatin1(name) ?? NO_BYTES
    const passed = passes(bytes, 0, bytes.length) !== isNegated
    remembered.set(name, passed)
    return passed
  }
  if (attribute === 'type') return keeping(typeTest(analyses.model, passesName))
  const { blessed } = analyses.heap.svs
  const answers = await packageAnswers(analyses.heap, passesName, slice)
  return (rows, length) => {
    let kept = 0
    for (let i = 0; i < length; i++) {
      const stash = blessed[rows[i]]
      if (stash !== NO_SV && answers[stash] === YES) rows[kept++] = rows[i]
    }
    return kept
  }
}

function keeping(test: (row: SvIndex) => boolean): Narrow {
  return (rows, length) => keep(rows, length, test)
}

/**
 * Whether the name of each package passes into which something is blessed, by its row. Asked before the SVs are: there
 * are few, and a pattern may take long over one.
 */
async function packageAnswers(heap: Heap, passes: (name: string) => boolean, slice: Slice): Promise<Uint8Array> {
  const { blessed, numSvs } = heap.svs
  const answers = new Uint8Array(numSvs)
  for (let row = 0; row < numSvs; row++) {
    const stash = blessed[row]
    if (stash === NO_SV || answers[stash] !== NOT_ASKED) continue
    if (slice.isOver()) await slice.next()
    answers[stash] = passes(packageOf(heap, row) ?? '') ? YES : NO
  }
  return answers
}

/** Of hashes with the same keys one is asked, if it is known by now which have. */
function keyTest(analyses: Analyses, passes: BytesTest): (row: SvIndex) => boolean {
  const { heap } = analyses
  const { kind } = heap.svs
  const ask = (row: SvIndex) => isHashLike(kind[row]) && someKey(heap, row, passes)
  const sets = analyses.ready('key sets')
  if (!sets) return ask
  const hashes = new ListCursor(sets.rows)
  const answers = new Uint8Array(sets.numSets)
  return (row) => {
    const hash = hashes.indexOf(row)
    if (hash < 0) return false
    const set = sets.setOf[hash]
    if (set === NO_KEY_SET) return ask(row)
    if (answers[set] === NOT_ASKED) answers[set] = ask(row) ? YES : NO
    return answers[set] === YES
  }
}

const [NOT_ASKED, YES, NO] = [0, 1, 2]

/** The type is told by the kind alone, but for scalars: see typeName. */
function typeTest(model: Model, passesName: (name: string) => boolean): (row: SvIndex) => boolean {
  const { kind } = model.heap.svs
  const passesKind = Uint8Array.from({ length: 256 }, (_, each) => Number(passesName(KIND_NAMES[each] ?? 'UNKNOWN')))
  return (row) => (kind[row] === SvKind.SCALAR ? passesName(typeName(model, row)) : passesKind[kind[row]] === 1)
}

const NO_BYTES = new Uint8Array(0)

function equals(wanted: Uint8Array): BytesTest {
  return (bytes, start, end) => {
    if (end - start !== wanted.length) return false
    for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false
    return true
  }
}

function matches(filter: string, meter: Meter): BytesTest {
  const test = regexTest(compileFilter(typedName(filter)), meter)
  return (bytes, start, end) => test.passes(bytes, start, end, false)
}
