import { CodePart } from '../reader/code-parts.ts'
import { behindStr, readLength } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import type { SvIndex } from './sv-table.ts'

/** Whether the record of a CODE has that name for a slot of its pads. Nothing is decoded. */
export function hasPadname(heap: Heap, row: SvIndex, name: Uint8Array): boolean {
  const { littleEndian, uintBytes, fixedBytes, numStrs, codePartBytes, padnameTail } = heap.geometry
  const { view, bytes } = heap.segment(row)
  let at = heap.bodyAt(row) + fixedBytes[7]
  for (let strs = numStrs[7]; strs > 0; strs--) at = behindStr(view, at, littleEndian, uintBytes)
  for (;;) {
    const part = view.getUint8(at++)
    if (part === CodePart.END) return false
    at += codePartBytes[part]
    if (part !== CodePart.PADNAME) continue
    const length = readLength(view, at, littleEndian, uintBytes)
    at += uintBytes
    if (length === name.length && isAt(name, bytes, at)) return true
    at += Math.max(0, length) + padnameTail
  }
}

function isAt(name: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false
  return true
}
