import { expose } from 'comlink'
import { holdLifeLock } from '../../src/base/life-lock.ts'

// A worker that does what a worker should not, when it is asked for it by `sv(job, word)`.
addEventListener('unhandledrejection', ({ reason }) => postMessage({ fault: String(reason) }))

const isHeld = holdLifeLock((globalThis as unknown as { name: string }).name)

const ODDITIES: Readonly<Record<string, () => unknown>> = {
  answers: () => ({ ok: true, value: 'here' }),
  'throws later': () => {
    setTimeout(() => {
      throw new Error('thrown outside of a call')
    })
    return new Promise(() => {})
  },
  'rejects unheard': () => {
    void Promise.reject(new Error('nobody heard'))
    return new Promise(() => {})
  },
  'throws in the call': () => {
    throw new TypeError('thrown in the call')
  },
  'answers what cannot be sent': () => () => {},
  closes: () => {
    close()
    return new Promise(() => {})
  },
  hangs: () => {
    for (;;) if (performance.now() < 0) break
  },
  'is busy for a second': () => busyFor(1000),
  'is busy for three seconds': () => busyFor(3000),
  waits: () => new Promise(() => {}),
}

function busyFor(ms: number): unknown {
  const end = performance.now() + ms
  while (performance.now() < end);
  return { ok: true, value: 'done' }
}

expose({
  ping: () => isHeld.then(() => performance.now()),
  storage: () => new Promise(() => {}),
  sv: (_job: number, word: string) => ODDITIES[word](),
  openBytes: async (
    _job: number,
    name: string,
    bytes: ArrayBuffer,
    _keep: boolean,
    onProgress: (progress: unknown) => Promise<void>,
  ) => {
    await onProgress({ phase: 'reading', done: 1, total: 4, svs: 1 })
    if (name === 'waits.pmat') await new Promise(() => {})
    return { ok: true, value: { name, fileBytes: bytes.byteLength } }
  },
})
