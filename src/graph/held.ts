import { type Slice, STEP_MASK, UNSLICED } from '../base/slice.ts'
import { decodeCode } from '../columns/code-record.ts'
import { decodeExtension } from '../columns/extensions.ts'
import { GLOB_SLOTS, globSlot } from '../columns/glob-record.ts'
import { NO_SV, type SvIndex } from '../columns/sv-table.ts'
import type { Model } from '../model/model.ts'
import { isStash } from '../model/names.ts'
import { OutrefBuffer, RefCode } from '../model/outref-buffer.ts'
import { isWeakRoot } from '../model/roots.ts'
import { StrengthSet } from '../model/strength.ts'
import { Ext, SvFlag, SvKind } from '../reader/sv-types.ts'
import type { Csr } from './csr.ts'
import { EdgeClass, edgeWord } from './edge.ts'

/**
 * What holds what: the one definition of *held*, for dominators, reachability, islands and the audit of refcounts.
 *
 * **Edges.** An SV is held by what would have to go before it can. Those are pmat's strong references: whatever Perl
 * counts, among it all that a threaded perl keeps in pads (constants and globs of the op tree are slots there), magic
 * objects that are counted, and notes. To these come the values that `local` has put aside: the save stack gives them
 * back to their container. And pmat's strengths are put right where Perl counts otherwise:
 *
 * - The effective glob of a GLOB is remembered, not counted: weak.
 * - GLOBs that were assigned to each other share one body, and closures of one prototype share an op tree (with the
 *   constants in it, where perl has no threads): each of them holds, but all of them count once: shared.
 * - The list of weak references that hangs on a scalar, array or sub by magic belongs to it: strong, though pmat calls
 *   it weak.
 * - A sub that counts its glob counts the one that it was born in, whatever glob names it now.
 * - A package with several linearisations of @ISA holds them in a hash and only remembers the current one: weak.
 * - A blessed SV counts its package. Where that stands in the symbol table it makes no difference, and to follow it would
 *   draw every object and all variables of its package into one cycle: weak. A package that no GLOB
 *   holds any more (deleted, or made without a name) is held by its objects alone: strong.
 *
 * Weak references hold nothing.
 *
 * **Roots.** The roots of the dump but those that the interpreter does not count (isWeakRoot; all of them stand in the
 * symbol table too), immortals included; SVs on the value stack, which are in use though nothing counts them; mortals,
 * which go at the end of the statement and so are not lost; and what the frames of the call stack hold: the sub, its
 * arguments, the text of an eval.
 */
export interface HeldGraph {
  /** The outref graph with its classes put right: follow ClassMask.HELD. */
  readonly csr: Csr
  /** Rows that roots hold, ascending, each once. */
  readonly roots: Uint32Array
  /** Row -> references that roots count: named roots, mortals, frames. The value stack counts none. */
  readonly countedByRoots: Uint8Array
}

/** Work out what holds what. O(rows, and references of GLOBs, packages, subs and magic); 4 bytes a reference. */
export async function heldGraph(model: Model, outrefs: Csr, slice: Slice = UNSLICED): Promise<HeldGraph> {
  const csr = { offsets: outrefs.offsets, targets: outrefs.targets.slice() }
  const { kind, numSvs } = model.heap.svs
  const correct = new Corrections(model, csr)
  for (let row = 0; row < numSvs; row++) {
    if ((row & STEP_MASK) === 0 && slice.isOver()) {
      slice.progress(row, numSvs)
      await slice.next()
    }
    switch (kind[row]) {
      case SvKind.GLOB:
        correct.glob(row)
        break
      case SvKind.CODE:
        correct.code(row)
        break
      case SvKind.STASH:
      case SvKind.CLASS:
        correct.stash(row)
        break
    }
  }
  holdBackrefLists(model, csr)
  holdLostPackages(model, csr, correct.packages)
  return { csr, ...rootsOf(model) }
}

const HASH_SLOT = GLOB_SLOTS.indexOf('hash')
const EGV_SLOT = GLOB_SLOTS.indexOf('egv')

class Corrections {
  readonly #model: Model
  readonly #csr: Csr
  readonly #buffer = new OutrefBuffer()
  /** Packages that a GLOB holds. */
  readonly packages = new Set<SvIndex>()
  /** Body of GLOBs -> the one that counts. */
  readonly #bodies = new Map<string, SvIndex>()
  /** Op trees that a CODE before has counted. */
  readonly #opTrees = new Set<string>()

  constructor(model: Model, csr: Csr) {
    this.#model = model
    this.#csr = csr
  }

  glob(row: SvIndex): void {
    const { heap } = this.#model
    const hash = globSlot(heap, row, HASH_SLOT)
    if (hash !== NO_SV && isStash(heap, hash)) this.packages.add(hash)
    const egv = globSlot(heap, row, EGV_SLOT)
    if (egv === NO_SV || egv === row) return
    this.#share(egv, egv)
    this.#share(row, egv)
  }

  /**
   * The effective glob belongs to the body, so GLOBs that have the same one and equal slots share theirs: the first of
   * them counts.
   */
  #share(row: SvIndex, egv: SvIndex): void {
    const buffer = this.#collect(row)
    let body = ''
    for (let i = 0; i < buffer.length && buffer.code[i] <= RefCode.EGV; i++) {
      if (buffer.code[i] === RefCode.EGV) this.#set(row, i, buffer.target[i], EdgeClass.WEAK)
      else body += `${buffer.code[i]}:${buffer.target[i]} `
    }
    if (body === '') return
    body += egv
    const first = this.#bodies.get(body)
    if (first === undefined) this.#bodies.set(body, row)
    if (first === undefined || first === row) return
    for (let i = 0; i < buffer.length && buffer.code[i] < RefCode.EGV; i++) {
      this.#set(row, i, buffer.target[i], EdgeClass.SHARED)
    }
  }

  code(row: SvIndex): void {
    const { heap } = this.#model
    const flags = heap.svs.flags[row]
    const countsGlob = (flags & SvFlag.CODE_CVGV_RC) !== 0
    const mayShare = !heap.layout.ithreads && (flags & (SvFlag.CODE_CLONE | SvFlag.CODE_CLONED)) !== 0
    if (!countsGlob && !mayShare) return
    const { oproot, glob } = decodeCode(heap, row, false)
    const opTree = `${oproot.hi}:${oproot.lo}`
    const isShared = mayShare && this.#opTrees.has(opTree)
    if (mayShare && opTree !== '0:0') this.#opTrees.add(opTree)
    const buffer = this.#collect(row)
    for (let i = 0; i < buffer.length; i++) {
      switch (buffer.code[i]) {
        case RefCode.GLOB:
          if (countsGlob && glob !== NO_SV) this.#set(row, i, glob, EdgeClass.STRONG)
          else if (countsGlob) this.#set(row, i, buffer.target[i], EdgeClass.WEAK)
          break
        case RefCode.CONSTANT:
        case RefCode.REFERENCED_GLOB:
          if (isShared) this.#set(row, i, buffer.target[i], EdgeClass.SHARED)
          break
      }
    }
  }

  stash(row: SvIndex): void {
    const buffer = this.#collect(row)
    let hasAll = false
    for (let i = 0; i < buffer.length; i++) {
      if (buffer.code[i] === RefCode.MRO_LINEAR_ALL) hasAll = true
      if (hasAll && buffer.code[i] === RefCode.MRO_LINEAR_CURRENT) {
        this.#set(row, i, buffer.target[i], EdgeClass.WEAK)
      }
    }
  }

  /** In the order of the graph's edges, which were made in this way. */
  #collect(row: SvIndex): OutrefBuffer {
    this.#model.outrefs.collect(row, StrengthSet.DIRECT, this.#buffer)
    return this.#buffer
  }

  #set(row: SvIndex, nth: number, target: SvIndex, edgeClass: EdgeClass): void {
    this.#csr.targets[this.#csr.offsets[row] + nth] = edgeWord(target, edgeClass)
  }
}

const BACKREF_MAGIC = '<'.charCodeAt(0)

function holdBackrefLists({ heap }: Model, { offsets, targets }: Csr): void {
  const { kind, flags } = heap.svs
  const { row: rows, offset } = heap.data.extensions
  const { minor, ptrBytes } = heap.layout
  const typeAt = 1 + (minor === 0 ? 2 : 1) * ptrBytes
  for (let i = 0; i < rows.length; i++) {
    const { bytes, start } = heap.bytes.at(offset[i])
    const at = offset[i] - start
    if (bytes[at] !== Ext.MAGIC || bytes[at + typeAt] !== BACKREF_MAGIC) continue
    const ext = decodeExtension(heap, offset[i])
    if (ext.tag !== Ext.MAGIC || ext.object === NO_SV) continue
    // A lone weak reference stands there itself, without a list.
    if (kind[ext.object] !== SvKind.ARRAY || !(flags[ext.object] & SvFlag.ARRAY_UNREAL)) continue
    strengthen(offsets, targets, rows[i], ext.object)
  }
}

/** Make the first weak edge between two SVs strong. */
function strengthen(offsets: Uint32Array, targets: Uint32Array, from: SvIndex, to: SvIndex): void {
  const weak = edgeWord(to, EdgeClass.WEAK)
  for (let e = offsets[from]; e < offsets[from + 1]; e++) {
    if (targets[e] !== weak) continue
    targets[e] = edgeWord(to, EdgeClass.STRONG)
    return
  }
}

function holdLostPackages({ heap }: Model, { offsets, targets }: Csr, held: ReadonlySet<SvIndex>): void {
  const { kind, blessed, numSvs } = heap.svs
  const lost = new Set<SvIndex>()
  for (let row = 0; row < numSvs; row++) {
    if ((kind[row] === SvKind.STASH || kind[row] === SvKind.CLASS) && !held.has(row)) lost.add(row)
  }
  for (const { row } of heap.data.roots) lost.delete(row)
  if (lost.size === 0) return
  for (let row = 0; row < numSvs; row++) {
    if (blessed[row] !== NO_SV && lost.has(blessed[row])) strengthen(offsets, targets, row, blessed[row])
  }
}

function rootsOf({ heap }: Model): { roots: Uint32Array; countedByRoots: Uint8Array } {
  const { numSvs, numRows } = heap.svs
  const isRoot = new Uint8Array(numRows).fill(1, numSvs)
  const countedByRoots = new Uint8Array(numRows)
  const add = (row: SvIndex, isCounted: boolean) => {
    if (row === NO_SV) return
    isRoot[row] = 1
    if (isCounted && countedByRoots[row] < 255) countedByRoots[row]++
  }
  for (const { name, row } of heap.data.roots) if (!isWeakRoot(name)) add(row, true)
  for (const { row } of heap.data.stack) add(row, false)
  for (const row of heap.data.mortals) add(row, true)
  for (const { cv, args, code } of heap.data.contexts) {
    add(cv, true)
    add(args, false)
    add(code, true)
  }
  let numRoots = 0
  for (let row = 0; row < numRows; row++) numRoots += isRoot[row]
  const roots = new Uint32Array(numRoots)
  for (let row = 0, i = 0; row < numRows; row++) if (isRoot[row] === 1) roots[i++] = row
  return { roots, countedByRoots }
}
