import { elementsOf } from '../columns/array-record.ts'
import type { Heap } from '../columns/heap.ts'
import { NO_SV, type SvIndex, relatedTo } from '../columns/sv-table.ts'
import { ptrField } from '../reader/geometry.ts'
import { behindStr } from '../reader/primitives.ts'
import { StructField, structFieldBytes } from '../reader/struct-types.ts'
import { SvFlag, SvKind } from '../reader/sv-types.ts'
import { type HashHead, backrefsOf, hashHead, pairRange } from '../columns/hash-record.ts'
import { RepeatedKeys } from '../columns/repeated-keys.ts'
import type { Segment } from '../reader/heap-bytes.ts'
import { Protosubs, codeOf, padsOf } from './code.ts'
import { CodeLinks } from '../columns/code-links.ts'
import { ExtensionOutrefs } from './extension-outrefs.ts'
import { type OutrefBuffer, RefCode } from './outref-buffer.ts'
import type { PointerFilter } from './pointer-filter.ts'
import { Strength, type StrengthSet } from './strength.ts'

const { STRONG, WEAK, INDIRECT, INFERRED } = Strength

/** Pairs of a hash between two returns: in a long loop the compiler would have to be called twice. */
const PAIRS = 256

/** From here on perl keeps the package of an `our` variable elsewhere, and scalars refer to nothing of their own. */
const PERL_5_21 = (5 << 24) | (21 << 16)

/**
 * What an SV refers to: the one place that knows. For each kind the references in the order, with the strengths of the
 * real tool; names are made from the codes by `outref-names.ts`. Pointers that are NULL or lead nowhere give none.
 *
 * Saved values and notes are given to every query, whatever it asks for, as the real tool does.
 */
export class Outrefs {
  readonly #heap: Heap
  readonly #links: CodeLinks
  readonly #extensions: ExtensionOutrefs
  readonly protosubs: Protosubs
  /** Offsets of pointers inside records, which depend on the file's size tables. */
  readonly #ourStashAt: number
  readonly #refAt: number
  readonly #refStashAt: number
  readonly #lvalueAt: number
  readonly #globPtrs: readonly number[]
  readonly #ioPtrs: readonly number[]

  constructor(heap: Heap) {
    this.#heap = heap
    this.#links = new CodeLinks(heap)
    this.#extensions = new ExtensionOutrefs(heap)
    this.protosubs = new Protosubs(heap)
    const { svTable, ptrBytes, perlVersion } = heap.layout
    this.#ourStashAt = perlVersion < PERL_5_21 ? ptrField(svTable[2], 0, ptrBytes) : -1
    this.#refAt = ptrField(svTable[3], 0, ptrBytes)
    this.#refStashAt = ptrField(svTable[3], 1, ptrBytes)
    this.#lvalueAt = ptrField(svTable[9], 0, ptrBytes)
    this.#globPtrs = [1, 2, 3, 4, 6, 7, 5].map((i) => ptrField(svTable[1], i, ptrBytes))
    this.#ioPtrs = [0, 1, 2].map((i) => ptrField(svTable[8], i, ptrBytes))
  }

  /**
   * Put the outrefs of an SV that have one of the `wanted` strengths into `into`, which is emptied first.
   *
   * @param only pass over elements and values whose pointers do not match: most of them, where one SV is looked for.
   *   References of other kinds are collected all the same
   */
  collect(row: SvIndex, wanted: StrengthSet | Strength, into: OutrefBuffer, only: PointerFilter | null = null): void {
    into.length = 0
    const { svs } = this.#heap
    if (row >= svs.numSvs) {
      this.#tail(row, wanted, into)
      return
    }
    switch (svs.kind[row]) {
      case SvKind.SCALAR:
        if (this.#ourStashAt >= 0) this.#ourStash(row, wanted, into)
        break
      case SvKind.BOOL:
        break
      case SvKind.REF:
        this.#ref(row, wanted, into)
        break
      case SvKind.ARRAY:
        this.#array(row, wanted, into, only)
        break
      case SvKind.HASH:
      case SvKind.STASH:
      case SvKind.CLASS:
        this.#hash(row, wanted, into, only)
        break
      case SvKind.GLOB:
        this.#glob(row, wanted, into)
        break
      case SvKind.CODE:
        this.#code(row, wanted, into)
        break
      case SvKind.PAD:
        this.#slots(row, wanted, into, RefCode.PAD_SLOT, RefCode.PAD_SLOT_VIA_RV, RefCode.ARGS_AV, only)
        break
      case SvKind.PADLIST:
        this.#slots(row, wanted, into, RefCode.PAD_AT_DEPTH, null, RefCode.PADNAMES, only)
        break
      case SvKind.PADNAMES:
        this.#slots(row, wanted, into, RefCode.PADNAME, null, null, only)
        break
      case SvKind.OBJECT:
        this.#slots(row, wanted, into, RefCode.FIELD, RefCode.FIELD_VIA_RV, RefCode.FIELD, only)
        break
      case SvKind.LVALUE:
        if (this.#lvalueAt >= 0 && wanted & STRONG) {
          const target = this.#heap.ptrIn(row, this.#lvalueAt)
          if (target !== NO_SV) into.push(RefCode.TARGET, 0, STRONG, target)
        }
        break
      case SvKind.IO:
        if (wanted & STRONG) {
          for (let i = 0; i < 3; i++) {
            const target = this.#ioPtrs[i] < 0 ? NO_SV : this.#heap.ptrIn(row, this.#ioPtrs[i])
            if (target !== NO_SV) into.push((RefCode.TOP_GV + i) as RefCode, 0, STRONG, target)
          }
        }
        break
      case SvKind.C_STRUCT:
        if (wanted & STRONG) this.#struct(row, into)
        break
    }
    this.#tail(row, wanted, into)
  }

  /** True for SVs that refer to nothing, as far as the columns alone tell: most of a heap. */
  isLeaf(row: SvIndex): boolean {
    const { kind, flags, blessed } = this.#heap.svs
    if (flags[row] & (SvFlag.HAS_MAGIC | SvFlag.HAS_NOTES) || blessed[row] !== NO_SV) return false
    return kind[row] === SvKind.BOOL || (kind[row] === SvKind.SCALAR && this.#ourStashAt < 0)
  }

  /**
   * What an RV without magic leads to, NO_SV for anything else: the real tool looks through such an SV and calls the
   * reference indirect.
   */
  throughRv(row: SvIndex): SvIndex {
    const { kind, flags } = this.#heap.svs
    if (kind[row] !== SvKind.REF || flags[row] & SvFlag.HAS_MAGIC || this.#refAt < 0) return NO_SV
    return this.#heap.ptrIn(row, this.#refAt)
  }

  /** What a REF refers to, magic or not. */
  referentOf(row: SvIndex): SvIndex {
    return this.#heap.svs.kind[row] === SvKind.REF && this.#refAt >= 0 ? this.#heap.ptrIn(row, this.#refAt) : NO_SV
  }

  #ourStash(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    if (!(wanted & STRONG)) return
    // Perls from 5.22 on leave the field empty, but UNDEFs have none at all.
    const { bytes, svs } = this.#heap
    const segment = bytes.at(svs.offset[row])
    if (segment.bytes[svs.offset[row] - segment.start] !== SvKind.SCALAR) return
    const stash = this.#heap.ptrIn(row, this.#ourStashAt)
    if (stash !== NO_SV) into.push(RefCode.OUR_STASH, 0, STRONG, stash)
  }

  #ref(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    const heap = this.#heap
    const { view } = heap.segment(row)
    const body = heap.bodyAt(row)
    const strength = heap.svs.flags[row] & SvFlag.REF_WEAK ? WEAK : STRONG
    if (wanted & strength && this.#refAt >= 0) {
      const target = heap.rowOfPtr(view, body + this.#refAt)
      if (target !== NO_SV) into.push(RefCode.REFERENT, 0, strength, target)
    }
    if (wanted & STRONG && this.#refStashAt >= 0) {
      const stash = heap.rowOfPtr(view, body + this.#refStashAt)
      if (stash !== NO_SV) into.push(RefCode.OUR_STASH, 0, STRONG, stash)
    }
  }

  #array(row: SvIndex, wanted: number, into: OutrefBuffer, only: PointerFilter | null): void {
    const { view, at, count } = elementsOf(this.#heap, row)
    const { ptrBytes } = this.#heap.geometry
    const isReal = !(this.#heap.svs.flags[row] & SvFlag.ARRAY_UNREAL)
    const strength = isReal ? STRONG : WEAK
    for (let i = 0; i < count; i++) {
      if (only?.matches(view, at + i * ptrBytes) === false) continue
      const element = this.#heap.rowOfPtr(view, at + i * ptrBytes)
      if (element === NO_SV) continue
      if (wanted & strength) into.push(RefCode.ELEMENT, i, strength, element)
      if (isReal && wanted & INDIRECT) this.#viaRv(element, RefCode.ELEMENT_VIA_RV, i, into)
    }
    if (this.#heap.svs.flags[row] & SvFlag.HAS_NOTES) this.#extensions.saved(row, into)
  }

  /** Array-likes in which slot 0 is something else, or nothing. */
  #slots(
    row: SvIndex,
    wanted: number,
    into: OutrefBuffer,
    code: RefCode,
    viaRv: RefCode | null,
    first: RefCode | null,
    only: PointerFilter | null,
  ): void {
    const { view, at, count } = elementsOf(this.#heap, row)
    const { ptrBytes } = this.#heap.geometry
    for (let i = first === null ? 1 : 0; i < count; i++) {
      if (only?.matches(view, at + i * ptrBytes) === false) continue
      const element = this.#heap.rowOfPtr(view, at + i * ptrBytes)
      if (element === NO_SV) continue
      const isFirst = i === 0 && first !== null
      if (wanted & STRONG) into.push(isFirst ? first : code, i, STRONG, element)
      if (viaRv !== null && wanted & INDIRECT && (i > 0 || first === code)) this.#viaRv(element, viaRv, i, into)
    }
  }

  #hash(row: SvIndex, wanted: number, into: OutrefBuffer, only: PointerFilter | null): void {
    const heap = this.#heap
    const { kind, flags } = heap.svs
    if (kind[row] !== SvKind.HASH || flags[row] & SvFlag.HASH_BACKREFS) {
      this.#backrefs(backrefsOf(heap, row), wanted, into)
    }
    if (wanted & (STRONG | INDIRECT)) {
      const { count, pairsAt } = pairRange(heap, row)
      this.#values(row, wanted, into, heap.segment(row), pairsAt, count, only)
    }
    if (kind[row] !== SvKind.HASH) this.#stash(row, wanted, into, hashHead(heap, row))
    else if (flags[row] & SvFlag.HAS_NOTES) this.#extensions.saved(row, into)
  }

  #backrefs(backrefs: SvIndex, wanted: number, into: OutrefBuffer): void {
    if (backrefs === NO_SV) return
    const heap = this.#heap
    if (heap.svs.kind[backrefs] !== SvKind.ARRAY) {
      if (wanted & WEAK) into.push(RefCode.BACKREF, 0, WEAK, backrefs)
      return
    }
    if (wanted & STRONG) into.push(RefCode.BACKREFS_LIST, 0, STRONG, backrefs)
    if (!(wanted & INDIRECT)) return
    const { view, at, count } = elementsOf(heap, backrefs)
    for (let i = 0; i < count; i++) {
      const element = heap.rowOfPtr(view, at + i * heap.geometry.ptrBytes)
      if (element !== NO_SV) into.push(RefCode.BACKREF, i, INDIRECT, element)
    }
  }

  #stash(row: SvIndex, wanted: number, into: OutrefBuffer, head: HashHead): void {
    if (this.#heap.svs.flags[row] & SvFlag.HAS_NOTES) this.#extensions.saved(row, into)
    if (!(wanted & STRONG)) return
    for (let i = 0; i < 4; i++) {
      if (head.mro[i] !== NO_SV) into.push((RefCode.MRO_LINEAR_ALL + i) as RefCode, 0, STRONG, head.mro[i])
    }
    if (head.adjustBlocks !== NO_SV) into.push(RefCode.ADJUST_BLOCKS, 0, STRONG, head.adjustBlocks)
  }

  #values(
    row: SvIndex,
    wanted: number,
    into: OutrefBuffer,
    segment: Segment,
    pairsAt: number,
    count: number,
    only: PointerFilter | null,
  ): void {
    const { distinctKeys } = this.#heap.data
    const hasRepeats = distinctKeys.from.length > 0 && relatedTo(distinctKeys, row) !== NO_SV
    const repeated = hasRepeats ? new RepeatedKeys(this.#heap, row) : null
    let at = pairsAt
    for (let i = 0; i < count; i += PAIRS) {
      at = this.#somePairs(wanted, into, segment, at, i, Math.min(count, i + PAIRS), only, repeated)
    }
  }

  /** Pairs [from, to), of which the first stands at `pairsAt`. Answers where the next one stands. */
  #somePairs(
    wanted: number,
    into: OutrefBuffer,
    segment: Segment,
    pairsAt: number,
    from: number,
    to: number,
    only: PointerFilter | null,
    repeated: RepeatedKeys | null,
  ): number {
    const heap = this.#heap
    const { littleEndian, uintBytes, ptrBytes, hekBytes } = heap.geometry
    const { view, start } = segment
    let at = pairsAt
    for (let i = from; i < to; i++) {
      const keyAt = at
      at = behindStr(view, at, littleEndian, uintBytes) + hekBytes
      const value = only?.matches(view, at) === false ? NO_SV : heap.rowOfPtr(view, at)
      at += ptrBytes
      if (value === NO_SV || repeated?.isOverwritten(i)) continue
      if (wanted & STRONG) into.push(RefCode.VALUE, start + keyAt, STRONG, value)
      if (wanted & INDIRECT) this.#viaRv(value, RefCode.VALUE_VIA_RV, start + keyAt, into)
    }
    return at
  }

  #glob(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    for (let i = 0; i < 7; i++) {
      if (this.#globPtrs[i] < 0) continue
      const target = this.#heap.ptrIn(row, this.#globPtrs[i])
      if (target === NO_SV) continue
      const strength = i === RefCode.EGV && target === row ? WEAK : STRONG
      if (wanted & strength) into.push(i as RefCode, 0, strength, target)
    }
    if (this.#heap.svs.flags[row] & SvFlag.HAS_NOTES) this.#extensions.saved(row, into)
  }

  #code(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    const heap = this.#heap
    const code = this.#links.read(row)
    const flags = heap.svs.flags[row]
    const named = relatedTo(heap.data.globs, row)
    const hasPadlist = code.padlist !== NO_SV
    into.pushWanted(wanted, RefCode.SCOPE, 0, flags & SvFlag.CODE_WEAKOUTSIDE ? WEAK : STRONG, code.outside)
    into.pushWanted(wanted, RefCode.STASH, 0, WEAK, code.stash)
    const asGlob = flags & SvFlag.CODE_CVGV_RC ? STRONG : WEAK
    into.pushWanted(wanted, RefCode.GLOB, 0, asGlob, named === NO_SV ? code.glob : named)
    into.pushWanted(wanted, RefCode.CONSTANT_VALUE, 0, STRONG, code.constval)
    if (wanted & INFERRED) {
      const proto = this.protosubs.of(row, { lo: code.oprootLo, hi: code.oprootHi })
      into.pushWanted(wanted, RefCode.PROTOSUB, 0, INFERRED, proto)
    }
    // Under ithreads they live in the pad, which holds them already.
    const { ithreads } = heap.layout
    const inPad = ithreads ? INDIRECT : STRONG
    if (wanted & inPad) {
      const { constants, globs } = ithreads ? codeOf(heap, row, false) : code
      for (const constant of constants) into.pushWanted(wanted, RefCode.CONSTANT, 0, inPad, constant)
      for (const glob of globs) into.pushWanted(wanted, RefCode.REFERENCED_GLOB, 0, inPad, glob)
    }
    into.pushWanted(wanted, RefCode.PADLIST, 0, STRONG, code.padlist)
    const throughPadlist = hasPadlist ? INDIRECT : STRONG
    if (!(wanted & throughPadlist)) return
    const { padnamesAv, pads } = padsOf(heap, code)
    into.pushWanted(wanted, RefCode.PADNAMES, 0, throughPadlist, padnamesAv)
    for (let i = 0; i < pads.length; i++) {
      into.pushWanted(wanted, RefCode.PAD_AT_DEPTH, i + 1, throughPadlist, pads[i])
    }
  }

  #struct(row: SvIndex, into: OutrefBuffer): void {
    const heap = this.#heap
    const { ptrBytes, uintBytes } = heap.geometry
    const struct = heap.structOf(row)
    if (!struct) return
    const cursor = heap.body(row)
    struct.fields.forEach((field, i) => {
      const at = cursor.at
      cursor.skip(structFieldBytes(field.type, ptrBytes, uintBytes))
      if (field.type !== StructField.PTR) return
      const target = heap.rowOfPtr(cursor.view, at)
      if (target !== NO_SV) into.push(RefCode.STRUCT_FIELD, i, STRONG, target)
    })
  }

  #viaRv(element: SvIndex, code: RefCode, arg: number, into: OutrefBuffer): void {
    const referent = this.throughRv(element)
    if (referent !== NO_SV) into.push(code, arg, INDIRECT, referent)
  }

  /** What every kind may have: its package, magic, notes. */
  #tail(row: SvIndex, wanted: number, into: OutrefBuffer): void {
    const { blessed, flags } = this.#heap.svs
    if (blessed[row] !== NO_SV && wanted & WEAK) into.push(RefCode.BLESS_PACKAGE, 0, WEAK, blessed[row])
    if (flags[row] & SvFlag.HAS_MAGIC) this.#extensions.magic(row, wanted, into)
    if (flags[row] & SvFlag.HAS_NOTES) this.#extensions.notes(row, into)
  }
}
