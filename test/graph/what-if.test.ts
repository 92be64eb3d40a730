import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Cascade } from '../../src/graph/cascade.ts'
import { reverse } from '../../src/graph/csr.ts'
import { findCuts } from '../../src/graph/cuts.ts'
import { dominatorChildren } from '../../src/graph/dominator-tree.ts'
import { dominators } from '../../src/graph/dominators.ts'
import { ClassMask, EdgeClass, edgeClass, edgeRow } from '../../src/graph/edge.ts'
import { type Entries, preorder } from '../../src/graph/preorder.ts'
import { type EdgeRef, type WhatIf, whatIfWeak } from '../../src/graph/what-if.ts'
import { type DrawnHeap, heapFromText } from '../helpers/heap-from-text.ts'
import { naiveCascade } from '../helpers/naive-cascade.ts'
import { naiveParts } from '../helpers/naive-parts.ts'
import { type RandomHeap, randomHeap, reached } from '../helpers/random-heap.ts'

const SOME_SHARED = [0, 0, 0, 0, 0, 1, 2, 3] as const
const sum = (rows: Iterable<number>, size: Float64Array) => [...rows].reduce((bytes, row) => bytes + size[row], 0)
const ascending = (rows: Iterable<number>) => [...rows].toSorted((a, b) => a - b)

/** A heap with what `whatIfWeak` needs of its graph. */
async function prepare<H extends DrawnHeap | RandomHeap>(heap: H & Entries) {
  const idom = await dominators(await preorder(heap.csr, heap, ClassMask.HELD))
  const inrefs = await reverse(heap.csr)
  const cascade = new Cascade(heap)
  const weaken = (ref: EdgeRef): WhatIf => whatIfWeak(ref, cascade, inrefs, { idom, children: dominatorChildren(idom) })
  return { ...heap, cascade, inrefs, weaken }
}

describe('compared with a simulation of Perl', { timeout: 60_000 }, () => {
  test('what if a reference were weak', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHeap({ numImmortals: 1, density: 2, classes: SOME_SHARED }),
        fc.nat(),
        async (heap, pick) => {
          if (heap.edges.length === 0) return
          const { csr, numSvs, size, weaken } = await prepare({ ...heap, outside: [] })
          const edge = pick % csr.targets.length
          const source = csr.offsets.findLastIndex((offset, row) => row < csr.offsets.length - 1 && offset <= edge)
          const ordered = ascending(heap.edges.keys()).toSorted((a, b) => heap.edges[a][0] - heap.edges[b][0])
          const cut = heap.edges[ordered[edge]]
          expect([source, edgeRow(csr.targets[edge])]).toEqual(cut.slice(0, 2))
          const answer = weaken({ source, edge })
          const isCounted = cut[2] === EdgeClass.STRONG && cut[1] < numSvs
          const { freed, staying, lossOf, isShared } = naiveCascade(heap, isCounted ? [cut] : [])
          expect(ascending(answer.freed.rows)).toEqual(ascending(freed))
          expect(answer.freed.bytes).toBe(sum(freed, size))

          const others = heap.edges.filter((other) => other !== cut && !freed.has(other[0]))
          const holders = (row: number, ofClass: EdgeClass) =>
            ascending(others.filter(([, to, c]) => to === row && c === ofClass).map(([from]) => from))
          const expected = staying.map((row) => {
            const counting = holders(row, EdgeClass.STRONG)
            const left = heap.refcount[row] - (isShared(row) ? 0 : lossOf(row))
            const numSharing = isShared(row) ? 1 : 0
            return {
              row,
              left,
              holders: isShared(row) ? [...counting, ...holders(row, EdgeClass.SHARED)] : counting,
              outside: Math.max(0, left - counting.length - numSharing),
            }
          })
          expect(answer.staying.toSorted((a, b) => a.row - b.row)).toEqual(expected)

          const cutOff = naiveParts({ ...heap, outside: [] }).parts.flatMap(({ nodes, edges, entries }) => {
            const at = edges.findIndex(([from, to]) => isCounted && from === cut[0] && to === cut[1])
            const still = reached(entries, edges.toSpliced(at < 0 ? edges.length : at, 1))
            return [...nodes].filter((node) => node < numSvs && !still.has(node) && !freed.has(node))
          })
          expect(ascending(answer.island.rows)).toEqual(ascending(cutOff))
          expect(answer.island.bytes).toBe(sum(cutOff, size))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('cuts of a set: each SV that only the set holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHeap({ density: 2, classes: SOME_SHARED }),
        fc.integer({ min: 1, max: 3 }),
        async (heap, maxEdges) => {
          const members = Array.from({ length: heap.numSvs }, (_, row) => row).filter((row) => row % 3 !== 2)
          const { cascade, inrefs } = await prepare({ ...heap, outside: [] })
          const { cuts, isComplete } = await findCuts(members, cascade, inrefs, { maxEdges })
          expect(isComplete).toBe(true)
          const expected = members.flatMap((target) => {
            const inner = heap.edges.filter(
              ([from, to, c]) => to === target && members.includes(from) && c === EdgeClass.STRONG,
            )
            if (inner.length === 0 || inner.length > maxEdges || inner.length !== heap.refcount[target]) return []
            const { freed } = naiveCascade(heap, inner)
            if (freed.size === 0) return []
            const bytes = sum(freed, heap.size)
            const numMembersFreed = members.filter((row) => freed.has(row)).length
            return [{ target, numEdges: inner.length, numMembersFreed, numFreed: freed.size, bytes }]
          })
          expected.sort((a, b) => b.bytes - a.bytes || a.numEdges - b.numEdges || a.target - b.target)
          expect(cuts.map(({ edges, ...cut }) => ({ ...cut, numEdges: edges.length }))).toEqual(expected)
          for (const { target, edges } of cuts) {
            for (const { edge } of edges) expect(edgeRow(heap.csr.targets[edge])).toBe(target)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('what if this were weak?', () => {
  /** Weaken the nth reference of an SV. */
  const weakenRef = ({ csr, row, weaken }: Awaited<ReturnType<typeof prepare<DrawnHeap>>>, name: string, nth: number) =>
    weaken({ source: row(name), edge: csr.offsets[row(name)] + nth })

  test('the last reference: all below is freed, but what others hold', async () => {
    const heap = await prepare(
      heapFromText(`
        *stash STASH 100 -> cache shared
        cache HASH 50 -> entry
        entry REF 24 -> object
        object HASH 80 -> shared text
        shared SCALAR 30
        text SCALAR 40
      `),
    )
    const { freed, staying, island } = weakenRef(heap, 'cache', 0)
    expect(heap.names(freed.rows)).toBe('entry object text')
    expect(freed.bytes).toBe(24 + 80 + 40)
    expect(staying).toEqual([{ row: heap.row('shared'), left: 1, holders: [heap.row('stash')], outside: 0 }])
    expect(island.bytes).toBe(0)
  })

  test('a cycle becomes an island, and what held it says so', async () => {
    const heap = await prepare(
      heapFromText(`
        *stash STASH 100 -> session
        session HASH 50 -> closure
        closure CODE 60 -> session data
        data SCALAR 500
      `),
    )
    const { freed, staying, island } = weakenRef(heap, 'stash', 0)
    expect(freed.bytes).toBe(0)
    expect(staying).toEqual([{ row: heap.row('session'), left: 1, holders: [heap.row('closure')], outside: 0 }])
    expect(heap.names(island.rows)).toBe('session closure data')
    expect(island.bytes).toBe(50 + 60 + 500)
  })

  test('something outside still holds it', async () => {
    const heap = await prepare(heapFromText('*stash STASH 100 -> held\nheld HASH 50 rc=3'))
    const { staying } = weakenRef(heap, 'stash', 0)
    expect(staying).toEqual([{ row: heap.row('held'), left: 2, holders: [], outside: 2 }])
  })

  test('what closures share is freed with the last of them', async () => {
    const drawn = heapFromText(`
      *stash STASH 100 -> sub1 sub2
      sub1 CODE 50 -> constant
      sub2 CODE 50 -> ~constant
      constant SCALAR 24
    `)
    const shared = drawn.csr.targets.map((word) => (edgeClass(word) === EdgeClass.WEAK ? word | (3 << 30) : word))
    const heap = await prepare({ ...drawn, csr: { ...drawn.csr, targets: shared } })
    const { freed, staying } = weakenRef(heap, 'stash', 0)
    expect(heap.names(freed.rows)).toBe('sub1')
    expect(staying).toEqual([{ row: heap.row('constant'), left: 1, holders: [heap.row('sub2')], outside: 0 }])
  })

  test('a weak reference changes nothing', async () => {
    const heap = await prepare(heapFromText('*stash STASH 100 -> ~held held\nheld HASH 50'))
    expect(weakenRef(heap, 'stash', 0)).toMatchObject({ freed: { bytes: 0 }, staying: [], island: { bytes: 0 } })
  })
})

describe('the reference to weaken in a lost cycle', () => {
  test('any of a plain ring frees it all; lowest row first', async () => {
    const heap = await prepare(
      heapFromText(`
        session HASH 50 -> ref
        ref REF 24 -> closure
        closure CODE 60 -> session data
        data SCALAR 500
      `),
    )
    const members = [0, 1, 2]
    const { cuts } = await findCuts(members, heap.cascade, heap.inrefs)
    expect(
      cuts.map(({ target, numMembersFreed, numFreed, bytes }) => ({ target, numMembersFreed, numFreed, bytes })),
    ).toEqual(members.map((target) => ({ target, numMembersFreed: 3, numFreed: 4, bytes: 634 })))
    expect(cuts[0].edges).toEqual([{ source: heap.row('closure'), edge: 2 }])
  })

  test('a parent with children: at the list of children, not at one of the children', async () => {
    const heap = await prepare(
      heapFromText(`
        parent HASH 50 -> list
        list ARRAY 60 -> kid1 kid2
        kid1 HASH 70 -> parent
        kid2 HASH 80 -> parent
      `),
    )
    const { cuts } = await findCuts([0, 1, 2, 3], heap.cascade, heap.inrefs)
    expect(cuts.map(({ target, bytes }) => [heap.names([target]), bytes])).toEqual([
      ['list', 260],
      ['kid2', 80],
      ['kid1', 70],
    ])
    const both = await findCuts([0, 1, 2, 3], heap.cascade, heap.inrefs, { maxEdges: 2 })
    expect(
      both.cuts.slice(0, 2).map(({ target, edges, bytes }) => [heap.names([target]), edges.length, bytes]),
    ).toEqual([
      ['list', 1, 260],
      ['parent', 2, 260],
    ])
  })

  test('beyond the limit, only what no cut so far has freed is tried', async () => {
    const heap = await prepare(heapFromText('a HASH 1 -> b\nb HASH 2 -> c\nc HASH 3 -> a'))
    const { cuts, isComplete } = await findCuts([0, 1, 2], heap.cascade, heap.inrefs, { maxSteps: 1 })
    expect([cuts.length, cuts[0].bytes, isComplete]).toEqual([1, 6, false])
  })
})
