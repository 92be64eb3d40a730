import { expose } from 'comlink'
import { holdLifeLock } from '../src/base/life-lock.ts'
import { createApi } from '../src/query/api.ts'

// What fails outside of a call reaches nobody: the page is told, which ends the worker (ui/worker-client.ts).
addEventListener('unhandledrejection', ({ reason }) => postMessage({ fault: String(reason) }))
addEventListener('error', ({ message }) => postMessage({ fault: message }))

const isHeld = holdLifeLock(globalThis.name)
const api = createApi()
expose({ ...api, ping: () => isHeld.then(() => api.ping()) })
