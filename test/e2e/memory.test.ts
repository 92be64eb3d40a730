import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { CDPSession } from 'playwright'
import { ROOT } from '../../.ci/root.mjs'
import { dropFile, untilAnalysed } from './page.ts'
import { type App, openApp } from './support.ts'

const NUM_CYCLES = 20
const DUMP = join(ROOT, 'test/fixtures/leakscalars-5.36.pmat.gz')
/** Less than one of that dump takes, columns and bytes. */
const DUMP_BYTES = 2 * 2 ** 20

let app: App
let memory: Memory
beforeAll(async () => {
  app = await openApp()
  memory = await Memory.of(await app.context.newCDPSession(app.page))
})
afterAll(() => app.close())

interface HeapUsage {
  readonly usedSize: number
  readonly backingStorageSize?: number
}

/** What page and worker hold after a collection, in bytes: objects and buffers. */
class Memory {
  readonly #session: CDPSession
  readonly workers = new Set<string>()
  #lastId = 0

  private constructor(session: CDPSession) {
    this.#session = session
  }

  static async of(session: CDPSession): Promise<Memory> {
    const made = new Memory(session)
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') made.workers.add(sessionId)
    })
    session.on('Target.detachedFromTarget', ({ sessionId }) => made.workers.delete(sessionId))
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
    return made
  }

  async held(): Promise<number> {
    for (let i = 0; i < 2; i++) {
      await this.#session.send('HeapProfiler.collectGarbage')
      await this.#askWorker('HeapProfiler.collectGarbage')
    }
    const page = await this.#session.send('Runtime.getHeapUsage')
    const worker = (await this.#askWorker('Runtime.getHeapUsage')) as HeapUsage
    return [page as HeapUsage, worker].reduce((sum, one) => sum + one.usedSize + (one.backingStorageSize ?? 0), 0)
  }

  #askWorker(method: string): Promise<unknown> {
    const [sessionId] = this.workers
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const take = ({ message }: { message: string }) => {
        const answer = JSON.parse(message) as { id?: number; result?: unknown }
        if (answer.id !== id) return
        this.#session.off('Target.receivedMessageFromTarget', take)
        resolve(answer.result)
      }
      this.#session.on('Target.receivedMessageFromTarget', take)
      void this.#session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    })
  }
}

const start = async () => {
  await app.page.goto(`${inject('appUrl')}#/`)
  await app.page.getByRole('button', { name: 'Open a dump' }).waitFor()
}
async function openAndLeave(): Promise<void> {
  await dropFile(app.page, DUMP, 'left.pmat.gz')
  await app.page.locator('.top-bar').waitFor()
  await untilAnalysed(app.page)
  await start()
}

/** Cancel the sample, so many milliseconds after it began to load: at one stage or another. */
async function openAndCancel(wait: number): Promise<void> {
  const { page } = app
  await page.getByRole('button', { name: 'Try a sample' }).click()
  await page.locator('.loading').waitFor()
  await page.waitForTimeout(wait)
  await page.evaluate(() => document.querySelector<HTMLElement>('.loading button')?.click())
  await page.locator('.loading').waitFor({ state: 'detached' })
  await start()
}

test('dumps that were cancelled or left take no memory, and there is one worker throughout', async () => {
  for (let i = 0; i < 3; i++) {
    await openAndCancel(100 * i)
    await openAndLeave() // code is compiled then, and the dump stored
  }
  const baseline = await memory.held()
  expect(baseline).toBeGreaterThan(DUMP_BYTES) // that of the dump that is open is counted

  for (let i = 0; i < NUM_CYCLES; i++) await openAndCancel(15 * i)
  await openAndLeave()
  expect(await memory.held()).toBeLessThan(baseline * 1.1)

  for (let i = 0; i < NUM_CYCLES; i++) await openAndLeave()
  expect(await memory.held()).toBeLessThan(baseline * 1.1)
  expect(memory.workers.size).toBe(1)
  expect(app.problems).toEqual([])
})
