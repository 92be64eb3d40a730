import { expect, test } from 'vitest'
import { editedBy, splitPaste } from '../../src/ui/console/line-keys.ts'
import { counted, groupDigits, percent } from '../../src/ui/parts/format.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [26130616, '26,130,616'],
])('%i is written %s', (count, text) => expect(groupDigits(count)).toBe(text))

test('counts and shares in words', () => {
  expect(counted(1, 'SV')).toBe('1 SV')
  expect(counted(78348, 'SV')).toBe('78,348 SVs')
  expect(counted(2, 'index', 'indices')).toBe('2 indices')
  expect([percent(58, 100), percent(3, 1000), percent(1, 1e6), percent(0, 10), percent(1, 0)]).toEqual([
    '58 %',
    '0.3 %',
    '< 0.1 %',
    '0 %',
    '0 %',
  ])
})

test('the keys of readline', () => {
  const line = { text: 'show 0x1', cursor: 4 }
  expect(editedBy('a', line)).toEqual({ text: 'show 0x1', cursor: 0 })
  expect(editedBy('e', line)).toEqual({ text: 'show 0x1', cursor: 8 })
  expect(editedBy('u', line)).toEqual({ text: ' 0x1', cursor: 0 })
  expect(editedBy('k', line)).toEqual({ text: 'show', cursor: 4 })
  expect(editedBy('x', line)).toBe(undefined)
})

test('a paste runs its lines, and keeps the last one without a newline', () => {
  expect(splitPaste('count')).toEqual({ run: [], rest: 'count' })
  expect(splitPaste('count\nsummary\r\nshow 0x1')).toEqual({ run: ['count', 'summary'], rest: 'show 0x1' })
  expect(splitPaste('pmat> count\n')).toEqual({ run: ['count'], rest: '' })
})
