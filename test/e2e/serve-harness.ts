import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../.ci/root.mjs'
import { serveFolder } from '../../.ci/serve.mjs'

/** The engine behind an empty page, built and guarded as the app is: for tests that would only be slow through views. */
export async function serveHarness(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'pmatscope-harness-'))
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, sourcemap: false, rolldownOptions: { input: 'test/e2e/harness/index.html' } },
  })
  const { url, close } = await serveFolder(outDir)
  return {
    url: `${url}test/e2e/harness/index.html`,
    async close() {
      await close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
