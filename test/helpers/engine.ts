import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../.ci/root.mjs'
import { createApi } from '../../src/query/api.ts'
import type { OpenedDump, Progress, Result } from '../../src/query/protocol.ts'

/** The worker's API without a worker, and numbers for its jobs. */
export class Engine {
  readonly api = createApi()
  #job = 0

  get nextJob(): number {
    return ++this.#job
  }

  /** Open a dump of test/fixtures. */
  openFixture(name: string, keep = false, onProgress: (progress: Progress) => void = () => {}) {
    return this.openBytes(`${name}.pmat.gz`, fixtureBytes(name), keep, onProgress)
  }

  openBytes(
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
    keep = false,
    onProgress: (progress: Progress) => void = () => {},
  ): Promise<Result<OpenedDump>> {
    return this.api.openBytes(this.nextJob, name, bytes.buffer, keep, onProgress)
  }
}

export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  const path = name === 'sample' ? 'src/ui/sample/sample.pmat.gz' : `test/fixtures/${name}.pmat.gz`
  return new Uint8Array(readFileSync(join(ROOT, path)))
}

/** What a call answered; an error of it is thrown. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw Object.assign(new Error(result.error.message), result.error)
  return result.value
}

export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code
}
