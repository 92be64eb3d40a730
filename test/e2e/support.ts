import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { inject } from 'vitest'
import { findChromium } from '../../.ci/chromium.mjs'

/** The built app in a Chromium of its own, and what went on there. */
export interface App {
  readonly page: Page
  readonly context: BrowserContext
  /** Address of every request of the page and its workers, in order; `blob:` and `data:` too. */
  readonly requests: string[]
  /** Console errors and warnings, uncaught exceptions, refusals by the content security policy. Should stay empty. */
  readonly problems: string[]
  /** Ends the browser; its profile goes too, unless it was given. */
  readonly close: () => Promise<void>
}

export interface OpenOptions {
  /** Where the app is; by default where serve-dist.ts serves it. */
  readonly url?: string
  /** What to open below it, such as `#/largest`. */
  readonly path?: string
  /** Folder of a browser profile, to come back to what an earlier browser stored. Default: a new one. */
  readonly profile?: string
}

/**
 * Start Chromium and open the app. The context is a persistent one: in a private window IndexedDB lives in memory.
 * Close what you open, in `afterAll` or `onTestFinished`.
 */
export async function openApp({ url = inject('appUrl'), path = '', profile }: OpenOptions = {}): Promise<App> {
  const userDataDir = profile ?? (await newProfile())
  const context = await chromium.launchPersistentContext(userDataDir, {
    executablePath: findChromium(),
    args: ['--disable-background-networking', '--disable-component-update'],
    viewport: { width: 1280, height: 800 },
  })
  const requests: string[] = []
  const problems: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      problems.push(`${message.type()}: ${message.text()}`)
  })
  context.on('weberror', (event) => problems.push(`uncaught on ${event.page()?.url()}: ${event.error().stack}`))

  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(url + path)
  return {
    page,
    context,
    requests,
    problems,
    async close() {
      await context.close()
      if (!profile) await rm(userDataDir, { recursive: true, force: true })
    },
  }
}

/** An empty folder for `profile`; the caller removes it. */
export function newProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'pmatscope-profile-'))
}

/** Those that left the app: addresses neither below `url` nor made up inside the browser. */
export function foreign(requests: readonly string[], url = inject('appUrl')): string[] {
  return requests.filter((address) => !address.startsWith(url) && !/^(blob|data):/.test(address))
}
