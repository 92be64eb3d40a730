import '../../../src/ui/trusted-types.ts'
import { takeCrash } from '../../../src/ui/crash-marker.ts'
import { startWorker } from '../../../src/ui/worker-client.ts'
import type { EngineApi } from '../../../src/query/protocol.ts'

/** What tests reach in the harness: the worker as the app starts it, and what it says. */
export interface Harness {
  readonly engine: EngineApi
  readonly deaths: string[]
  readonly takeCrash: typeof takeCrash
  readonly pickedFile: () => File
  /** Keys of all chunks in the database, by dump. */
  readonly chunkCounts: () => Promise<Record<string, number>>
}

declare global {
  var harness: Harness
}

const deaths: string[] = []
globalThis.harness = {
  engine: startWorker({ onDeath: (reason) => deaths.push(reason), onRevival: () => deaths.pop() }),
  deaths,
  takeCrash,
  pickedFile: () => document.querySelector('input')?.files?.[0] as File,
  chunkCounts,
}

async function chunkCounts(): Promise<Record<string, number>> {
  const database = await settled(indexedDB.open('pmatscope'))
  const counts: Record<string, number> = {}
  if (database.objectStoreNames.contains('chunks')) {
    const keys = await settled(database.transaction('chunks').objectStore('chunks').getAllKeys())
    for (const key of keys) {
      const [, id] = (key as string).split('/')
      counts[id] = (counts[id] ?? 0) + 1
    }
  }
  database.close()
  return counts
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
