import { expect, test } from 'vitest'
import { Analyses } from '../../src/analyses/analyses.ts'
import { inrefGraph } from '../../src/analyses/inref-graph.ts'
import { inrefTree } from '../../src/analyses/inref-tree.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { StrengthSet } from '../../src/model/strength.ts'
import { openHeap } from '../helpers/open-dump.ts'
import { array, drawPmat } from '../helpers/pmat-writer.ts'

const ALL_THE_WAY = { strengths: StrengthSet.STRONG, depth: -1, isEliding: true }

test('a list of fifty thousand is walked back to its head, without recursion', async () => {
  const length = 50_000
  const at = (i: number) => 0x1_0000 + 0x10 * i
  const svs = Array.from({ length }, (_, i) => array(at(i), i + 1 < length ? [at(i + 1)] : []))
  const analyses = new Analyses(await openHeap(drawPmat({ svs })))
  const graph = inrefGraph(analyses.heap, await analyses.inrefs(UNSLICED), length - 1, ALL_THE_WAY)
  const entries = [...inrefTree(graph)]
  expect(entries.map(({ level }) => level)).toEqual(Array.from({ length }, (_, level) => level))
  expect(entries[0]).toMatchObject({ kind: 'ref', name: 'element [0]', from: length - 2, id: null, isLast: true })
  expect(entries.at(-1)).toEqual({ kind: 'not found', level: length - 1, isLast: true })
})

test('letters go on after Z', async () => {
  // Each of 30 SVs is held twice by the one before it.
  const at = (i: number) => 0x100 + 0x10 * i
  const svs = Array.from({ length: 31 }, (_, i) => array(at(i), i < 30 ? [at(i + 1), at(i + 1)] : []))
  const analyses = new Analyses(await openHeap(drawPmat({ svs })))
  const graph = inrefGraph(analyses.heap, await analyses.inrefs(UNSLICED), 30, ALL_THE_WAY)
  const ids = [...inrefTree(graph)].flatMap((entry) => (entry.kind === 'ref' && entry.id !== null ? [entry.id] : []))
  expect(ids.slice(24)).toEqual(['Y', 'Z', 'AA', 'AB', 'AC', 'AD'])
})
