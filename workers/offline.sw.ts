/**
 * The service worker: keeps one build of the app, whole, and serves it whether there is a network or not. A new build
 * waits until the user agrees, because a dump may be open.
 */

/** Written in by src/build/offline.ts. */
declare const __BUILD__: { readonly version: string; readonly files: readonly string[]; readonly csp: string }
declare const self: ServiceWorkerGlobalScope

const build = __BUILD__
// The origin may be shared with other projects, and they with us: touch only caches with our name and our path.
const PREFIX = `pmatscope ${new URL(self.registration.scope).pathname} `
const CACHE = PREFIX + build.version

self.addEventListener('install', (event) => {
  // 'reload': static hosts let browsers keep files for minutes, and those may be of the build before.
  const requests = build.files.map((file) => new Request(file, { cache: 'reload' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)))
})

self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name)
  }
  await self.clients.claim()
}

self.addEventListener('message', (event) => {
  if (event.data === 'skipWaiting') void self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return
  event.respondWith(respond(request))
})

async function respond(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const isPage = request.mode === 'navigate' && isAppPage(request.url)
  const cached = await cache.match(isPage ? './' : request, { ignoreSearch: true })
  return cached ? withHeaders(cached) : fetch(request)
}

/** Other pages may lie below our path on the same host. */
function isAppPage(url: string): boolean {
  const { pathname } = new URL(url)
  const { pathname: scope } = new URL(self.registration.scope)
  return pathname === scope || pathname === `${scope}index.html`
}

/** The headers a static host cannot set. */
function withHeaders(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set('content-security-policy', `${build.csp}; frame-ancestors 'none'`)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('referrer-policy', 'no-referrer')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

export {}
