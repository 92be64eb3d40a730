import { effect, signal, untracked } from '@preact/signals'
import { resetConsole } from '../console/session.ts'
import { opened, opening, openStored } from './dump.ts'
import { route } from './navigation.ts'

/** How the last visit ended, if it ended badly. */
export interface Crash {
  readonly name: string
  readonly stage: string
}

export const lastCrash = signal<Crash | null>(null)

export function restart(): void {
  location.reload()
}

/** A dump that the address names, and that is not open, is opened from the store. */
export function followRoute(): void {
  effect(() => {
    const { dump } = route.value
    untracked(() => {
      if (dump === null || dump === opened.peek()?.id || opening.peek()) return
      void openStored(dump, 'stored dump')
    })
  })
  effect(() => {
    void opened.value
    untracked(resetConsole)
  })
}
