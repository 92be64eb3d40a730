import { expose } from 'comlink'
import { createApi } from '../src/query/api.ts'

// What fails outside of a call reaches nobody: the page is told, which ends the worker (ui/worker-client.ts).
addEventListener('unhandledrejection', ({ reason }) => postMessage({ fault: String(reason) }))
addEventListener('error', ({ message }) => postMessage({ fault: message }))

expose(createApi())
