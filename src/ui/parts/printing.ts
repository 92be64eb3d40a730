import { type ReadonlySignal, signal } from '@preact/signals'

const printing = signal(false)
addEventListener('beforeprint', () => (printing.value = true))
addEventListener('afterprint', () => (printing.value = false))

/** Whether the page is being printed: what is drawn only where it is in sight is better drawn now. */
export const isPrinting: ReadonlySignal<boolean> = printing
