import type { Heap } from '../columns/heap.ts'
import { Outrefs } from './outrefs.ts'
import { RootIndex } from './roots.ts'

/** A heap with what questions about single SVs share. */
export interface Model {
  readonly heap: Heap
  readonly outrefs: Outrefs
  readonly roots: RootIndex
}

export function createModel(heap: Heap): Model {
  return { heap, outrefs: new Outrefs(heap), roots: new RootIndex(heap) }
}
