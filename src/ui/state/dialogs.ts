import { signal } from '@preact/signals'

export const isKeysDialogOpen = signal(false)
/** Counts up when the search box shall have the focus. */
export const searchWanted = signal(0)
