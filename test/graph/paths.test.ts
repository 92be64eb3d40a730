import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reverse } from '../../src/graph/csr.ts'
import { depths } from '../../src/graph/depth.ts'
import { ClassMask, EdgeClass } from '../../src/graph/edge.ts'
import { mergedPaths } from '../../src/graph/merged-paths.ts'
import { independentPaths, type PathOptions } from '../../src/graph/paths.ts'
import { preorder } from '../../src/graph/preorder.ts'
import { heapFromText } from '../helpers/heap-from-text.ts'
import { randomHeap } from '../helpers/random-heap.ts'

const HELD = ClassMask.STRONG_AND_SAVED

const markRoots = (numRows: number, roots: readonly number[]) => {
  const isRoot = new Uint8Array(numRows)
  for (const root of roots) isRoot[root] = 1
  return isRoot
}

describe('independent paths', () => {
  const heap = heapFromText(`
    *stash STASH 100 -> cache users
    cache HASH 50 -> object
    users ARRAY 60 -> user
    user HASH 70 -> object ~cache
    *stack ARRAY 80 -> object
    object HASH 90 -> user
  `)
  const pathsTo = async (name: string, options: Partial<PathOptions> = {}) => {
    const isRoot = markRoots(heap.csr.offsets.length - 1, heap.roots)
    const inrefs = await reverse(heap.csr)
    const found = await independentPaths(heap.row(name), inrefs, isRoot, { count: 9, classes: HELD, ...options })
    return found.map(heap.names)
  }

  test('shortest first, with no holder in two of them', async () => {
    expect(await pathsTo('object')).toEqual(['stack object', 'stash cache object', 'stash users user object'])
  })

  test('as many as are asked for', async () => {
    expect(await pathsTo('object', { count: 2 })).toEqual(['stack object', 'stash cache object'])
  })

  test('around holders that are ignored', async () => {
    expect(await pathsTo('object', { ignored: [heap.row('stack'), heap.row('users')] })).toEqual(['stash cache object'])
    expect(await pathsTo('object', { ignored: [heap.row('object')] })).toEqual([])
  })

  test('a root is its own shortest path', async () => {
    expect(await pathsTo('stash')).toEqual(['stash'])
  })

  test('each shortest among those left, until there is none', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(), async (random) => {
        const { numSvs, roots, csr } = random
        const inrefs = await reverse(csr)
        const isRoot = markRoots(numSvs, roots)
        const paths = await independentPaths(0, inrefs, isRoot, { count: 99, classes: HELD })
        let edges = random.edges.filter(([, , edgeClass]) => edgeClass !== EdgeClass.WEAK)
        expect(paths.filter((path) => path.length === 1)).toEqual(isRoot[0] === 1 ? [[0]] : [])
        if (isRoot[0] === 1) paths.shift()
        for (const path of [...paths, undefined]) {
          // Backwards from the SV by levels; a root ends its way.
          let level = new Set([0])
          const met = new Set(level)
          let steps = 1
          while (level.size > 0 && ![...level].some((row) => row !== 0 && isRoot[row] === 1)) {
            const holders = edges.filter(([from, to]) => level.has(to) && !met.has(from)).map(([from]) => from)
            level = new Set(holders)
            for (const row of level) met.add(row)
            steps++
          }
          expect(path?.length ?? 0).toBe(level.size === 0 ? 0 : steps)
          if (!path) break
          expect(isRoot[path[0]]).toBe(1)
          for (let i = 1; i < path.length; i++) {
            expect(edges.some(([from, to]) => from === path[i - 1] && to === path[i])).toBe(true)
          }
          const inside = path.slice(1, -1)
          edges = edges.filter(([from, to]) => !inside.includes(from) && !inside.includes(to))
          if (path.length === 2) edges = edges.filter(([from, to]) => from !== path[0] || to !== 0)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('merged paths', () => {
  test('who holds all these?', async () => {
    const heap = heapFromText(`
      *stash STASH 100 -> cache users
      cache HASH 50 -> a b
      users ARRAY 60 -> c list
      list ARRAY 10 -> a
      a HASH 1
      b HASH 1
      c HASH 1 -> b
      lost HASH 1 -> c
    `)
    const graph = await preorder(heap.csr, heap, HELD)
    const given = ['c', 'a', 'b', 'lost', 'users'].map(heap.row)
    const merged = mergedPaths(given, await reverse(heap.csr), await depths(graph), HELD)
    expect(heap.names(merged.rows)).toBe('stash cache users a b c')
    expect([...merged.holder]).toEqual([-1, 0, 0, 1, 1, 2])
    expect([...merged.count]).toEqual([4, 2, 2, 1, 1, 1])
  })
})
