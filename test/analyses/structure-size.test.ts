import { expect, test } from 'vitest'
import { structureSize, structureSizes } from '../../src/analyses/structure-size.ts'
import { createModel } from '../../src/model/model.ts'
import { openFixture, openHeap } from '../helpers/open-dump.ts'
import { UNDEF, array, drawPmat, hash, scalar } from '../helpers/pmat-writer.ts'

test('an SV and its parts: twice what is in it twice, nothing for immortals and what is not there', async () => {
  const svs = [
    array(0x100, [0x300, 0x300, UNDEF, 0, 0x999], { size: 100 }),
    hash(0x200, { a: 0x300, b: 0x100, c: UNDEF }, { size: 200 }),
    scalar(0x300, 1, { size: 7 }),
  ]
  const model = createModel(await openHeap(drawPmat({ svs })))
  expect(Array.from(await structureSizes(model))).toEqual([114, 307, 7])
})

test.each(['kinds-5.42', 'code-5.36', 'classes-5.42', 'nothread-5.14.2-mat0.20'])(
  '%s: of all SVs at once as of each',
  async (name) => {
    const model = createModel(await openFixture(name))
    const sizes = await structureSizes(model)
    const each = Array.from(sizes, (_, row) => structureSize(model, row))
    expect(Array.from(sizes)).toEqual(each)
  },
)
