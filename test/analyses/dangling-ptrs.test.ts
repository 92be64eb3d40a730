import { expect, test } from 'vitest'
import { danglingPtrs, svsWithDanglingPtrs } from '../../src/analyses/dangling-ptrs.ts'
import { UNSLICED } from '../../src/base/slice.ts'
import { openFixture } from '../helpers/open-dump.ts'

test.each([
  'truncated-5.40',
  'nothread-5.14.2-mat0.15',
  'nothread-5.14.2-mat0.20',
  'code-5.36',
  'classes-5.42',
  'i386-5.32',
])('%s: SVs have dangling pointers just if some can be told of them', async (name) => {
  const heap = await openFixture(name)
  const rows = Array.from({ length: heap.svs.numSvs }, (_, row) => row)
  const expected = rows.filter((row) => danglingPtrs(heap, row).length > 0)
  expect([...(await svsWithDanglingPtrs(heap, UNSLICED))]).toEqual(expected)
})
