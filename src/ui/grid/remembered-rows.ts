import { route } from '../state/navigation.ts'
import { toHash } from '../state/route.ts'

/** Row that was active in each table, by where the table is: coming back, it is so again. */
const remembered = new Map<string, number>()
const MOST_KEPT = 200

/** Names a table at the place that is shown. */
export function placeOfTable(label: string): string {
  return `${toHash({ ...route.value, selected: null, isConsoleOpen: false })} ${label}`
}

export function rememberedRow(place: string): number {
  return remembered.get(place) ?? -1
}

export function rememberRow(place: string, row: number): void {
  remembered.delete(place)
  remembered.set(place, row)
  for (const oldest of remembered.keys()) if (remembered.size > MOST_KEPT) remembered.delete(oldest)
}
