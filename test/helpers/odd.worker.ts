import { expose } from 'comlink'

// A worker that does what a worker should not, when it is asked for it by `sv(job, word)`.
addEventListener('unhandledrejection', ({ reason }) => postMessage({ fault: String(reason) }))

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
  'is busy for a second': () => {
    const end = performance.now() + 1000
    while (performance.now() < end);
    return { ok: true, value: 'done' }
  },
  waits: () => new Promise(() => {}),
}

expose({
  ping: () => performance.now(),
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
