import type { ByteColumn } from '../base/byte-column.ts'
import type { Slice } from '../base/slice.ts'
import { Cascade } from '../graph/cascade.ts'
import { type Components, components } from '../graph/components.ts'
import { type Csr, reverse } from '../graph/csr.ts'
import { depths } from '../graph/depth.ts'
import { dominatorChildren } from '../graph/dominator-tree.ts'
import { dominators } from '../graph/dominators.ts'
import { ClassMask } from '../graph/edge.ts'
import { type HeldGraph, heldGraph } from '../graph/held.ts'
import { type PreorderGraph, preorder } from '../graph/preorder.ts'
import { reachOfRows } from '../graph/reach.ts'
import { retainedSizes } from '../graph/retained.ts'
import type { Analyses } from './analyses.ts'
import { type RefcountAudit, auditRefcounts, excessOf } from './refcount-audit.ts'

/**
 * Who holds whom: the stages from the references to retained sizes and cycles, each worked out once, when it is first
 * asked for, and all by the one definition of *held* (graph/held.ts).
 *
 *     held ── audit ── graph ──┬── dominators ── retained, tree
 *                              ├── depths, reach
 *                              └── cycles
 */
export class Holding {
  readonly #analyses: Analyses

  constructor(analyses: Analyses) {
    this.#analyses = analyses
  }

  /** What holds what, and the roots. */
  held(slice: Slice): Promise<HeldGraph> {
    const { model } = this.#analyses
    return this.#stage('held', async () => heldGraph(model, await this.#analyses.outrefGraph(slice), slice))
  }

  /** Refcounts against the references seen. */
  audit(slice: Slice): Promise<RefcountAudit> {
    return this.#stage('audit', async () => auditRefcounts(await this.held(slice), this.#analyses.heap.svs, slice))
  }

  /** What holds what, renumbered: first what roots hold, then what is held from outside, then what nothing holds. */
  graph(slice: Slice): Promise<PreorderGraph> {
    return this.#stage('preorder', async () => {
      const { outside } = await this.audit(slice)
      const { csr, roots } = await this.held(slice)
      return preorder(csr, { roots, outside }, ClassMask.HELD, slice)
    })
  }

  /**
   * Let go of that graph, the largest thing of all (20 bytes an SV), and of what the cascade keeps (8), once all that is
   * asked for again and again has been worked out of them. Questions about sets of SVs make them again, and then they stay.
   */
  async releaseLarge(slice: Slice): Promise<void> {
    await Promise.all([this.dominators(slice), this.reach(slice), this.cycles(slice), this.depths(slice)])
    this.#release('preorder')
    this.#release('cascade')
  }

  /** Row -> Reach. */
  reach(slice: Slice): Promise<Uint8Array> {
    return this.#stage('reach', async () => reachOfRows(await this.graph(slice)))
  }

  /** Node -> immediate dominator or SuperRoot; nodes are rows, then islands. */
  dominators(slice: Slice): Promise<Int32Array> {
    return this.#stage('dominators', async () => dominators(await this.graph(slice), slice))
  }

  /** Node -> retained size. */
  retained(slice: Slice): Promise<ByteColumn> {
    return this.#stage('retained', async () => {
      const graph = await this.graph(slice)
      return retainedSizes(graph, await this.dominators(slice), this.#analyses.heap.svs.size, slice)
    })
  }

  /** The dominator tree downwards. */
  tree(slice: Slice): Promise<Csr> {
    return this.#stage('dominator tree', async () => dominatorChildren(await this.dominators(slice)))
  }

  /** Row -> references between a root and it, at the least. */
  depths(slice: Slice): Promise<Uint32Array> {
    return this.#stage('depths', async () => depths(await this.graph(slice), slice))
  }

  cycles(slice: Slice): Promise<Components> {
    return this.#stage('cycles', async () => components(await this.graph(slice), slice))
  }

  /** The held graph turned around. */
  inrefs(slice: Slice): Promise<Csr> {
    return this.#stage('held inrefs', async () => reverse((await this.held(slice)).csr, slice))
  }

  /** Perl's way of freeing, ready for many questions. */
  cascade(slice: Slice): Promise<Cascade> {
    return this.#stage('cascade', async () => {
      const { svs } = this.#analyses.heap
      const { csr } = await this.held(slice)
      const audit = await this.audit(slice)
      // Perl counts a list of weak references twice, of which one goes with what it belongs to.
      const refcount = svs.refcount.slice()
      const { doubled } = audit
      for (let i = 0; i < doubled.length; i++) refcount[doubled[i]]--
      return new Cascade({ csr, refcount, size: svs.size, numSvs: svs.numSvs, counted: ClassMask.STRONG_AND_SAVED })
    })
  }

  /** Refcount minus references seen. */
  async excess(row: number, slice: Slice): Promise<number> {
    return excessOf(row, await this.audit(slice), this.#analyses.heap.svs)
  }

  #release(name: string): void {
    this.#analyses.release(stageName(name))
  }

  #stage<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    return this.#analyses.stage(stageName(name), run)
  }
}

function stageName(name: string): string {
  return `holding: ${name}`
}
