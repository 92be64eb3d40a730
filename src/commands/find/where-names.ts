import type { Analyses } from '../../analyses/analyses.ts'
import { NO_SHAPE } from '../../analyses/shapes.ts'
import { isHashLike } from '../../columns/build-heap.ts'
import { someKey } from '../../columns/hash-record.ts'
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

/** Asks of a name or key, which is bytes[start, end). */
type BytesTest = (bytes: Uint8Array, start: number, end: number) => boolean

/**
 * The test that a condition on a type, package or key makes. @throws {PerlRegexError}
 */
export function nameTest(
  condition: Condition & { is: 'name' | 'pattern' },
  analyses: Analyses,
  meter: Meter,
): (row: SvIndex) => boolean {
  const { heap, model } = analyses
  const { blessed } = heap.svs
  const { attribute, isNegated } = condition
  const passes = condition.is === 'name' ? equals(typedBytes(condition.name)) : matches(condition.filter, meter)
  if (attribute === 'key') return keyTest(analyses, passes)
  const remembered = new Map<string, boolean>()
  const passesName = (name: string): boolean => {
    const known = remembered.get(name)
    if (known !== undefined) return known
    const bytes = encodeLatin1(name) ?? NO_BYTES
    const passed = passes(bytes, 0, bytes.length) !== isNegated
    remembered.set(name, passed)
    return passed
  }
  if (attribute === 'type') return typeTest(model, passesName)
  const passesStash = new Map<SvIndex, boolean>()
  return (row) => {
    const stash = blessed[row]
    if (stash === NO_SV) return false
    let passed = passesStash.get(stash)
    if (passed === undefined) passesStash.set(stash, (passed = passesName(packageOf(heap, row) ?? '')))
    return passed
  }
}

/** Hashes of one shape have the same keys: one of them is asked, if shapes are known by now. */
function keyTest(analyses: Analyses, passes: BytesTest): (row: SvIndex) => boolean {
  const { heap } = analyses
  const { kind } = heap.svs
  const ask = (row: SvIndex) => isHashLike(kind[row]) && someKey(heap, row, passes)
  const known = analyses.ready('evidence: shapes')
  if (!known) return ask
  const { shapes, shapeOf } = known
  const asked = new Uint8Array(shapes.length)
  return (row) => {
    const shape = shapeOf[row]
    if (shape === NO_SHAPE) return ask(row)
    if (asked[shape] === NOT_ASKED) asked[shape] = ask(row) ? HAS_IT : HAS_IT_NOT
    return asked[shape] === HAS_IT
  }
}

const [NOT_ASKED, HAS_IT, HAS_IT_NOT] = [0, 1, 2]

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
