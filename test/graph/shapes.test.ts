import { describe, expect, test } from 'vitest'
import { components } from '../../src/graph/components.ts'
import type { Csr } from '../../src/graph/csr.ts'
import { depths, NO_DEPTH } from '../../src/graph/depth.ts'
import { dominatorChildren, rowInTree } from '../../src/graph/dominator-tree.ts'
import { dominators, SuperRoot } from '../../src/graph/dominators.ts'
import { ClassMask } from '../../src/graph/edge.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { retainedSizes } from '../../src/graph/retained.ts'
import { chain, complete, graphOf, ring, selfLoops, star } from '../helpers/shapes.ts'

const MILLION = 1_000_000

async function analyse(csr: Csr, roots: readonly number[]) {
  const graph = await preorder(csr, { roots }, ClassMask.STRONG)
  const idom = await dominators(graph)
  const size = new Float64Array(csr.offsets.length - 1).fill(1)
  return {
    numIslands: graph.numIslands,
    idom,
    retained: await retainedSizes(graph, idom, size),
    depth: await depths(graph),
    cycles: await components(graph),
  }
}

describe('graphs that break what recurses or looks again', { timeout: 60_000 }, () => {
  test('a chain of a million', async () => {
    const { idom, retained, depth, cycles } = await analyse(chain(MILLION), [0])
    expect([idom[0], idom[MILLION - 1]]).toEqual([SuperRoot.ROOTS, MILLION - 2])
    expect([retained[0], retained[MILLION - 1]]).toEqual([MILLION, 1])
    expect(depth[MILLION - 1]).toBe(MILLION - 1)
    expect(cycles.numComponents).toBe(0)
  })

  test('a ring of a million, entered at a root', async () => {
    const { idom, retained, cycles } = await analyse(ring(MILLION), [7])
    expect([idom[7], idom[6]]).toEqual([SuperRoot.ROOTS, 5])
    expect([retained[7], retained[6]]).toEqual([MILLION, 1])
    expect(cycles.members.targets.length).toBe(MILLION)
  })

  test('a lost ring of a million is one island', async () => {
    const { numIslands, idom, retained, depth } = await analyse(ring(MILLION), [])
    expect(numIslands).toBe(1)
    expect([idom[0], idom[MILLION - 1], idom[MILLION]]).toEqual([MILLION, MILLION, SuperRoot.NOTHING])
    expect([retained[0], retained[MILLION]]).toEqual([1, MILLION])
    expect(depth[0]).toBe(NO_DEPTH)
  })

  test('a million lost SVs that hold themselves are no islands', async () => {
    const { numIslands, idom, cycles } = await analyse(selfLoops(MILLION), [])
    expect(numIslands).toBe(0)
    expect(idom.every((above) => above === SuperRoot.NOTHING)).toBe(true)
    expect(cycles.numComponents).toBe(MILLION)
  })

  test('a million lost SVs without any reference', async () => {
    const { idom, retained } = await analyse(
      graphOf(MILLION, () => []),
      [],
    )
    expect(idom.every((above) => above === SuperRoot.NOTHING)).toBe(true)
    expect(retained.every((bytes) => bytes === 1)).toBe(true)
  })

  test('one that holds a million', async () => {
    const { idom, retained, depth } = await analyse(star(MILLION), [0])
    expect(idom.subarray(1).every((above) => above === 0)).toBe(true)
    expect([retained[0], depth[MILLION - 1]]).toEqual([MILLION, 1])
    const { offsets } = dominatorChildren(idom)
    const superRoot = rowInTree(SuperRoot.ROOTS, MILLION)
    expect([offsets[1] - offsets[0], offsets[superRoot + 1] - offsets[superRoot]]).toEqual([MILLION - 1, 1])
  })

  test('a million roots', async () => {
    const roots = Array.from({ length: MILLION }, (_, row) => row)
    const { idom, depth } = await analyse(chain(MILLION), roots)
    expect(idom.every((above) => above === SuperRoot.ROOTS)).toBe(true)
    expect(depth.every((steps) => steps === 0)).toBe(true)
  })

  test('all hold all', async () => {
    const { idom, retained, cycles } = await analyse(complete(300), [5])
    expect(idom.every((above, row) => above === (row === 5 ? SuperRoot.ROOTS : 5))).toBe(true)
    expect(retained[5]).toBe(300)
    expect(cycles.numComponents).toBe(1)
  })

  test('nothing at all', async () => {
    const { idom, cycles } = await analyse(
      graphOf(0, () => []),
      [],
    )
    expect([idom.length, cycles.numComponents]).toEqual([0, 0])
  })
})
