import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineApi } from '../../src/query/protocol.ts'
import { takeCrash } from '../../src/ui/crash-marker.ts'
import { startWorker, WorkerDied } from '../../src/ui/worker-client.ts'

let worker: Worker
let deaths: string[]
let revivals: number
let api: EngineApi

const oddWorker = (name: string) => {
  worker = new Worker(new URL('../helpers/odd.worker.ts', import.meta.url), { type: 'module', name })
  return worker
}
const start = (makeWorker: (name: string) => Worker = oddWorker) =>
  startWorker({ onDeath: (reason) => deaths.push(reason), onRevival: () => revivals++ }, makeWorker)

beforeEach(() => {
  deaths = []
  revivals = 0
  api = start()
})
afterEach(() => {
  worker.terminate()
})

const SILENT = 'It has not answered for two seconds. If it does, the page goes on by itself'

const ask = (word: string) => api.sv(1, word)
/** A call that fails as calls of a dead worker do. */
const failed = (message: unknown) => ({ ok: false, error: { code: 'engine', message, offset: -1 } })
/** Milliseconds until something settles. */
async function timed(settles: Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await settles.catch(() => {})
  return performance.now() - begun
}

test('a call is answered', async () => {
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
  expect(await api.ping()).toBeGreaterThan(0)
  expect(deaths).toEqual([])
})

describe('a worker that dies ends every call under way, within two seconds, and says why once', () => {
  const WAYS: [string, (() => void) | null, RegExp][] = [
    ['throws later', null, /^It stopped with an error: .*thrown outside of a call/],
    ['rejects unheard', null, /^It stopped with an error: Error: nobody heard/],
    ['closes', null, /^It was ended$/],
    ['hangs', null, /^It has not answered for two seconds/],
    ['waits', () => worker.terminate(), /^It was ended$/],
    ['waits', () => worker.dispatchEvent(new MessageEvent('messageerror')), /^It sent what cannot be read$/],
  ]
  test.each(WAYS)('%s', async (word, act, reason) => {
    await api.ping() // it has started
    const other = api.storage()
    const call = ask(word)
    act?.()
    expect(await timed(Promise.allSettled([call, other]))).toBeLessThan(2000)
    expect(await call).toEqual(failed(expect.stringMatching(reason)))
    await expect(other).rejects.toThrow(WorkerDied)
    expect(deaths).toEqual([expect.stringMatching(reason)])
  })

  test('one whose script throws', async () => {
    const throws = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("at the start")'])))
    api = start(throws)
    expect(await ask('answers')).toEqual(failed(expect.stringContaining('at the start')))
  })

  test('one whose script is not there', async () => {
    api = start(() => new Worker('/no-such-script.js', { type: 'module' }))
    expect(await ask('answers')).toEqual(failed('It could not be started'))
  })
})

test('a worker that is busy for a while lives on', async () => {
  expect(await ask('is busy for a second')).toEqual({ ok: true, value: 'done' })
  expect(deaths).toEqual([])
})

test('a worker that was busy for long is there again when it answers', async () => {
  const busy = ask('is busy for three seconds')
  expect(await busy).toEqual(failed(SILENT))
  expect(await timed(ask('answers'))).toBeLessThan(100)
  expect(revivals).toBe(0)
  await expect.poll(() => revivals, { timeout: 5000 }).toBe(1)
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
  expect(deaths).toEqual([SILENT])
})

test('one that is ended while it does not answer is not told twice', async () => {
  await ask('answers')
  await ask('hangs')
  worker.terminate()
  api = start()
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
  expect(deaths).toEqual([SILENT])
})

test('a call that waits long is not the end of a worker that lives', async () => {
  const waits = ask('waits')
  expect(await Promise.race([waits, new Promise((resolve) => setTimeout(resolve, 2500, 'still waiting'))])).toBe(
    'still waiting',
  )
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
  expect(deaths).toEqual([])
})

test.each([
  ['throws in the call', 'thrown in the call'],
  ['answers what cannot be sent', expect.any(String)],
])('a call that %s fails alone', async (word, message) => {
  expect(await ask(word)).toEqual(failed(message))
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
  expect(deaths).toEqual([])
})

test('a call after the end fails at once; another worker can be started', async () => {
  await api.ping()
  await ask('closes')
  expect(await timed(ask('answers'))).toBeLessThan(100)
  expect(await ask('answers')).toEqual(failed('It was ended'))
  expect(deaths).toHaveLength(1)
  api = start()
  expect(await ask('answers')).toEqual({ ok: true, value: 'here' })
})

test('starting another ends the calls of the first, of which nobody is told', async () => {
  const call = ask('waits')
  api = start()
  expect(await call).toEqual(failed('Another worker took its place'))
  expect(deaths).toEqual([])
})

describe('the marker of a load', () => {
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith('pmatscope.loading.'))
  const load = (name: string) => api.openBytes(1, name, new ArrayBuffer(40), false, () => {})

  test('is there while it lasts, and no crash for other tabs', async () => {
    const loading = load('waits.pmat')
    await expect.poll(keys).toHaveLength(1)
    await expect.poll(() => localStorage.getItem(keys()[0])).toContain('"stage":"reading"')
    expect(await takeCrash()).toBe(null)
    api = start() // ends it
    await loading
    expect(keys()).toEqual([])
  })

  test('is gone when it is over', async () => {
    await load('quick.pmat')
    expect(keys()).toEqual([])
    expect(await takeCrash()).toBe(null)
  })

  test('that a dead tab left is told once', async () => {
    const crash = { name: 'heap.pmat', bytes: 40, stage: 'summing owned sizes', done: 0.73, time: 5 }
    localStorage.setItem('pmatscope.loading.dead', JSON.stringify(crash))
    localStorage.setItem('pmatscope.loading.older', JSON.stringify({ ...crash, name: 'older', time: 4 }))
    localStorage.setItem('pmatscope.loading.odd', 'what is this')
    expect(await takeCrash()).toEqual(crash)
    expect(await takeCrash()).toBe(null)
  })

  test('a page that is left properly leaves none', async () => {
    const loading = load('waits.pmat')
    await expect.poll(keys).toHaveLength(1)
    dispatchEvent(new PageTransitionEvent('pagehide'))
    expect(keys()).toEqual([])
    api = start()
    await loading
  })
})
