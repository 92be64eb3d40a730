import { behindStr, readUint } from '../reader/primitives.ts'
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
  const { littleEndian, uintBytes, fixedBytes, numStrs, hasCount } = heap.geometry
  const offset = heap.svs.offset[row]
  const segment = heap.bytes.at(offset)
  const type = segment.bytes[offset - segment.start]
  if (type !== ARRAY && type !== OBJECT) throw new Error(`elements of a ${FILE_TYPE_NAMES[type] ?? type}`)
  const body = heap.bodyAt(row)
  const count = hasCount[type] ? readUint(segment.view, body, littleEndian, uintBytes) : 0
  let at = body + fixedBytes[type]
  for (let strs = numStrs[type]; strs > 0; strs--) at = behindStr(segment.view, at, littleEndian, uintBytes)
  return { view: segment.view, at, count }
}

/** The SV in slot `index` of an array-like, NO_SV when it is empty, dangling or out of range. */
export function elementOf(heap: Heap, row: SvIndex, index: number): SvIndex {
  const { view, at, count } = elementsOf(heap, row)
  if (!(index >= 0 && index < count)) return NO_SV
  return heap.rowOfPtr(view, at + index * heap.geometry.ptrBytes)
}
