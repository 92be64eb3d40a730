import { expect, test } from 'vitest'
import type { Result, RowWindow } from '../../src/query/protocol.ts'
import { PagedRows } from '../../src/ui/grid/row-source.ts'

type Answer = Result<RowWindow<number>>
interface Request {
  readonly start: number
  readonly count: number
  readonly signal: AbortSignal
  readonly answer: (result: Answer) => void
}

/** A worker that answers when it is told to: row n is the number n. */
function slowRows(total: number) {
  const requests: Request[] = []
  const rows = new PagedRows<number>(
    (start, count, signal) =>
      new Promise((answer) => {
        requests.push({ start, count, signal, answer })
        signal.addEventListener('abort', () =>
          answer({ ok: false, error: { code: 'cancelled', message: '', offset: -1 } }),
        )
      }),
  )
  const answerLast = async () => {
    const { start, count, answer } = requests.at(-1)!
    const length = Math.max(0, Math.min(count, total - start))
    answer({ ok: true, value: { start, total, rows: Array.from({ length }, (_, i) => start + i) } })
    await new Promise((done) => setTimeout(done))
  }
  return { rows, requests, answerLast }
}

test('the first rows are asked for at once, and tell how many there are', async () => {
  const { rows, requests, answerLast } = slowRows(1000)
  expect(requests.map(({ start }) => start)).toEqual([0])
  expect(rows.total.value).toBe(null)
  expect(rows.get(3)).toBe(undefined)
  await answerLast()
  expect(rows.total.value).toBe(1000)
  expect(rows.get(3)).toBe(3)
  expect(rows.get(999)).toBe(undefined)
})

test('only rows in sight are asked for, one request at a time, and what was passed is cancelled', async () => {
  const { rows, requests, answerLast } = slowRows(1_000_000)
  await answerLast()
  rows.want(500_000, 500_050)
  expect(requests).toHaveLength(2)
  rows.want(900_000, 900_050)
  expect(requests[1].signal.aborted).toBe(true)
  await new Promise((done) => setTimeout(done))
  await answerLast()
  expect(requests).toHaveLength(3)
  expect(rows.get(500_000)).toBe(undefined)
  expect(rows.get(900_049)).toBe(900_049)
  rows.want(900_010, 900_060)
  expect(requests).toHaveLength(3)
})

test('a refresh keeps the old rows till the new ones come', async () => {
  const { rows, requests, answerLast } = slowRows(10)
  await answerLast()
  rows.refresh()
  expect(requests).toHaveLength(2)
  expect(rows.get(9)).toBe(9)
  await answerLast()
  expect(requests).toHaveLength(2)
})

test('what fails is told, and not asked for again', async () => {
  const { rows, requests } = slowRows(10)
  const error = { code: 'engine', message: 'broken', offset: -1 } as const
  requests[0].answer({ ok: false, error })
  await new Promise((done) => setTimeout(done))
  rows.want(0, 10)
  expect(rows.error.value).toBe(error)
  expect(requests).toHaveLength(1)
})
