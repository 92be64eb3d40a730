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
import type { Condition } from './where-condition.ts'

/** Asks of a name or key, which is bytes[start, end). */
type BytesTest = (bytes: Uint8Array, start: number, end: number) => boolean

/**
 * The test that a condition on a type, package or key makes. @throws {PerlRegexError}
 */
export function nameTest(
  condition: Condition & { is: 'name' | 'pattern' },
  model: Model,
  meter: Meter,
): (row: SvIndex) => boolean {
  const { heap } = model
  const { kind, blessed } = heap.svs
  const { attribute, isNegated } = condition
  const passes = condition.is === 'name' ? equals(typedBytes(condition.name)) : matches(condition.filter, meter)
  if (attribute === 'key') return (row) => isHashLike(kind[row]) && someKey(heap, row, passes)
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
  const regex = compileFilter(typedName(filter))
  return (bytes, start, end) => {
    meter.steps += end - start
    return regex.testBytes(bytes, start, end)
  }
}
