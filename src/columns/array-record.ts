import { readUint } from '../reader/primitives.ts'
import { FILE_TYPE_NAMES } from '../reader/sv-types.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'

/** Where the pointers of an ARRAY or OBJECT stand: `count` of them from byte `at` of the view on. */
export interface PtrRange {
  readonly view: DataView
  readonly at: number
  readonly count: number
}

/** Type codes of the file that a PtrRange can be had of. */
const ARRAY = 4
const OBJECT = 16

/** Elements of an ARRAY (also one that became a PAD, PADLIST or PADNAMES) or the fields of an OBJECT. */
export function elementsOf(heap: Heap, row: SvIndex): PtrRange {
  const { littleEndian, uintBytes, commonBytes, commonStrs, fixedBytes, numStrs, hasCount } = heap.geometry
  const offset = heap.svs.offset[row]
  const segment = heap.bytes.at(offset)
  const type = segment.bytes[offset - segment.start]
  if (type !== ARRAY && type !== OBJECT) throw new Error(`elements of a ${FILE_TYPE_NAMES[type] ?? type}`)
  const body = commonStrs === 0 ? offset - segment.start + commonBytes : heap.body(row).at
  const count = hasCount[type] ? readUint(segment.view, body, littleEndian, uintBytes) : 0
  let at = body + fixedBytes[type]
  if (numStrs[type] > 0) {
    const cursor = heap.body(row)
    cursor.at = at
    for (let i = numStrs[type]; i > 0; i--) cursor.str()
    at = cursor.at
  }
  return { view: segment.view, at, count }
}

/** The SV in slot `index` of an array-like, NO_SV when it is empty, dangling or out of range. */
export function elementOf(heap: Heap, row: SvIndex, index: number): SvIndex {
  const { view, at, count } = elementsOf(heap, row)
  if (!(index >= 0 && index < count)) return NO_SV
  return heap.rowOfPtr(view, at + index * heap.geometry.ptrBytes)
}
