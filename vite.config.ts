import './test/node20.ts'
import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const chromium = [process.env.PMATSCOPE_CHROMIUM ?? '', '/usr/bin/chromium'].find(existsSync)

export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  optimizeDeps: {
    include: ['comlink', 'idb-keyval', 'uplot', 'preact', 'preact/hooks', 'preact/jsx-dev-runtime', '@preact/signals'],
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/e2e/**'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [
              {
                browser: 'chromium',
                provider: playwright({ launchOptions: { executablePath: chromium, args: ['--no-sandbox'] } }),
              },
            ],
          },
        },
      },
    ],
  },
})
