import type { ByteColumn } from '../base/byte-column.ts'
import type { Slice } from '../base/slice.ts'
import type { Heap } from '../columns/heap.ts'
import { type Csr, reverse } from '../graph/csr.ts'
import { outrefCsr } from '../graph/heap-graph.ts'
import { Inrefs } from '../graph/inrefs.ts'
import { type Model, createModel } from '../model/model.ts'
import { svsWithDanglingPtrs } from './dangling-ptrs.ts'
import { Evidence } from './findings.ts'
import { Holding } from './holding.ts'
import { type OwnedInput, type OwnedSums, ownedSums } from './owned-size.ts'
import { type KeySets, findKeySets } from './key-sets.ts'
import { type PackedNumbers, packNumbers } from './packed-numbers.ts'
import { type PackedStrings, packStrings } from './packed-strings.ts'
import { structureSizes } from './structure-size.ts'
import { valuesByKey } from './value-order.ts'

/**
 * All that is worked out of one heap, each stage once, when it is first asked for. A stage that was cancelled is started
 * again by the next question.
 */
export class Analyses {
  readonly model: Model
  readonly heap: Heap
  /** Dominators, retained sizes, cycles and what else follows from who holds whom. */
  readonly holding: Holding
  /** What findings are made of. */
  readonly evidence: Evidence
  readonly #stages = new Map<string, Promise<unknown>>()
  readonly #done = new Map<string, unknown>()

  constructor(heap: Heap, model: Model = createModel(heap)) {
    this.heap = heap
    this.model = model
    this.holding = new Holding(this)
    this.evidence = new Evidence(this)
  }

  /** References by their source. */
  outrefGraph(slice: Slice): Promise<Csr> {
    return this.stage('outrefs', () => outrefCsr(this.heap, this.model.outrefs, slice))
  }

  /** Take a graph that was made in an earlier visit. */
  giveOutrefGraph(graph: Csr): void {
    this.#stages.set('outrefs', Promise.resolve(graph))
  }

  /** References by their target. */
  inrefGraph(slice: Slice): Promise<Csr> {
    return this.stage('inrefs', async () => reverse(await this.outrefGraph(slice), slice))
  }

  /** Inrefs with the real tool's omissions, for the console. */
  compatInrefs(slice: Slice): Promise<Inrefs> {
    return this.stage('compat inrefs', async () => new Inrefs(this.model, await this.inrefGraph(slice), true))
  }

  /** All inrefs. */
  inrefs(slice: Slice): Promise<Inrefs> {
    return this.stage('all inrefs', async () => new Inrefs(this.model, await this.inrefGraph(slice), false))
  }

  /** Owned sizes of all SVs by row. */
  ownedSizes(slice: Slice): Promise<ByteColumn> {
    return this.stage('owned sizes', async () => (await this.ownedSums(slice)).sizes)
  }

  /** The same, with whose owned sets are trees. */
  ownedSums(slice: Slice): Promise<OwnedSums> {
    return this.stage('owned sums', async () => ownedSums(await this.ownedInput(slice), slice))
  }

  /** Structure sizes of all SVs by row. */
  structureSizes(slice: Slice): Promise<ByteColumn> {
    return this.stage('structure sizes', () => structureSizes(this.model, slice))
  }

  /** What searches for strings look at. */
  packedStrings(slice: Slice): Promise<PackedStrings> {
    return this.stage('packed strings', () => packStrings(this.heap, slice))
  }

  /** What searches for numbers look at. */
  packedNumbers(slice: Slice): Promise<PackedNumbers> {
    return this.stage('packed numbers', () => packNumbers(this.heap, slice))
  }

  /** What searches for keys look at. */
  keySets(slice: Slice): Promise<KeySets> {
    return this.stage('key sets', () => findKeySets(this.heap, slice))
  }

  /** SVs with pointers that lead nowhere. */
  danglingSvs(slice: Slice): Promise<Int32Array> {
    return this.stage('dangling pointers', () => svsWithDanglingPtrs(this.heap, slice))
  }

  async ownedInput(slice: Slice): Promise<OwnedInput> {
    const { refcount, size, numSvs } = this.heap.svs
    return { csr: await this.outrefGraph(slice), refcount, size, numSvs, inOrder: valuesByKey(this.model) }
  }

  /** Let go of what a stage gave: it is run again by the next question that needs it. */
  release(name: string): void {
    this.#stages.delete(name)
    this.#done.delete(name)
  }

  /** What a stage gave, if it has run: for answers that are better with it, and do without. */
  ready<Name extends keyof ReadyStages>(name: Name): ReadyStages[Name] | null {
    return (this.#done.get(name) as ReadyStages[Name] | undefined) ?? null
  }

  /** Run a stage, or answer with what an earlier run of it gave. */
  stage<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    const earlier = this.#stages.get(name)
    if (earlier) return earlier as Promise<Result>
    const running = run()
    this.#stages.set(name, running)
    running.then(
      (result) => this.#done.set(name, result),
      () => this.#stages.delete(name),
    )
    return running
  }
}

/** Stages that can be asked for without waiting. */
interface ReadyStages {
  'owned sizes': ByteColumn
  'structure sizes': ByteColumn
  'packed strings': PackedStrings
  'packed numbers': PackedNumbers
  'key sets': KeySets
}
