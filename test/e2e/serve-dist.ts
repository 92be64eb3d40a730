import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { ROOT } from '../../.ci/root.mjs'
import { serveFolder } from '../../.ci/serve.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built app is served while the e2e tests run, `/` at its end. */
    appUrl: string
  }
}

/** Global setup of project e2e: serves what `npm run build` made, below a path as a project page would be. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dist = join(ROOT, 'dist')
  if (!existsSync(join(dist, 'index.html'))) throw new Error('e2e tests drive the built app: run `npm run build` first')
  const server = await serveFolder(dist, { under: '/pmatscope/' })
  project.provide('appUrl', server.url)
  return server.close
}
