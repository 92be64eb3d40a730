/** What the page may tell about working offline. Never reload by itself: a dump may be open. */
export interface OfflineEvents {
  /** For the first time, the app is stored and will open without a network. */
  readonly ready: () => void
  /** A newer build waits; `reload` switches to it and loads the page anew. */
  readonly update: (reload: () => void) => void
}

/** Register the service worker that the build wrote. Does nothing in the dev server, or where there are none. */
export async function registerOffline({ ready, update }: OfflineEvents): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined // undefined on plain http
  if (!import.meta.env.PROD || !workers) return
  const registration = await workers.register('./sw.js', { scope: './', updateViaCache: 'none' })
  const isFirst = !registration.active

  const offer = (waiting: ServiceWorker) =>
    update(() => {
      workers.addEventListener('controllerchange', () => location.reload(), { once: true })
      waiting.postMessage('skipWaiting')
    })

  if (registration.waiting && !isFirst) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && !isFirst) offer(installing)
    })
  })
  if (isFirst) void workers.ready.then(ready)
}
