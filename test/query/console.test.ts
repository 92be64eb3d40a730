import { beforeAll, describe, expect, test } from 'vitest'
import type { ConsoleLine } from '../../src/query/protocol.ts'
import { codeOf, Engine, valueOf } from '../helpers/engine.ts'

const engine = new Engine()
const { api } = engine
let address = ''

beforeAll(async () => {
  valueOf(await engine.openFixture('kinds-5.36'))
  address = valueOf(await api.sv(engine.nextJob, '$main::int')).address
})

async function run(line: string) {
  const batches: (readonly ConsoleLine[])[] = []
  const { hasMore, file } = valueOf(await api.runLine(engine.nextJob, line, (lines) => batches.push(lines)))
  const lines = batches.flat()
  return { batches, lines, hasMore, file, texts: lines.map((spans) => spans.map(({ text }) => text).join('')) }
}

test('a line is answered with what pmat prints, its quirks included', async () => {
  expect((await run(`show ${address}`)).texts).toEqual(
    expect.arrayContaining([expect.stringMatching(/^SCALAR\(UV\) at 0x/), '  size 24 bytes', '  UV=42']),
  )
})

test('SVs in it are links', async () => {
  const { lines } = await run('roots')
  const links = lines.flat().filter((span) => span.kind === 'sv')
  expect(links.length).toBeGreaterThan(10)
  for (const { text, address: to } of links) expect(text).toContain(` at ${to}`)
})

test('what is wrong with a line is a line of the answer, and below it where in the line', async () => {
  const { lines, hasMore } = await run('  nonsense 1')
  expect(lines).toEqual([
    [{ text: "error: Unrecognised command 'nonsense'", kind: 'error' }],
    [{ text: '    nonsense 1', kind: 'note' }],
    [{ text: '    ^', kind: 'error' }],
  ])
  expect(hasMore).toBe(false)
  expect((await run('show 0xdead')).texts).toHaveLength(1)
})

describe('an export', () => {
  const textOf = async (file: { readonly id: number } | null) =>
    valueOf(await api.exportedFile(engine.nextJob, file?.id ?? -1)).text()

  test('is to be had as a file of all that the pages show', async () => {
    await run('symbols -R')
    const { file, texts } = await run('export csv')
    expect(file?.name).toBe('kinds-5.36-symbols-R.csv')
    const text = await textOf(file)
    expect(text).toBe(`${texts.join('\n')}\n`)
    await run('more')
    expect((await run('export json')).file?.name).toBe('kinds-5.36-symbols-R.json')
    expect(await textOf(file)).toBe(text)
  })

  test('is none when only a part was asked for, and other lines are none', async () => {
    expect((await run('export csv | head 3')).file).toBeNull()
    expect((await run('summary')).file).toBeNull()
    expect((await run('export xml')).file).toBeNull()
  })

  test('is forgotten after many others, and can be cancelled', async () => {
    const { file } = await run('export md')
    const job = engine.nextJob
    const made = api.exportedFile(job, file?.id ?? -1)
    void api.cancel(job)
    expect(codeOf(await made)).toBe('cancelled')
    for (let i = 0; i < 20; i++) await run('export md')
    expect(codeOf(await api.exportedFile(engine.nextJob, file?.id ?? -1))).toBe('not-found')
  })
})

test('a long answer comes in batches, and the next waits until the page has taken one', async () => {
  const sizes: number[] = []
  let numTaking = 0
  let mostTaking = 0
  const take = async (lines: readonly ConsoleLine[]) => {
    sizes.push(lines.length)
    mostTaking = Math.max(mostTaking, ++numTaking)
    await new Promise((resolve) => setTimeout(resolve))
    numTaking--
  }
  valueOf(
    await api.runLine(engine.nextJob, 'find pv --regexp . | head 450', take as (lines: readonly ConsoleLine[]) => void),
  )
  expect(sizes).toEqual([100, 100, 100, 100, 50])
  expect(mostTaking).toBe(1)
})

test('pages go on with more', async () => {
  const first = await run('symbols -R')
  expect(first.hasMore).toBe(true)
  const second = await run('more')
  expect(second.texts.length).toBeGreaterThan(0)
  expect(second.texts[0]).not.toBe(first.texts[0])
})

test('controls in a text are made visible, and backslashes stay', async () => {
  const { texts } = await run('show $main::newlines')
  expect(texts.join('\n')).toContain('"one\\ntwo\\r\\nthree\\ttab')
  expect(texts.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('cancelled before it begins, it prints nothing', async () => {
  const job = engine.nextJob
  const printed: unknown[] = []
  const running = api.runLine(job, 'summary', (lines) => printed.push(lines))
  void api.cancel(job)
  expect(codeOf(await running)).toBe('cancelled')
  expect(printed).toEqual([])
})

describe('completion', () => {
  const complete = async (line: string) => (await api.complete(line, line.length)).candidates.map(({ text }) => text)

  test('of commands, symbols, packages, roots, addresses that were shown', async () => {
    expect(await complete('ident')).toEqual(['identify'])
    expect(await complete('show %od')).toEqual(['%odd'])
    expect(await complete('show defst')).toEqual(['defstash'])
    await run(`show ${address}`)
    expect(await complete(`show ${address.slice(0, 10)}`)).toContain(address)
  })
})
