import { CodePart } from '../reader/code-parts.ts'
import { headerField, ptrField } from '../reader/geometry.ts'
import { behindStr, readHi, readLo, readUint } from '../reader/primitives.ts'
import type { Heap } from './heap.ts'
import { NO_SV, type SvIndex } from './sv-table.ts'

/** Parts whose last bytes lead to an SV that matters here. */
const ENDS_IN_PTR = new Uint8Array(256)
for (const part of [CodePart.PAD, CodePart.CONSTANT, CodePart.GLOB, CodePart.PADNAMES]) ENDS_IN_PTR[part] = 1

/**
 * What the record of a CODE says of other SVs, without the names in it, which are most of its bytes. One object is read
 * into again and again: both passes over all references of a heap come through here. NO_SV where there is nothing.
 */
export class CodeLinks {
  stash: SvIndex = NO_SV
  /** The GLOB it was born in. */
  glob: SvIndex = NO_SV
  outside: SvIndex = NO_SV
  padlist: SvIndex = NO_SV
  constval: SvIndex = NO_SV
  padnamesAv: SvIndex = NO_SV
  /** It says that it has pad names in an SV, and that is not in the heap. */
  hasLostPadnames = false
  /** Address of its op tree, in two halves. */
  oprootLo = 0
  oprootHi = 0
  /** Those that the record names itself; under ithreads it names slots of the first pad. */
  constants: SvIndex[] = []
  globs: SvIndex[] = []
  /** Pads by depth - 1; NO_SV where one is missing. */
  pads: SvIndex[] = []
  readonly #heap: Heap
  readonly #oprootAt: number
  readonly #ptrsAt: readonly number[]

  constructor(heap: Heap) {
    const { uintBytes, ptrBytes, svTable } = heap.layout
    this.#heap = heap
    this.#oprootAt = headerField(svTable[7], uintBytes + 1, ptrBytes)
    this.#ptrsAt = [0, 1, 2, 3, 4].map((i) => ptrField(svTable[7], i, ptrBytes))
  }

  /** Read the record of a CODE. The lists are new ones. */
  read(row: SvIndex): this {
    const heap = this.#heap
    const { littleEndian, ptrBytes } = heap.geometry
    const { view } = heap.segment(row)
    const body = heap.bodyAt(row)
    this.stash = this.#ptr(view, body, 0)
    this.glob = this.#ptr(view, body, 1)
    this.outside = this.#ptr(view, body, 2)
    this.padlist = this.#ptr(view, body, 3)
    this.constval = this.#ptr(view, body, 4)
    const oproot = body + this.#oprootAt
    this.oprootLo = this.#oprootAt < 0 ? 0 : readLo(view, oproot, littleEndian, ptrBytes)
    this.oprootHi = this.#oprootAt < 0 ? 0 : readHi(view, oproot, littleEndian, ptrBytes)
    this.padnamesAv = NO_SV
    this.hasLostPadnames = false
    this.constants = []
    this.globs = []
    this.pads = []
    this.#readParts(view, body)
    return this
  }

  #ptr(view: DataView, body: number, index: number): SvIndex {
    const at = this.#ptrsAt[index]
    return at < 0 ? NO_SV : this.#heap.rowOfPtr(view, body + at)
  }

  #readParts(view: DataView, body: number): void {
    const heap = this.#heap
    const { littleEndian, uintBytes, ptrBytes, fixedBytes, numStrs, codePartBytes, padnameTail } = heap.geometry
    let at = body + fixedBytes[7]
    for (let strs = numStrs[7]; strs > 0; strs--) at = behindStr(view, at, littleEndian, uintBytes)
    for (;;) {
      const part = view.getUint8(at++)
      if (part === CodePart.END) return
      at += codePartBytes[part]
      const ptrAt = at - ptrBytes
      const target = ENDS_IN_PTR[part] === 1 ? heap.rowOfPtr(view, ptrAt) : NO_SV
      if (part === CodePart.PADNAME) at = behindStr(view, at, littleEndian, uintBytes) + padnameTail
      else if (part === CodePart.PAD) {
        const depth = readUint(view, ptrAt - uintBytes, littleEndian, uintBytes)
        // Each pad has a part of this record: a depth beyond its bytes so far is damage, and the list is not made so long.
        if (depth >= 1 && depth <= at - body) {
          while (this.pads.length < depth - 1) this.pads.push(NO_SV)
          this.pads[depth - 1] = target
        }
      } else if (part === CodePart.CONSTANT) this.constants.push(target)
      else if (part === CodePart.GLOB) this.globs.push(target)
      else if (part === CodePart.PADNAMES) {
        this.padnamesAv = target
        const isNull = (readLo(view, ptrAt, littleEndian, ptrBytes) | readHi(view, ptrAt, littleEndian, ptrBytes)) === 0
        this.hasLostPadnames = target === NO_SV && !isNull
      }
    }
  }
}
