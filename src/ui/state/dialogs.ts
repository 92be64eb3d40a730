import { signal } from '@preact/signals'

export const isKeysDialogOpen = signal(false)

let searchInput: HTMLInputElement | null = null

/** The search box makes itself known. */
export function setSearchInput(input: HTMLInputElement | null): void {
  searchInput = input
}

/** At once: what is typed next belongs there. */
export function focusSearch(): void {
  searchInput?.focus()
  searchInput?.select()
}
