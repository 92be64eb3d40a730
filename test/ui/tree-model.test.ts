import { expect, test } from 'vitest'
import { isMore, TreeModel, type TreeRow } from '../../src/ui/grid/tree-model.ts'

/** Children of each name, at most three of them at a time. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['a', 'b'],
  a: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'],
  a2: ['x'],
  b: [],
}

async function tree() {
  const model = new TreeModel<string>({
    children: async (of, start) => {
      const all = CHILDREN[of?.data ?? '']
      if (!all) return { ok: false, error: { code: 'engine', message: 'no', offset: -1 } }
      return { ok: true, value: { rows: all.slice(start, start + 3), total: all.length } }
    },
    canOpen: (name) => name !== 'x',
  })
  await model.start()
  return model
}

const drawn = (rows: readonly TreeRow<string>[]) =>
  rows.map((row) => '  '.repeat(row.level - 1) + (isMore(row) ? `+${row.total - row.loaded}` : row.data))
const at = (model: TreeModel<string>, name: string) => {
  const row = model.rows.value.find((one) => !isMore(one) && one.data === name)
  if (!row || isMore(row)) throw new Error(`no row ${name}`)
  return row
}

test('a node opens where it stands, and closes with all below it', async () => {
  const model = await tree()
  await model.open(at(model, 'a'))
  await model.open(at(model, 'a2'))
  expect(drawn(model.rows.value)).toEqual(['a', '  a1', '  a2', '    x', '  a3', '  +4', 'b'])
  expect(at(model, 'x')).toMatchObject({ level: 3, position: 1, numSiblings: 1, canOpen: false })
  model.close(at(model, 'a'))
  expect(drawn(model.rows.value)).toEqual(['a', 'b'])
})

test('siblings come by and by', async () => {
  const model = await tree()
  await model.open(at(model, 'a'))
  for (const rest of [1, 0]) {
    const more = model.rows.value.find(isMore)
    if (more) await model.more(more)
    expect(model.rows.value.filter(isMore)).toHaveLength(rest)
  }
  expect(drawn(model.rows.value)).toEqual(['a', '  a1', '  a2', '  a3', '  a4', '  a5', '  a6', '  a7', 'b'])
  expect(at(model, 'a7')).toMatchObject({ position: 7, numSiblings: 7 })
})

test('a step that fails is told at its node, which can be tried again', async () => {
  const model = await tree()
  await model.open(at(model, 'a'))
  expect(await model.open(at(model, 'a1'))).toBe(null)
  expect(at(model, 'a1')).toMatchObject({ state: 'closed', error: { message: 'no' } })
  await model.open(at(model, 'b'))
  expect(at(model, 'b').state).toBe('open')
})
