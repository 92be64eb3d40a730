import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CSP } from '../../src/build/csp.ts'
import { type App, foreign, openApp } from './support.ts'

let app: App
/** Another origin, which would answer anyone; it must never be asked. */
let elsewhere = ''
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end()
})
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  elsewhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  app = await openApp()
})
afterAll(async () => {
  await app.close()
  server.close()
})

test('the policy stands before everything that loads', async () => {
  const html = await (await fetch(new URL('index.html', app.page.url()))).text()
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${CSP}" />`)
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.search(/<(script|link|style)\b/))
})

test('the app opens without complaint, from its own files alone', () => {
  expect(app.problems).toEqual([])
  expect(foreign(app.requests)).toEqual([])
})

// Each expression tries to reach a server or to run a string; true = it worked.
const ATTEMPTS = {
  'fetch of an own file': `fetch(base + 'icon.svg').then(() => true)`,
  'fetch elsewhere': `fetch(elsewhere).then(() => true)`,
  XMLHttpRequest: `new Promise((ok, no) => {
    const r = new XMLHttpRequest(); r.onload = () => ok(true); r.onerror = no; r.open('GET', base + 'icon.svg'); r.send()
  })`,
  WebSocket: `new Promise((ok, no) => {
    const s = new WebSocket(base.replace('http', 'ws')); s.onopen = () => ok(true); s.onerror = no
  })`,
  EventSource: `new Promise((ok, no) => { const s = new EventSource(base); s.onopen = () => ok(true); s.onerror = no })`,
  eval: `eval('true')`,
  'new Function': `new Function('return true')()`,
  'import from elsewhere': `import(elsewhere).then(() => true)`,
  'import of data': `import('data:text/javascript,').then(() => true)`,
}

/** A module that tries, and reports by `answer(…)`. */
const script = (attempt: string, answer: string) => `
  const base = ${JSON.stringify(app.page.url())}, elsewhere = ${JSON.stringify(elsewhere)}
  ${answer}(await (async () => { try { return await ${attempt} } catch { return false } })())`

test.each(Object.entries(ATTEMPTS))('a script of the page cannot: %s', async (_, attempt) => {
  const worked = app.page.evaluate(
    (code) =>
      new Promise((resolve, reject) => {
        Object.assign(globalThis, { answer: resolve })
        const element = document.createElement('script')
        element.type = 'module'
        element.onerror = reject
        element.src = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
        document.head.append(element)
      }),
    script(attempt, 'answer'),
  )
  expect(await worked).toBe(false)
  expect(asked).toEqual([])
})

test.each(Object.entries(ATTEMPTS))('a blob worker cannot: %s', async (_, attempt) => {
  const worked = app.page.evaluate(
    (code) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), {
          type: 'module',
        })
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = reject
      }),
    script(attempt, 'postMessage'),
  )
  expect(await worked).toBe(false)
  expect(asked).toEqual([])
})

test.each(Object.entries(ATTEMPTS))('the worker that holds the dump cannot: %s', async (_, attempt) => {
  const [worker] = app.page.workers()
  const code = script(attempt, 'export default')
  // As a module from a blob: what devtools evaluate themselves, no policy binds.
  const worked = worker.evaluate(
    `import(URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: 'text/javascript' }))).then((m) => m.default)`,
  )
  expect(await worked).toBe(false)
  expect(asked).toEqual([])
})

test('a beacon is not sent, though the browser says it is', async () => {
  const { page } = app
  const refused = page.evaluate(
    () => new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve, { once: true })),
  )
  await page.evaluate((address) => navigator.sendBeacon(address, 'a secret'), elsewhere)
  await refused
  expect(asked).toEqual([])
})

test('markup from a string is refused', async () => {
  const refusal = app.page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>text</b>'
      return 'done'
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(await refusal).toBe('TypeError')
})

test('a worker from data: is refused', async () => {
  const refusal = app.page.evaluate(() => {
    try {
      void new Worker('data:text/javascript,')
      return 'done'
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(await refusal).toBe('TypeError')
})
