import { batch, computed, effect, signal, untracked } from '@preact/signals'
import { resetConsole } from '../console/session.ts'
import { type Crash, takeCrash } from '../crash-marker.ts'
import { startWorker } from '../worker-client.ts'
import { dropAll, opened, opening, openStored } from './dump.ts'
import { connect, death } from './engine.ts'
import { route } from './navigation.ts'

/** The load in which this browser's tab died last time, or null. */
export const lastCrash = signal<Crash | null>(null)

/** Start the worker, and open what the address names. */
export function startApp(): void {
  void tellCrash()
  start()
  effect(followRoute)
  const id = computed(() => opened.value?.id)
  effect(() => {
    void id.value
    untracked(resetConsole)
  })
}

async function tellCrash(): Promise<void> {
  lastCrash.value = await takeCrash()
}

/** After the worker died: with a new one, where the address leads. */
export function restart(): void {
  start()
}

/** One that was only busy goes on: the dump that it holds is opened again at once, because the address names it. */
function start(): void {
  const api = startWorker({ onDeath: end, onRevival: () => connect(api) })
  connect(api)
}

function end(reason: string): void {
  batch(() => {
    dropAll()
    death.value = reason
  })
}

/** A dump that the address names, and that is not open, is opened from the store. */
function followRoute(): void {
  const { dump } = route.value
  if (dump === null || death.value !== null) return
  untracked(() => {
    if (dump !== opened.peek()?.id && !opening.peek()) void openStored(dump)
  })
}
