import './test/node20.ts'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { findChromium } from './.ci/chromium.mjs'
import { bytes } from './src/build/bytes.ts'
import { csp } from './src/build/csp.ts'
import { icon } from './src/build/icon.ts'
import { offline } from './src/build/offline.ts'

/** What a test waits for in a browser may take its time on a busy machine. */
const WAITS = { poll: { timeout: 15_000 } }

export default defineConfig({
  base: './', // works from any folder of any host
  appType: 'mpa', // one page, and 404 for what is not there
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [bytes(), icon(), csp(), offline()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500, // kB: the sample is one chunk, loaded when asked for
    rolldownOptions: { checks: { bundlerTimings: false } }, // says which machine is slow
  },
  optimizeDeps: {
    // All of them, or Vite finds one in mid-test and reloads the page.
    include: ['comlink', 'idb-keyval', 'uplot', 'preact', 'preact/hooks', 'preact/jsx-dev-runtime', '@preact/signals'],
  },
  test: { projects: projects() },
})

/** Fast tests in Node; where a Chromium is found, tests inside it and tests of the built app. */
function projects(): TestProjectConfiguration[] {
  const node: TestProjectConfiguration = {
    extends: true,
    test: {
      name: 'node',
      include: ['test/**/*.test.ts'],
      exclude: ['test/browser/**', 'test/e2e/**'],
      // Nothing is timed: a limit is there to end what hangs, on a machine that is busy with other things too.
      testTimeout: 120_000,
    },
  }
  const executablePath = findChromium()
  if (!executablePath) return [node]

  const provider = playwright({ launchOptions: { executablePath, args: ['--no-sandbox'] } })
  const browser: TestProjectConfiguration = {
    extends: true,
    test: {
      name: 'browser',
      retry: 2,
      expect: WAITS,
      api: { host: '127.0.0.1' }, // a bare system may not know localhost
      include: ['test/browser/**/*.test.{ts,tsx}'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        instances: [{ browser: 'chromium', provider }],
      },
    },
  }
  const e2e: TestProjectConfiguration = {
    extends: true,
    test: {
      name: 'e2e',
      include: ['test/e2e/**/*.test.ts'],
      globalSetup: 'test/e2e/serve-dist.ts',
      testTimeout: 120_000,
      hookTimeout: 120_000,
      expect: WAITS,
      // A browser on a busy machine may miss a beat; what is wrong is wrong three times.
      retry: 2,
    },
  }
  return [node, browser, e2e]
}
